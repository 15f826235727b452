using System.Globalization;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>A sweep as one page: its best, what that is worth, and the surface around it.</summary>
internal static class SweepReport
{
    private const int LargestTrialCount = 20;

    /// <summary>Writes the page; an unfinished sweep renders too.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="trials">Finished combinations, the best first.</param>
    /// <param name="maps">Scores over pairs of parameters; empty for one parameter.</param>
    public static string Write(Sweep sweep, IReadOnlyList<SweepTrial> trials, IReadOnlyList<HeatMap> maps)
    {
        string strategy = sweep.Spec?.Search?.Strategy?.StrategyId ?? "";
        HtmlPage page = new(
            "SWEEP REPORT", strategy, HtmlPage.About(sweep.Spec?.Search?.Members ?? [], sweep.FirstTime, sweep.LastTime), sweep.Simulated);
        page.Warnings(sweep.Warnings);
        page.Figures(Figures(sweep));
        foreach (HeatMap map in maps)
        {
            page.Section($"Score by {map.ColumnParameter} and {map.RowParameter}", SurfaceChart.Write(map, sweep.Best?.Parameters ?? []));
        }

        foreach (ParameterSensitivity sensitivity in sweep.Sensitivities)
        {
            page.Section($"Score by {sensitivity.Parameter}, the others as in the best combination", Line(sensitivity, sweep.Best));
        }

        page.Section("Rungs", Rungs(sweep));
        page.Section($"Best combinations ({Math.Min(LargestTrialCount, trials.Count)} of {trials.Count} finished)", Trials(trials));
        return page.Finish($"Sweep {sweep.Id} · {sweep.State.ToString().ToLowerInvariant()} · lineage {sweep.Lineage?.Id}");
    }

    private static IEnumerable<(string Section, IReadOnlyList<(string Label, string Value)> Lines)> Figures(Sweep sweep)
    {
        yield return ("Search",
        [
            ("Combinations", Count(sweep.CombinationCount)), ("Fit to be chosen", Count(sweep.ValidCount)), ("Refused by the strategy", Count(sweep.SkippedCount)),
            ("Halted by the drawdown guard", Count(sweep.HaltedCount)),
        ]);
        if (sweep.Best is { } best)
        {
            PerformanceMetrics metrics = best.Metrics ?? new PerformanceMetrics();
            yield return ("Best",
            [
                .. best.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)),
                ("Score", ReportFigures.Number(best.HasScore ? best.Score : null, 3)), ("Total Return %", ReportFigures.Percent(metrics.TotalReturnFraction)),
                ("Sharpe Ratio", ReportFigures.Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2)),
                ("Max Drawdown", ReportFigures.Percent(metrics.MaxDrawdownFraction)), ("Trades", Count(metrics.TradeCount)),
            ]);
        }

        if (sweep.Overfitting is { } report)
        {
            yield return ("What that is worth",
            [
                ("Trials counted", Count(report.TrialCount)),
                ("Probabilistic Sharpe", ReportFigures.Percent(report.HasProbabilisticSharpeRatio ? report.ProbabilisticSharpeRatio : null)),
                ("Deflated Sharpe", ReportFigures.Percent(report.HasDeflatedSharpeRatio ? report.DeflatedSharpeRatio : null)),
                ("Probability of overfitting", ReportFigures.Percent(report.HasOverfittingProbability ? report.OverfittingProbability : null)),
                ("Minimum length, years", ReportFigures.Number(report.HasMinimumBacktestYears ? report.MinimumBacktestYears : null, 1)),
                ("Length, years", ReportFigures.Number(report.BacktestYears, 1)),
            ]);
        }
    }

    private static string Line(ParameterSensitivity sensitivity, SweepTrial? best)
    {
        SensitivityRow[] rows = [.. sensitivity.Rows.Where(row => row.HasScore)];
        if (rows.Length == 0)
        {
            return ReportCharts.Nothing("No combination has a score.");
        }

        // Words have no size: they stand in their order.
        bool numbers = rows.All(row => double.TryParse(row.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        double[] x = [.. rows.Select((row, i) => numbers ? double.Parse(row.Value, CultureInfo.InvariantCulture) : i)], y = [.. rows.Select(row => row.Score)];
        double room = Math.Max(1e-9, (x[^1] - x[0]) * 0.03);
        SvgChart chart = SvgChart.Create($"Score by {sensitivity.Parameter}", 220, x.Length == 1 ? (x[0] - 1, x[0] + 1) : (x[0] - room, x[^1] + room), [.. y, 0])
            .VerticalTicks(value => value.ToString("0.##", CultureInfo.InvariantCulture)).Level(0, "");
        chart.Names(x, [.. rows.Select(row => row.Value)]).Line("line", x, y);
        for (int i = 0; i < x.Length; i++)
        {
            bool chosen = best is not null && best.Parameters.TryGetValue(sensitivity.Parameter, out string? value) && value == rows[i].Value;
            chart.Square(chosen ? "won" : "dot", x[i], y[i]);
        }

        return chart.ToString();
    }

    private static string Rungs(Sweep sweep) => sweep.Rungs.Count == 0 ? "" : RowTable.Write(
        ["Rung", "Bars", "Share", "Combinations", "Kept"],
        sweep.Rungs.Select(rung => (string[])
            [Count(rung.Number + 1), Count(rung.BarCount), ReportFigures.Percent(rung.BarFraction), Count(rung.CombinationCount), Count(rung.KeptCount)]));

    private static string Trials(IReadOnlyList<SweepTrial> trials)
    {
        string[] names = [.. trials.SelectMany(trial => trial.Parameters.Keys).Distinct().Order(StringComparer.Ordinal)];
        return trials.Count == 0 ? ReportCharts.Nothing("No combination is finished yet.") : RowTable.Write(
            ["#", .. names, "Score", "Sharpe", "Return", "Drawdown", "Trades", "Of the bars", "Fit", "Halted"],
            trials.Take(LargestTrialCount).Select(trial => (string[])
                [
                    Count(trial.Index), .. names.Select(name => trial.Parameters.TryGetValue(name, out string? value) ? value : "-"),
                    ReportFigures.Number(trial.HasScore ? trial.Score : null, 3),
                    ReportFigures.Number(trial.Metrics?.HasSharpeRatio == true ? trial.Metrics.SharpeRatio : null, 2),
                    ReportFigures.Percent(trial.Metrics?.TotalReturnFraction), ReportFigures.Percent(trial.Metrics?.MaxDrawdownFraction),
                    Count(trial.Metrics?.TradeCount ?? 0), ReportFigures.Percent(trial.BarFraction), trial.Valid ? "yes" : "no",
                    trial.HaltTime is null ? "-" : HtmlPage.Date(trial.HaltTime),
                ]));
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
