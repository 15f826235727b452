using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Sweeps for people.</summary>
internal static class SweepView
{
    public static void Write(Terminal terminal, Sweep sweep, HeatMap? map)
    {
        terminal.Line($"Sweep {sweep.Id}: {sweep.Spec?.Search?.Strategy?.StrategyId}, {Wording.Of(sweep.State)} {Wording.Label(sweep.Simulated)}".TrimEnd());
        terminal.Line(
            $"{Wording.Count(sweep.CombinationCount)} combinations, {Wording.Count(sweep.ValidCount)} fit to be chosen, " +
            $"{Wording.Count(sweep.SkippedCount)} refused by the strategy, {Wording.Count(sweep.HaltedCount)} halted by the drawdown guard");
        foreach (HalvingRung rung in sweep.Rungs)
        {
            terminal.Line(
                $"Rung {Wording.Count(rung.Number + 1)}: {Wording.Count(rung.CombinationCount)} combinations on {Wording.Count(rung.BarCount)} bars " +
                $"({Wording.Percent(rung.BarFraction)}), {Wording.Count(rung.KeptCount)} {(rung.Number + 1 < sweep.Rungs.Count ? "went on" : "fit to be chosen")}");
        }

        if (sweep.Best is { } best)
        {
            terminal.Line($"Best: {Parameters(best.Parameters)}, score {Wording.Number(best.HasScore ? best.Score : null, 4)}");
            foreach (string line in BacktestView.Figures(best.Metrics ?? new PerformanceMetrics()))
            {
                terminal.Line($"  {line}");
            }
        }

        Write(terminal, sweep.Overfitting);
        foreach (ParameterSensitivity sensitivity in sweep.Sensitivities)
        {
            ResultTable table = new(sensitivity.Parameter, ">Score", ">Sharpe", ">Return", ">Drawdown", ">Won", ">Trades");
            foreach (SensitivityRow row in sensitivity.Rows)
            {
                table.Row(
                    row.Value,
                    Wording.Number(row.HasScore ? row.Score : null, 3),
                    Wording.Number(row.HasSharpeRatio ? row.SharpeRatio : null, 2),
                    Wording.Percent(row.TotalReturnFraction),
                    Wording.Percent(row.MaxDrawdownFraction),
                    Wording.Percent(row.HasWinRateFraction ? row.WinRateFraction : null),
                    Wording.Count(row.TradeCount));
            }

            table.WriteTo(terminal, "");
        }

        if (map is not null)
        {
            Write(terminal, map);
        }

        WarningView.Write(terminal, sweep.Warnings);
    }

    public static void Write(Terminal terminal, IReadOnlyList<SweepTrial> trials)
    {
        string[] names = [.. trials.SelectMany(trial => trial.Parameters.Keys).Distinct().Order(StringComparer.Ordinal)];
        ResultTable table = new([">#", .. names.Select(name => ">" + name), ">Score", ">Sharpe", ">Return", ">Drawdown", ">Trades", ">Bars", "Fit"]);
        foreach (SweepTrial trial in trials)
        {
            PerformanceMetrics metrics = trial.Metrics ?? new PerformanceMetrics();
            table.Row(
            [
                Wording.Count(trial.Index),
                .. names.Select(name => trial.Parameters.TryGetValue(name, out string? value) ? value : Wording.Absent),
                Wording.Number(trial.HasScore ? trial.Score : null, 4),
                Wording.Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2),
                Wording.Percent(metrics.TotalReturnFraction),
                Wording.Percent(metrics.MaxDrawdownFraction),
                Wording.Count(metrics.TradeCount),
                Wording.Percent(trial.BarFraction),
                trial.Valid ? "yes" : "no",
            ]);
        }

        table.WriteTo(terminal, "No combination is finished yet.");
    }

    public static void Write(Terminal terminal, OverfittingReport? report)
    {
        if (report is null)
        {
            return;
        }

        terminal.Line(
            $"After {Wording.Count(report.TrialCount)} trials: deflated Sharpe {Wording.Percent(report.HasDeflatedSharpeRatio ? report.DeflatedSharpeRatio : null)} " +
            $"(alone {Wording.Percent(report.HasProbabilisticSharpeRatio ? report.ProbabilisticSharpeRatio : null)}), " +
            $"probability of overfitting {Wording.Percent(report.HasOverfittingProbability ? report.OverfittingProbability : null)}, " +
            $"minimum backtest length {Wording.Number(report.HasMinimumBacktestYears ? report.MinimumBacktestYears : null, 1)} of {Wording.Number(report.BacktestYears, 1)} years");
    }

    public static string Parameters(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join(", ", parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static void Write(Terminal terminal, HeatMap map)
    {
        ResultTable table = new([$"{map.RowParameter} \\ {map.ColumnParameter}", .. map.ColumnValues.Select(value => ">" + value)]);
        for (int row = 0; row < map.RowValues.Count; row++)
        {
            table.Row([map.RowValues[row], .. map.Scores.Skip(row * map.ColumnValues.Count).Take(map.ColumnValues.Count).Select(score => Wording.Number(score, 2))]);
        }

        table.WriteTo(terminal, "");
    }
}
