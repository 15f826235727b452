using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Robustness;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>One combination and what it gave.</summary>
public sealed record SweepTrial
{
    /// <summary>Place in the order of combinations, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Part of the search that ran it, from 0: the rung of a halving, the fold of a walk-forward; 0 in other searches.</summary>
    public int Stage { get; init; }

    /// <summary>Share of the bars it ran on, in (0, 1]; below 1 where a halving dropped it before it saw all of them.</summary>
    public double BarShare { get; init; } = 1;

    /// <summary>Values of the parameters varied, by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>SHA-256 of all parameters.</summary>
    public required string ParametersHash { get; init; }

    /// <summary>Value of the target metric; null where undefined.</summary>
    public required double? Score { get; init; }

    /// <summary>True when it is fit to be chosen by the rule of its stage; of a trial that did not see all bars: fit to go on.</summary>
    public required bool IsValid { get; init; }

    /// <summary>Figures.</summary>
    public required PerformanceMetrics Metrics { get; init; }

    /// <summary>Moments of its returns.</summary>
    public required ReturnMoments Moments { get; init; }

    /// <summary>Hash of everything the engine did.</summary>
    public required string LedgerHash { get; init; }

    /// <summary>Known time at which the drawdown guard halted trading, after which it stayed flat; null when it did not.</summary>
    public long? HaltedAt { get; init; }

    /// <summary>
    /// What it is counted as among all trials ever made: its parameters, and for a run on fewer bars their share too. The same combination on
    /// more bars is another look at the data.
    /// </summary>
    public string CountedAs() => BarShare < 1 ? FormattableString.Invariant($"{ParametersHash}/{BarShare:R}") : ParametersHash;
}
