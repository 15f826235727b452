using System.Net;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>A walk-forward optimisation as one page: the verdict, equity where nothing was chosen, the folds.</summary>
internal static class WalkForwardReport
{
    /// <summary>Writes the page.</summary>
    /// <param name="walk">A finished one.</param>
    /// <param name="times">Times of the stitched curve.</param>
    /// <param name="equity">The stitched curve.</param>
    /// <param name="baseline">The same with the parameters as they were; null without a verdict.</param>
    public static string Write(WalkForward walk, long[] times, double[] equity, double[]? baseline)
    {
        HtmlPage page = new(
            "WALK-FORWARD REPORT", walk.Spec?.Search?.Strategy?.StrategyId ?? "",
            HtmlPage.About(walk.Spec?.Search?.Members ?? [], walk.Folds.FirstOrDefault()?.InSampleStartTime, walk.Folds.LastOrDefault()?.OutOfSampleEndTime),
            walk.Simulated);
        page.Section("Verdict", walk.Verdict is { } verdict ? Verdict(verdict) : "");
        page.Warnings(walk.Warnings);
        page.Figures(Figures(walk));
        page.Section("Equity out of sample", Chart(times, equity, baseline));
        page.Section($"Folds ({walk.Folds.Count})", Folds(walk));
        return page.Finish($"Walk-forward {walk.Id} · lineage {walk.Lineage?.Id}");
    }

    private static string Verdict(AcceptanceVerdict verdict)
    {
        string conditions = string.Concat(verdict.Conditions.Select(condition =>
            $"<li>{(condition.Met ? "Met" : "Not met")}: {WebUtility.HtmlEncode(condition.Reason)}</li>"));
        string baseline = string.Join(", ", verdict.Baseline.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        return $"<p><strong>{(verdict.Accepted ? "Accepted: the change is taken over." : "Refused: the parameters stay as they are.")}</strong></p>"
            + $"<ul>{conditions}</ul><p class=\"quiet\">Baseline: {WebUtility.HtmlEncode(baseline)}</p>";
    }

    private static IEnumerable<(string Section, IReadOnlyList<(string Label, string Value)> Lines)> Figures(WalkForward walk)
    {
        yield return ("Choices out of sample", Of(walk.Metrics));
        if (walk.Verdict is { } verdict)
        {
            yield return ("Baseline on the same bars", Of(verdict.BaselineMetrics));
            yield return ($"Beyond {verdict.MarketInstrumentId}",
            [
                ("Beta", ReportFigures.Number(verdict.HasBeta ? verdict.Beta : null, 3)),
                ("Net alpha a year", ReportFigures.Percent(verdict.HasAnnualAlphaFraction ? verdict.AnnualAlphaFraction : null)),
                .. verdict.Conditions.Select(condition => (Words(condition.Name), $"{ReportFigures.Number(condition.HasValue ? condition.Value : null, 3)} (least {ReportFigures.Number(condition.Least, 2)})")),
            ]);
        }

        yield return ("Search",
        [
            ("Combinations", ReportFigures.Number(walk.CombinationCount, 0)),
            ("Backtests halted in sample", $"{ReportFigures.Number(walk.Folds.Sum(fold => fold.HaltedCount), 0)} of {ReportFigures.Number(walk.Folds.Count * walk.CombinationCount, 0)}"),
            ("Efficiency", ReportFigures.Number(walk.HasEfficiency ? walk.Efficiency : null, 2)),
            ("Most frequent choice", walk.BestParameters.Count == 0 ? "-" : Parameters(walk.BestParameters)),
            ("Share of folds", ReportFigures.Percent(walk.HasParameterStability ? walk.ParameterStability : null)),
            ("Deflated Sharpe", ReportFigures.Percent(walk.Overfitting?.HasDeflatedSharpeRatio == true ? walk.Overfitting.DeflatedSharpeRatio : null)),
        ]);
    }

    private static IReadOnlyList<(string, string)> Of(PerformanceMetrics? figures)
    {
        PerformanceMetrics metrics = figures ?? new PerformanceMetrics();
        return
        [
            ("Sharpe Ratio", ReportFigures.Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2)),
            ("Total Return %", ReportFigures.Percent(metrics.TotalReturnFraction)), ("Max Drawdown", ReportFigures.Percent(metrics.MaxDrawdownFraction)),
            ("Trades", ReportFigures.Number(metrics.TradeCount, 0)),
        ];
    }

    private static string Chart(long[] times, double[] equity, double[]? baseline)
    {
        double[] x = [.. times.Select(time => (double)time)];
        SvgChart chart = SvgChart.Create("Equity out of sample", 300, (x[0], x[^1]), equity.Concat(baseline ?? []))
            .VerticalTicks(ReportFigures.Money).Dates().Level(equity[0], "initial capital");
        if (baseline is not null)
        {
            chart.Line("s1", x, baseline);
        }

        return chart.Line("s0", x, equity) + (baseline is null ? "" : $"<ul class=\"plain\">{Key("s0", "choices of the folds")}{Key("s1", "baseline")}</ul>");
    }

    private static string Key(string kind, string name) =>
        $"<li><svg class=\"key\" viewBox=\"0 0 28 10\" role=\"img\" aria-label=\"line\"><path class=\"{kind}\" d=\"M0 5L28 5\"/></svg>{name}</li>";

    private static string Folds(WalkForward walk) => RowTable.Write(
        ["In sample from", "Out of sample from", "To", "Choice", "Score in", "Score out", "Return", "Trades", "Halted in sample", "Halted out"],
        walk.Folds.Select(fold => (string[])
            [
                HtmlPage.Date(fold.InSampleStartTime), HtmlPage.Date(fold.OutOfSampleStartTime), HtmlPage.Date(fold.OutOfSampleEndTime),
                fold.Parameters.Count == 0 ? "none fit, flat" : Parameters(fold.Parameters),
                ReportFigures.Number(fold.HasInSampleScore ? fold.InSampleScore : null, 3), ReportFigures.Number(fold.HasOutOfSampleScore ? fold.OutOfSampleScore : null, 3),
                ReportFigures.Percent(fold.OutOfSample?.TotalReturnFraction), ReportFigures.Number(fold.OutOfSample?.TradeCount ?? 0, 0),
                ReportFigures.Number(fold.HaltedCount, 0), fold.OutOfSampleHaltTime is null ? "-" : HtmlPage.Date(fold.OutOfSampleHaltTime),
            ]));

    private static string Parameters(IDictionary<string, string> parameters) =>
        string.Join(", ", parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static string Words(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');
}
