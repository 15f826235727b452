using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>Margin calls with what the account was worth then and what was closed.</summary>
internal static class MarginCallTable
{
    private const int LargestCount = 50;

    /// <summary>The table; empty without margin calls.</summary>
    public static string Write(ReportData data)
    {
        if (data.Backtest.MarginCalls.Count == 0)
        {
            return "";
        }

        string table = RowTable.Write(
            ["Called", "Equity", "Below the peak", "Closed at the next open"],
            data.Backtest.MarginCalls.Take(LargestCount).Select(call => Row(data, ProtoTime.ToNanoseconds(call, "time"))));
        return data.Backtest.MarginCalls.Count <= LargestCount
            ? table
            : table + string.Create(CultureInfo.InvariantCulture, $"<p class=\"quiet\">The first {LargestCount} of {data.Backtest.MarginCalls.Count:N0}.</p>");
    }

    /// <summary>Equity at each call that has a point.</summary>
    public static IEnumerable<(double Time, double Equity)> Marks(ReportData data) => data.Backtest.MarginCalls
        .Select(call => ProtoTime.ToNanoseconds(call, "time"))
        .Select(time => (Time: (double)time, Point: Array.BinarySearch(data.Times, time)))
        .Where(mark => mark.Point >= 0)
        .Select(mark => (mark.Time, data.Equity[mark.Point]));

    private static string[] Row(ReportData data, long time)
    {
        int point = Array.BinarySearch(data.Times, time);
        double equity = point < 0 ? double.NaN : data.Equity[point];
        double peak = point < 0 ? double.NaN : data.Equity.Take(point + 1).Max();
        string[] closed = [.. data.Liquidations.Where(order => ProtoTime.ToNanoseconds(order.CreateTime, "time") == time).Select(Words)];
        return
        [
            UnixTime.Format(time), double.IsNaN(equity) ? "-" : ReportFigures.Money(equity), ReportFigures.Percent(equity / peak - 1),
            closed.Length == 0 ? "nothing more" : string.Join(", ", closed),
        ];
    }

    private static string Words(Order order) =>
        $"{(order.Side == Side.Sell ? "sold" : "bought")} {order.FilledQuantity} {order.InstrumentId}"
        + (order.AverageFillPrice.Length == 0 ? "" : $" at {order.AverageFillPrice}");
}
