using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// One value a line: <c>date, series, value</c> in any order of columns and rows. Each series becomes an instrument with the field
/// <c>value</c>; EIA stocks get the prefix <c>EIA</c>.
/// </summary>
internal static class LongTable
{
    private static readonly string[] SeriesNames = ["series", "symbol", "ticker", "instrument", "variable", "series_id"];

    public static bool Recognises(string[] headers) =>
        headers.Length == 3
        && headers.Count(IsSeries) == 1
        && headers.Count(header => Csv.HeaderNames.DatePreference(header) >= 0) == 1
        && headers.Count(header => header.Equals("value", StringComparison.OrdinalIgnoreCase)) == 1;

    public static async Task<LoadedData> LoadAsync(FileText text, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        TextTable table = await TextTable.ReadAsync(text, progress, cancellationToken).ConfigureAwait(false);
        int date = table.Headers.ToList().FindIndex(header => Csv.HeaderNames.DatePreference(header) >= 0);
        int series = table.Headers.ToList().FindIndex(IsSeries);
        int value = table.Ordinal("value");
        List<(string Series, long Time, double Value)> rows = [];
        for (int row = 0; row < table.Count; row++)
        {
            double number = table.Number(row, value);
            if (table.Date(row, date) is { } time)
            {
                rows.Add((table.Cell(row, series), time, number));
            }
        }

        table.ThrowIfInvalid();
        bool eia = text.Name.StartsWith("eia", StringComparison.OrdinalIgnoreCase);
        SeriesAssembly assembly = new(options);
        foreach (IGrouping<string, (string Series, long Time, double Value)> group in rows.GroupBy(row => row.Series, StringComparer.Ordinal))
        {
            if (group.Key.Length == 0)
            {
                throw new InvalidInputException("CSV_INVALID", $"column {table.Headers[series]}", $"{text.Name} has {group.Count()} rows without the name of a series. Name it, or remove the rows.");
            }

            string id = eia ? $"EIA {group.Key}" : group.Key;
            assembly.Add(
                options.Registry.Find(id)?.Instrument ?? new Instrument(id, options.AssetClass ?? AssetClass.Macro), null, eia ? Availability.EiaWeekly : Availability.Close,
                [.. group.Select(row => row.Time)], [("value", [.. group.Select(row => row.Value)])]);
        }

        return assembly.Finish();
    }

    private static bool IsSeries(string header) => SeriesNames.Contains(header, StringComparer.OrdinalIgnoreCase);
}
