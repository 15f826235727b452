using System.Globalization;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>Entries and exits of trades on the price of their instrument.</summary>
internal static class PriceChart
{
    // More marks than this lie on top of each other.
    private const int LargestTradeCount = 150;
    private const int LargestNamedRollCount = 6;

    /// <summary>The chart with its key; text where there is no price to draw.</summary>
    public static string Write(ReportData data, ReportPrices prices)
    {
        if (!prices.Closes.Any(double.IsFinite))
        {
            return ReportCharts.Nothing("No prices in the interval.");
        }

        Trade[] all = [.. data.Trades.Where(trade => trade.InstrumentId == prices.Instrument)];
        int step = (all.Length + LargestTradeCount - 1) / LargestTradeCount;
        Trade[] drawn = [.. all.Where((_, i) => i % Math.Max(1, step) == 0)];
        double[] times = [.. prices.Times.Select(time => (double)time)];
        (double Low, double High) span = (times[0], times[^1]);
        SvgChart chart = SvgChart.Create(
                $"Price of {prices.Instrument} with trades", 340, span,
                prices.Closes.Concat(drawn.SelectMany(trade => (double[])[Number(trade.EntryPrice), Number(trade.ExitPrice)])))
            .VerticalTicks(value => ReportCharts.Price(value, prices.Closes)).Dates().Line("price", times, prices.Closes);
        RolledContract[] rolls = [.. data.Backtest.Rolls.Where(roll => roll.InstrumentId == prices.Instrument && Time(roll.Time) >= span.Low && Time(roll.Time) <= span.High)];
        foreach (RolledContract roll in rolls)
        {
            // Names of many contracts would lie on top of each other.
            chart.Upright("roll", Time(roll.Time), rolls.Length <= LargestNamedRollCount ? roll.ToContract : "");
        }

        foreach (Trade trade in drawn)
        {
            string result = Number(trade.Pnl) < 0 ? "lost" : "won";
            bool bought = trade.Side == Side.Buy;
            (double entered, double left) = (Time(trade.EntryTime), Time(trade.ExitTime));
            chart.Segment($"held {result}", entered, Number(trade.EntryPrice), left, Number(trade.ExitPrice))
                .Triangle(bought ? "entry" : "entry short", entered, Number(trade.EntryPrice), up: bought)
                .Square(result, left, Number(trade.ExitPrice));
        }

        string count = all.Length == drawn.Length
            ? $"{all.Length:N0} trades."
            : string.Create(CultureInfo.InvariantCulture, $"{drawn.Length:N0} of {all.Length:N0} trades are marked, one in {step}, so that marks can be told apart.");
        return $"{chart}<p class=\"quiet\">▲ long entry (blue), ▼ short entry (ochre), ■ exit: green with a profit, red with a loss. {count}{(rolls.Length == 0 ? "" : " ┊ contract roll.")}</p>";
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static double Time(Google.Protobuf.WellKnownTypes.Timestamp time) => ProtoTime.ToNanoseconds(time, "time");
}
