using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// Dates of futures contracts: <c>cmdty, tick.prefix, Last.Trade, First.Notice, First.Delivery, Last.Delivery, Year, Month</c>. Each
/// commodity becomes an instrument <c>ROOT EXPIRY</c>, stamped with last trade days; its fields are dates written as numbers (20250121)
/// and the delivery month as the table labels it (202502).
/// </summary>
internal static class ExpiryTable
{
    private static readonly (string Header, string Field)[] Dates =
        [("First.Notice", "first_notice"), ("First.Delivery", "first_delivery"), ("Last.Delivery", "last_delivery")];

    public static bool Recognises(string[] headers) =>
        ((string[])["tick.prefix", "Last.Trade", "Year", "Month"]).All(wanted => headers.Contains(wanted, StringComparer.OrdinalIgnoreCase));

    public static async Task<LoadedData> LoadAsync(FileText text, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        TextTable table = await TextTable.ReadAsync(text, progress, cancellationToken).ConfigureAwait(false);
        (int prefix, int last, int year, int month) = (table.Ordinal("tick.prefix"), table.Ordinal("Last.Trade"), table.Ordinal("Year"), table.Ordinal("Month"));
        List<(string Root, long Time, double[] Values)> rows = [];
        for (int row = 0; row < table.Count; row++)
        {
            // A row without a last trade day says nothing about expiry.
            if (double.IsNaN(DayNumber(table, row, last)) || table.Date(row, last) is not { } time)
            {
                continue;
            }

            rows.Add((RootOf(table.Cell(row, prefix)), time,
                [table.Number(row, year) * 100 + table.Number(row, month), .. Dates.Select(date => table.Ordinal(date.Header) is >= 0 and var at ? DayNumber(table, row, at) : double.NaN)]));
        }

        table.ThrowIfInvalid();
        SeriesAssembly assembly = new(options);
        string[] fields = ["delivery_month", .. Dates.Select(date => date.Field)];
        foreach (IGrouping<string, (string Root, long Time, double[] Values)> group in rows.GroupBy(row => row.Root, StringComparer.Ordinal))
        {
            CommodityContract? contract = CommodityContracts.Find(group.Key);
            assembly.Add(
                new Instrument($"{group.Key} EXPIRY", AssetClass.Macro)
                {
                    DisplayName = $"{contract?.Name ?? group.Key}: last trade days", Exchange = contract?.Exchange ?? "", Calendar = contract?.Calendar.Id ?? "",
                },
                Timeframe.Month, Availability.Close, [.. group.Select(row => row.Time)],
                [.. fields.Select((field, i) => (field, group.Select(row => row.Values[i]).ToArray()))]);
        }

        return assembly.Finish();
    }

    private static string RootOf(string prefix) => CommodityContracts.FindByVendorRoot(prefix)?.Root ?? prefix;

    private static double DayNumber(TextTable table, int row, int ordinal)
    {
        string cell = table.Cell(row, ordinal);
        return cell.Length == 0 || cell == "NA" ? double.NaN
            : table.Date(row, ordinal) is { } time
            ? double.Parse(UnixTime.ToDate(time).ToString("yyyyMMdd", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : double.NaN;
    }
}
