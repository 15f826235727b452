using System.Globalization;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;

namespace Tradewind.Server.Mapping;

/// <summary>What a reader should know before trusting the best of a search.</summary>
internal static class SearchWarnings
{
    private const double Convincing = 0.95;
    private const double Half = 0.5;

    /// <summary>Warnings about a sweep.</summary>
    public static IEnumerable<string> Of(BacktestRequest backtest, SweepResult result) =>
        Data(backtest)
            .Concat(result.Best is null ? ["No combination is fit to be chosen: too few trades, or too low a Sharpe ratio."] : [])
            .Concat(Dropped(result))
            .Concat(Halted(backtest, result.HaltedCount, result.Trials.Length, "combinations"))
            .Concat(Overfitting(result.Overfitting));

    /// <summary>Warnings about a walk-forward optimisation.</summary>
    public static IEnumerable<string> Of(BacktestRequest backtest, WalkForwardResult result)
    {
        int flat = result.Folds.Count(fold => fold.Parameters is null);
        return Data(backtest)
            .Concat(flat == 0 ? [] : [$"{flat} of {result.Folds.Length} folds had no combination fit to be chosen and stayed flat."])
            .Concat(Halted(backtest, result.Folds.Sum(fold => fold.HaltedCount), result.Folds.Length * result.Combinations, "backtests in sample"))
            .Concat(Halted(backtest, result.Folds.Count(fold => fold.OutOfSampleHaltedAt is not null), result.Folds.Length, "choices out of sample"))
            .Concat(Overfitting(result.Overfitting));
    }

    private static IEnumerable<string> Data(BacktestRequest backtest)
    {
        string[] simulated = [.. backtest.Bars.Concat(backtest.Fields).Where(series => series.Instrument.Simulated).Select(series => series.Instrument.Id)];
        return simulated.Length == 0 ? [] : [$"SIMULATED data: {string.Join(", ", simulated)}."];
    }

    private static IEnumerable<string> Dropped(SweepResult result)
    {
        int dropped = result.Trials.Count(trial => trial.BarShare < 1);
        if (dropped > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{dropped} of {result.Trials.Length} combinations were dropped before they saw all bars; the probability of overfitting is that of the first {result.Rungs[0].Bars} bars, which all of them saw.");
        }
    }

    private static IEnumerable<string> Halted(BacktestRequest backtest, int halted, int all, string what) => halted == 0 ? [] :
    [
        string.Create(
            CultureInfo.InvariantCulture,
            $"{halted} of {all} {what} were halted by the drawdown guard at {100 * backtest.Options.MaxDrawdown:0.##} % and stayed flat from then on: their figures say less about the parameters than about the limit. Raise max_drawdown_fraction if that is not meant."),
    ];

    private static IEnumerable<string> Overfitting(OverfittingReport report)
    {
        if (report.DeflatedSharpe is { } deflated and < Convincing)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The deflated Sharpe ratio is {deflated:0.00}, below {Convincing}: after {report.Trials} trials the result is not told from luck.");
        }

        if (report.Overfitting is { Probability: >= Half } overfitting)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The probability of backtest overfitting is {overfitting.Probability:0.00}: what wins one half of the data is mostly below the median in the other.");
        }

        if (report.MinimumBacktestYears > report.BacktestYears)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Trials} trials need {report.MinimumBacktestYears:0.0} years of data for such a Sharpe ratio to mean something; there are {report.BacktestYears:0.0}.");
        }
    }
}
