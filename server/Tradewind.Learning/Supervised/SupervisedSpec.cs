using System.Collections.Immutable;

namespace Tradewind.Learning.Supervised;

/// <summary>What to predict from which columns of a frame.</summary>
public sealed record SupervisedSpec
{
    /// <summary>Column to predict.</summary>
    public required string Target { get; init; }

    /// <summary>Rows ahead, at least 1.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>Change (default), return or level.</summary>
    public TargetMode Mode { get; init; } = TargetMode.Change;

    /// <summary>Lags k ≥ 1 of the target offered as features <c>{target}_lag_{k}</c>. Default none.</summary>
    public ImmutableArray<int> Lags { get; init; } = [];

    /// <summary>Columns to use as features; null takes all columns. The target and date columns never are features.</summary>
    public ImmutableArray<string>? Features { get; init; }

    /// <summary>Features with a larger share of missing values, over all rows of the frame, are dropped. Default 0.5.</summary>
    public double MaxMissingShare { get; init; } = 0.5;
}
