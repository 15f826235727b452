using System.Collections.Immutable;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>What drawing a history again gave. Figures that are undefined are null.</summary>
public sealed record MonteCarloResult
{
    /// <summary>Observations drawn from.</summary>
    public required int Observations { get; init; }

    /// <summary>Options used.</summary>
    public required MonteCarloOptions Options { get; init; }

    /// <summary>Total return in percent.</summary>
    public required Percentiles ReturnPercent { get; init; }

    /// <summary>Annual Sharpe ratio, risk-free rate zero, of the paths that have one; null where none has.</summary>
    public required Percentiles? Sharpe { get; init; }

    /// <summary>Deepest drawdown from the start on, positive percent.</summary>
    public required Percentiles MaxDrawdownPercent { get; init; }

    /// <summary>Share of paths that lose money.</summary>
    public required double LossProbability { get; init; }

    /// <summary>Share of paths whose drawdown is beyond the ruin limit.</summary>
    public required double RuinProbability { get; init; }

    /// <summary>Sharpe ratio of the observations as they came; null without variation.</summary>
    public required double? ObservedSharpe { get; init; }

    /// <summary>
    /// How often random signs give at least the observed Sharpe ratio: (1 + #{flipped ≥ observed})/(simulations + 1). Null where the observed
    /// ratio is undefined.
    /// </summary>
    public required double? SignFlipPValue { get; init; }

    /// <summary>Equity by step, start included; empty where no fan was asked for.</summary>
    public required ImmutableArray<FanStep> Fan { get; init; }
}
