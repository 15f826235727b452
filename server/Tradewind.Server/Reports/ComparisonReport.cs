using System.Globalization;
using System.Net;
using System.Text;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>Several backtests as one page.</summary>
internal static class ComparisonReport
{
    private const int Colors = 8;

    /// <summary>Writes the page, in the order given.</summary>
    /// <param name="entries">Backtests by name, with the points of their equity.</param>
    public static string Write(IReadOnlyList<(BacktestComparison Backtest, long[] Times, double[] Equity)> entries)
    {
        HtmlPage page = new(
            "STRATEGY COMPARISON", $"{entries.Count} backtests", "The highest Sharpe ratio first; each line starts at 0 %.", entries.Any(entry => entry.Backtest.Simulated));
        page.Section("Return since the start (%)", Chart(entries) + Key(entries));
        page.Section("Figures", Table(entries));
        return page.Finish(string.Join(" · ", entries.Select(entry => entry.Backtest.BacktestId)));
    }

    private static string Chart(IReadOnlyList<(BacktestComparison Backtest, long[] Times, double[] Equity)> entries)
    {
        var curves = entries.Select(entry => (Times: entry.Times.Select(time => (double)time).ToArray(), Percents: Rebased(entry.Equity))).ToArray();
        double[] times = [.. curves.SelectMany(curve => curve.Times)];
        SvgChart chart = SvgChart.Create(
                "Return of each backtest since its start in percent", 360, times.Length == 0 ? (0, 1) : (times.Min(), times.Max()),
                curves.SelectMany(curve => curve.Percents).Append(0))
            .VerticalTicks(value => value.ToString("0.###", CultureInfo.InvariantCulture) + " %");
        chart = times.Length == 0 ? chart : chart.Dates();
        chart.Level(0, "");
        for (int i = curves.Length - 1; i >= 0; i--)
        {
            chart.Line(Kind(i), curves[i].Times, curves[i].Percents);
        }

        return chart.ToString();
    }

    private static double[] Rebased(double[] equity) => [.. equity.Select(value => (value / equity[0] - 1) * 100)];

    // Beyond the colours there are, lines are dashed.
    private static string Kind(int index) => FormattableString.Invariant($"s{index % Colors}{(index >= Colors ? " again" : "")}");

    private static string Key(IReadOnlyList<(BacktestComparison Backtest, long[] Times, double[] Equity)> entries)
    {
        StringBuilder key = new("<ul class=\"plain\">");
        for (int i = 0; i < entries.Count; i++)
        {
            key.Append("<li><svg class=\"key\" viewBox=\"0 0 28 10\" role=\"img\" aria-label=\"line\"><path class=\"").Append(Kind(i)).Append("\" d=\"M0 5L28 5\"/></svg>")
                .Append(WebUtility.HtmlEncode(entries[i].Backtest.Name)).Append("</li>");
        }

        return key.Append("</ul>").ToString();
    }

    private static string Table(IReadOnlyList<(BacktestComparison Backtest, long[] Times, double[] Equity)> entries)
    {
        StringBuilder table = new("<div class=\"wide\"><table class=\"months rows\"><thead><tr><th scope=\"col\">Strategy</th>");
        foreach (string title in (string[])["Return", "CAGR", "Volatility", "Sharpe", "Sortino", "Drawdown", "Won", "Trades"])
        {
            table.Append("<th scope=\"col\">").Append(title).Append("</th>");
        }

        table.Append("</tr></thead><tbody>");
        foreach (BacktestComparison entry in entries.Select(entry => entry.Backtest))
        {
            PerformanceMetrics metrics = entry.Metrics ?? new PerformanceMetrics();
            table.Append("<tr><th scope=\"row\">").Append(WebUtility.HtmlEncode(entry.Name)).Append("</th>");
            foreach (string value in (string[])
                [
                    ReportFigures.Percent(metrics.TotalReturnFraction),
                    ReportFigures.Percent(metrics.HasCagrFraction ? metrics.CagrFraction : null),
                    ReportFigures.Percent(metrics.HasAnnualizedVolatilityFraction ? metrics.AnnualizedVolatilityFraction : null),
                    ReportFigures.Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2),
                    ReportFigures.Number(metrics.HasSortinoRatio ? metrics.SortinoRatio : null, 2),
                    ReportFigures.Percent(metrics.MaxDrawdownFraction),
                    ReportFigures.Percent(metrics.HasWinRateFraction ? metrics.WinRateFraction : null),
                    ReportFigures.Number(metrics.TradeCount, 0),
                ])
            {
                table.Append("<td>").Append(value).Append("</td>");
            }

            table.Append("</tr>");
        }

        return table.Append("</tbody></table></div>").ToString();
    }
}
