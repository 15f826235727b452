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

    /// <summary>True to let every fold choose on everything before it.</summary>
    public bool Anchored { get; init; }

    /// <summary>
    /// Which combination a fold chooses. Its fewest trades are for all bars: a fold with L of n bars needs max(1, ⌊trades·L/n + ½⌋).
    /// </summary>
    public SelectionRule Selection { get; init; } = new();

    /// <summary>Backtests run at once; the result does not depend on it. Default 1.</summary>
    public int DegreeOfParallelism { get; init; } = 1;
}
