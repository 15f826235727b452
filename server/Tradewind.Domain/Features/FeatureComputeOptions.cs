namespace Tradewind.Domain.Features;

/// <summary>How a feature set is computed. Nothing here changes a value.</summary>
public sealed record FeatureComputeOptions
{
    /// <summary>Most threads to use, at least 1; null (default) takes all processors.</summary>
    public int? MaximumThreads { get; init; }
}
