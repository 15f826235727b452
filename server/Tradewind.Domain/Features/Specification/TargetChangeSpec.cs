using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Backward changes of a column, <c>{column}_{h}_Day_Change</c> = x_t − x_{t−h}. They are features, never labels.</summary>
/// <param name="Column">Column of the frame.</param>
/// <param name="Horizons">Rows back, each at least 1.</param>
public sealed record TargetChangeSpec(string Column, ImmutableArray<int> Horizons);
