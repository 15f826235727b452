using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;

namespace Tradewind.Server.Reports;

/// <summary>Contract changes of generic instruments.</summary>
internal static class RollTable
{
    private const int LargestCount = 100;

    /// <summary>The table; empty without rolls.</summary>
    public static string Write(ReportData data)
    {
        if (data.Backtest.Rolls.Count == 0)
        {
            return "";
        }

        string table = RowTable.Write(
            ["Rolled", "Instrument", "From", "To", "Price left", "Price entered", "Gap", "Position", "Cost"],
            data.Backtest.Rolls.Take(LargestCount).Select(roll => (string[])
                [
                    UnixTime.Format(ProtoTime.ToNanoseconds(roll.Time, "time")), roll.InstrumentId, roll.FromContract, roll.ToContract, roll.FromPrice, roll.ToPrice,
                    (Number(roll.ToPrice) - Number(roll.FromPrice)).ToString("+0.####;-0.####;0", CultureInfo.InvariantCulture),
                    Number(roll.Quantity) == 0 ? "none" : roll.Quantity, Number(roll.Cost).ToString("0.##", CultureInfo.InvariantCulture),
                ]));
        return data.Backtest.Rolls.Count <= LargestCount
            ? table
            : table + string.Create(CultureInfo.InvariantCulture, $"<p class=\"quiet\">The first {LargestCount} of {data.Backtest.Rolls.Count:N0}.</p>");
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
