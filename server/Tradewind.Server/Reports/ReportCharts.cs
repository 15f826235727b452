using System.Globalization;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>The charts of a report, each as an element; empty results give empty charts.</summary>
internal static class ReportCharts
{
    private const int RollingWindow = 63;
    private const int LargestBarCount = 400;

    /// <summary>Equity with the initial capital as a level and margin calls as marks.</summary>
    public static string Equity(ReportData data)
    {
        double capital = data.Equity.Length > 0 ? data.Equity[0] : 0;
        SvgChart chart = OverTime("Equity", 300, data, data.Equity, [capital]).VerticalTicks(Money).Dates()
            .Level(capital, "initial capital").Line("line", Times(data), data.Equity);
        int calls = 0;
        foreach ((double time, double equity) in MarginCallTable.Marks(data))
        {
            chart.Triangle("called", time, equity, up: false);
            calls++;
        }

        return chart + (calls == 0 ? "" : "<p class=\"quiet\">▼ margin call (red).</p>");
    }

    /// <summary>Fall from the peak as an area.</summary>
    public static string Drawdown(ReportData data)
    {
        double[] percents = DrawdownAnalysis.Of(data.Times, data.Equity).Percents.ToArray();
        double[] zeros = new double[percents.Length];
        return OverTime("Drawdown in percent", 180, data, percents, [0]).VerticalTicks(Percent).Dates()
            .Band("loss", Times(data), percents, zeros).ToString();
    }

    /// <summary>Sharpe ratio of a moving window; empty text where the curve is shorter than it or never moves.</summary>
    public static string RollingSharpe(ReportData data)
    {
        double[] returns = PerformanceCalculator.Returns(data.Equity);
        if (returns.Length < RollingWindow)
        {
            return "";
        }

        double[] rolling = Domain.Engine.Metrics.RollingSharpe.Of(returns, RollingWindow, data.Backtest.Metrics.PeriodsPerYear);
        if (!rolling.Any(double.IsFinite))
        {
            return "";
        }

        return OverTime($"Rolling Sharpe ratio of {RollingWindow} bars", 180, data, rolling, [0]).VerticalTicks(value => Number(value, "0.#")).Dates()
            .Level(0, "").Line("line", [.. data.Times.Skip(1).Select(time => (double)time)], rolling).ToString();
    }

    /// <summary>How often returns of a size came.</summary>
    public static string Histogram(ReportData data)
    {
        double[] percents = [.. PerformanceCalculator.Returns(data.Equity).Select(change => change * 100)];
        if (percents.All(percent => percent == 0))
        {
            return Nothing("Equity never moved.");
        }

        double widest = Math.Max(1e-6, percents.Max(Math.Abs));
        // An odd number of bins, so that quiet bars stand in a bin of their own around zero.
        int bins = Math.Clamp((int)Math.Sqrt(percents.Length) | 1, 11, 61);
        int[] counts = new int[bins];
        foreach (double percent in percents)
        {
            counts[Math.Min(bins - 1, (int)((percent + widest) / (2 * widest) * bins))]++;
        }

        double width = 2 * widest / bins;
        SvgChart chart = SvgChart.Create("Distribution of returns", 220, (-widest, widest), [0, .. counts.Select(count => (double)count)])
            .VerticalTicks(value => Number(value, "#,0")).HorizontalTicks(Percent);
        for (int bin = 0; bin < bins; bin++)
        {
            double from = -widest + bin * width;
            chart.Bar(from + width / 2 < -width / 4 ? "down" : from + width / 2 > width / 4 ? "up" : "even", from, from + width * 0.92, counts[bin]);
        }

        return chart.ToString();
    }

    /// <summary>Profit of each trade as a bar, and their sum as a line; a word where there are none.</summary>
    public static (string Each, string Sum) Trades(ReportData data)
    {
        if (data.Trades.Count == 0)
        {
            return (Nothing("No closed trades."), "");
        }

        double[] profits = [.. data.Trades.Select(trade => double.Parse(trade.Pnl, CultureInfo.InvariantCulture))];
        double sum = 0;
        double[] sums = [0, .. profits.Select(profit => sum += profit)];
        // Beyond a few hundred, bars are thinner than pixels: the last ones are shown.
        int first = Math.Max(0, profits.Length - LargestBarCount);
        SvgChart each = SvgChart.Create("Profit of each trade", 200, (first, Math.Max(first + 1, profits.Length)), [0, .. profits.Skip(first)])
            .VerticalTicks(Money).HorizontalTicks(Whole);
        for (int i = first; i < profits.Length; i++)
        {
            each.Bar(profits[i] < 0 ? "down" : "up", i + 0.1, i + 0.9, profits[i]);
        }

        SvgChart total = SvgChart.Create("Profit of all trades so far", 200, (0, Math.Max(1, profits.Length)), sums)
            .VerticalTicks(Money).HorizontalTicks(Whole).Level(0, "").Line("line", [.. Enumerable.Range(0, sums.Length).Select(i => (double)i)], sums);
        return (each.ToString(), total.ToString());
    }

    /// <summary>Equity of the drawn paths: 5 to 95 and 25 to 75 percent, and the median.</summary>
    public static string Fan(MonteCarloResult drawn)
    {
        double[] steps = [.. drawn.Fan.Select(step => (double)step.Observation)];
        double[] low = [.. drawn.Fan.Select(step => step.Percentile5)], high = [.. drawn.Fan.Select(step => step.Percentile95)];
        return SvgChart.Create("Monte Carlo equity fan", 280, (0, Math.Max(1, drawn.ObservationCount)), low.Concat(high))
            .VerticalTicks(Money).HorizontalTicks(Whole).Band("fan", steps, low, high)
            .Band("fan", steps, [.. drawn.Fan.Select(step => step.Percentile25)], [.. drawn.Fan.Select(step => step.Percentile75)])
            .Line("line", steps, [.. drawn.Fan.Select(step => step.Median)]).Level(drawn.Fan.Count > 0 ? drawn.Fan[0].Median : 0, "initial capital").ToString();
    }

    private static SvgChart OverTime(string label, double height, ReportData data, double[] values, double[] also) => SvgChart.Create(
        label, height, data.Times.Length > 0 ? (data.Times[0], data.Times[^1]) : (0, 1), values.Concat(also));

    private static double[] Times(ReportData data) => [.. data.Times.Select(time => (double)time)];

    private static string Money(double value) => ReportFigures.Money(value);

    private static string Percent(double value) => Number(value, "0.##") + " %";

    /// <summary>A word in place of a chart.</summary>
    public static string Nothing(string text) => $"<p class=\"quiet\">{text}</p>";

    /// <summary>A price with as many digits as the spread of the prices calls for.</summary>
    public static string Price(double value, double[] prices)
    {
        double spread = prices.Where(double.IsFinite).Max() - prices.Where(double.IsFinite).Min();
        return Number(value, spread >= 50 ? "#,0" : spread >= 0.5 ? "#,0.##" : "#,0.######");
    }

    private static string Whole(double value) => value == Math.Floor(value) ? Number(value, "#,0") : "";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
