using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Which of several nearly equal features to keep.</summary>
public sealed record CorrelationPruningSpec
{
    /// <summary>A feature goes when its |Pearson correlation| with a kept one is above this; inside (0, 1], default 0.95.</summary>
    public double Threshold { get; init; } = 0.95;

    /// <summary>Features to prefer, the dearest first. Then come raw fields, then engineered columns, each by ordinal name order.</summary>
    public ImmutableArray<string> Priority { get; init; } = [];
}
