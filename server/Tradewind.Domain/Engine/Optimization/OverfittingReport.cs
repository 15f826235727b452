using Tradewind.Domain.Engine.Robustness;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>How much of a search's best result the search itself explains. Figures that are undefined are null.</summary>
public sealed record OverfittingReport
{
    /// <summary>Combinations counted as trials: those of this search, and of earlier ones on the same data and strategy where known.</summary>
    public required long Trials { get; init; }

    /// <summary>Deviation of the Sharpe ratios per period over this search's combinations.</summary>
    public required double? SharpeDeviation { get; init; }

    /// <summary>Sharpe ratio per period that the best of so many trials is expected to have without skill.</summary>
    public required double? SharpeThreshold { get; init; }

    /// <summary>Probability that the true Sharpe ratio of the chosen combination is above zero, as if it had been the only one.</summary>
    public required double? ProbabilisticSharpe { get; init; }

    /// <summary>The same above what the search finds in noise. Below 0.95 the choice is not told from luck.</summary>
    public required double? DeflatedSharpe { get; init; }

    /// <summary>Probability of backtest overfitting; null below two combinations or on very short data.</summary>
    public required OverfittingProbability? Overfitting { get; init; }

    /// <summary>Years of data below which the chosen annual Sharpe ratio is what noise gives to so many trials.</summary>
    public required double? MinimumBacktestYears { get; init; }

    /// <summary>Years of data used.</summary>
    public required double BacktestYears { get; init; }

    /// <summary>Measures a choice.</summary>
    /// <param name="chosen">Moments of the chosen combination; null where none was.</param>
    /// <param name="all">Moments of all combinations, on the same returns.</param>
    /// <param name="trials">Trials to count, at least those given.</param>
    /// <param name="periodsPerYear">Returns a year.</param>
    /// <param name="overfitting">Cross-validation of the combinations, where it was done.</param>
    public static OverfittingReport Of(
        ReturnMoments? chosen, IReadOnlyList<ReturnMoments> all, long trials, double periodsPerYear, OverfittingProbability? overfitting)
    {
        ArgumentNullException.ThrowIfNull(all);
        double deviation = SharpeDeflation.Deviation(all);
        long counted = Math.Max(trials, all.Count);
        return new OverfittingReport
        {
            Trials = counted,
            SharpeDeviation = Metrics.Defined.OrNull(deviation),
            SharpeThreshold = SharpeDeflation.Threshold(counted, deviation),
            ProbabilisticSharpe = chosen is null ? null : Metrics.Defined.OrNull(SharpeDeflation.DeflatedSharpe(chosen, 1, deviation)),
            DeflatedSharpe = chosen is null ? null : Metrics.Defined.OrNull(SharpeDeflation.DeflatedSharpe(chosen, counted, deviation)),
            Overfitting = overfitting,
            MinimumBacktestYears = chosen?.Sharpe is { } sharpe
                ? Metrics.Defined.OrNull(SharpeDeflation.MinimumBacktestYears(counted, sharpe * Math.Sqrt(periodsPerYear)))
                : null,
            BacktestYears = (all.Count == 0 ? 0 : all[0].Count) / periodsPerYear,
        };
    }
}
