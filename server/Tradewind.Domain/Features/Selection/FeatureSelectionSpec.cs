namespace Tradewind.Domain.Features;

/// <summary>Which engineered columns of a result to leave out. Raw columns always stay.</summary>
public sealed record FeatureSelectionSpec
{
    /// <summary>Leave out columns missing on a larger share of the rows; 0 to 1; null (default) keeps all.</summary>
    public double? MaximumMissingShare { get; init; }

    /// <summary>Leave out columns that nearly equal another one or do not vary; null (default) keeps all.</summary>
    public CorrelationPruningSpec? Pruning { get; init; }
}
