using System.Collections.Immutable;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>What a sweep gave.</summary>
public sealed record SweepResult
{
    /// <summary>Every combination, in the order of combinations; what a halving dropped as it was in the rung that dropped it.</summary>
    public required ImmutableArray<SweepTrial> Trials { get; init; }

    /// <summary>Rungs of a halving, in order; empty for other methods.</summary>
    public ImmutableArray<HalvingRung> Rungs { get; init; } = [];

    /// <summary>Combinations the strategy refused.</summary>
    public required int Skipped { get; init; }

    /// <summary>Combinations fit to be chosen.</summary>
    public required int ValidCount { get; init; }

    /// <summary>Combinations whose trading the drawdown guard halted: their figures are those of a strategy cut short.</summary>
    public int HaltedCount => Trials.Count(trial => trial.HaltedAt is not null);

    /// <summary>The best valid combination; null where none is valid.</summary>
    public required SweepTrial? Best { get; init; }

    /// <summary>How much of the best result the search explains.</summary>
    public required OverfittingReport Overfitting { get; init; }

    /// <summary>Periods a year of all figures.</summary>
    public required double PeriodsPerYear { get; init; }
}
