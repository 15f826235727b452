using System.Collections.Immutable;

namespace Tradewind.Sources.Connectors;

/// <summary>Static data of symbols: names, currencies, ratings.</summary>
/// <param name="Values">Symbol to field to text, as the source wrote it; fields without a value are absent.</param>
/// <param name="Failures">What could not be delivered.</param>
public sealed record ReferenceResult(
    ImmutableDictionary<string, ImmutableDictionary<string, string>> Values, ImmutableArray<SymbolFailure> Failures);
