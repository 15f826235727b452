using System.Collections.Immutable;
using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>What walk-forward optimisation gave. Figures that are undefined are null.</summary>
public sealed record WalkForwardResult
{
    /// <summary>Folds in order of time.</summary>
    public required ImmutableArray<WalkForwardFold> Folds { get; init; }

    /// <summary>Known time of each point of the stitched curve; the first is that of the bar before the first out-of-sample one.</summary>
    public required ReadOnlyMemory<long> Times { get; init; }

    /// <summary>Equity out of sample: the folds' returns chained from the initial capital.</summary>
    public required ReadOnlyMemory<double> Equity { get; init; }

    /// <summary>Figures of the stitched curve with the trades of all folds; its Sharpe ratio is the score of the whole.</summary>
    public required PerformanceMetrics Metrics { get; init; }

    /// <summary>Parameters most folds chose; among equally frequent ones those of the best mean score out of sample. Null where no fold chose.</summary>
    public required IReadOnlyDictionary<string, string>? BestParameters { get; init; }

    /// <summary>Share of folds that chose them.</summary>
    public required double? ParameterStability { get; init; }

    /// <summary>Mean annualised return out of sample over that in sample, over folds with a choice.</summary>
    public required double? Efficiency { get; init; }

    /// <summary>Combinations tried in each fold.</summary>
    public required int Combinations { get; init; }

    /// <summary>Combinations the strategy refused.</summary>
    public required int Skipped { get; init; }

    /// <summary>
    /// How much of the stitched Sharpe ratio the search explains; trials are all combinations, each run once over the out-of-sample bars. The
    /// cross-validation belongs to sweeps and is left out.
    /// </summary>
    public required OverfittingReport Overfitting { get; init; }

    /// <summary>Whether the change is taken over; null without a rule.</summary>
    public AcceptanceVerdict? Verdict { get; init; }

    /// <summary>Parameter hashes of all combinations.</summary>
    public required ImmutableArray<string> ParametersHashes { get; init; }
}
