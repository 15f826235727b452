using Tradewind.Domain.Engine.Backtest;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>What to optimise fold by fold.</summary>
public sealed record WalkForwardRequest
{
    /// <summary>
    /// What every combination runs. Bars known at or before its <see cref="BacktestRequest.TradeFrom"/> are in no fold.
    /// </summary>
    public required BacktestRequest Backtest { get; init; }

    /// <summary>Parameters to vary, as a grid.</summary>
    public required IReadOnlyList<ParameterAxis> Axes { get; init; }

    /// <summary>Folds. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Share of in-sample bars in a fold. Default 0.7.</summary>
    public double InSampleFraction { get; init; } = 0.7;

    /// <summary>Bars of a fold in and out of sample, see <see cref="WalkForwardPlan.OfLengths"/>; null for <see cref="Folds"/> and their fraction.</summary>
    public (int InSample, int OutOfSample)? Lengths { get; init; }

    /// <summary>
    /// True to let indicators read everything known before a window, also what is in no fold. Positions start flat in each window. False
    /// leaves an in-sample run its own bars only.
    /// </summary>
    public bool UsesHistory { get; init; }

    /// <summary>When the change is taken over; null for no verdict.</summary>
    public AcceptanceRule? Acceptance { get; init; }

    /// <summary>True to let every fold choose on everything before it.</summary>
    public bool Anchored { get; init; }

    /// <summary>
    /// Which combination a fold chooses. Its fewest trades are for all bars: a fold with L of n bars needs max(1, ⌊trades·L/n + ½⌋).
    /// </summary>
    public SelectionRule Selection { get; init; } = new();

    /// <summary>Backtests run at once; the result does not depend on it. Default 1.</summary>
    public int DegreeOfParallelism { get; init; } = 1;
}
