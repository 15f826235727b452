using System.Globalization;
using System.Text;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources.Csv;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// Vintages of monthly series, one release a line: <c>id, name, release_date, uom, 2021-01-01, 2021-02-01, ...</c> (EIA short-term energy
/// outlook). One release is loaded, the latest up to the date of the load or the one asked for; each id becomes an instrument
/// <c>STEO id</c> with the fields <c>value</c>, <c>forecast</c> (1 for months from the release on) and <c>release_time</c>.
/// </summary>
internal static class ReleaseTable
{
    private const int FewestMonths = 3;

    public static bool Recognises(string[] headers) =>
        headers.Contains("id", StringComparer.OrdinalIgnoreCase)
        && headers.Contains("release_date", StringComparer.OrdinalIgnoreCase)
        && headers.Count(IsMonth) >= FewestMonths;

    public static async Task<LoadedData> LoadAsync(FileText text, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        TextTable table = await TextTable.ReadAsync(text, progress, cancellationToken).ConfigureAwait(false);
        (int id, int name, int unit, int date) = (table.Ordinal("id"), table.Ordinal("name"), table.Ordinal("uom"), table.Ordinal("release_date"));
        long?[] releases = [.. Enumerable.Range(0, table.Count).Select(row => table.Date(row, date))];
        table.ThrowIfInvalid();
        long release = Choose([.. releases.Select(found => found!.Value).Distinct().Order()], options, text.Name);
        int[] months = [.. Enumerable.Range(0, table.Headers.Count).Where(i => IsMonth(table.Headers[i]))];
        long[] times = [.. months.Select(i => TimeOf(table.Headers[i]))];
        SeriesAssembly assembly = new(options);
        foreach (int row in Enumerable.Range(0, table.Count).Where(row => releases[row] == release))
        {
            double[] values = [.. months.Select(month => table.Number(row, month))];
            double[] forecast = [.. times.Select((time, i) => double.IsNaN(values[i]) ? double.NaN : time >= release ? 1.0 : 0.0)];
            double[] released = [.. values.Select(value => double.IsNaN(value) ? double.NaN : release / (double)UnixTime.Second)];
            string label = name < 0 ? table.Cell(row, id) : table.Cell(row, name);
            assembly.Add(
                new Instrument($"STEO {table.Cell(row, id)}", AssetClass.Macro)
                {
                    DisplayName = unit < 0 ? label : $"{label} ({UnitName(table.Cell(row, unit))})", Exchange = "EIA", Calendar = "us_federal",
                },
                Timeframe.Month, Availability.Vintage, times, [("value", values), ("forecast", forecast), (AvailabilityRule.ReleaseField, released)],
                Forecasts(times, forecast, release));
        }

        table.ThrowIfInvalid();
        return assembly.Finish(OtherReleases(releases, release));
    }

    private static long Choose(long[] releases, FileLoadOptions options, string fileName)
    {
        string listed = string.Join(", ", releases.Select(UnixTime.Format));
        if (options.Release is { } wanted)
        {
            return releases.Contains(UnixTime.FromDate(wanted))
                ? UnixTime.FromDate(wanted)
                : throw new InvalidInputException("RELEASE_NOT_FOUND", "release_date", $"{fileName} has no release of {wanted:yyyy-MM-dd}; it has {listed}.");
        }

        long[] published = options.Today is { } today ? [.. releases.Where(release => release <= UnixTime.FromDate(today))] : releases;
        return published.Length > 0
            ? published[^1]
            : throw new InvalidInputException("RELEASE_NOT_FOUND", "release_date", $"{fileName} has no release published yet; it has {listed}. Name one of them to load it anyway.");
    }

    private static IEnumerable<QualityFinding> Forecasts(long[] times, double[] forecast, long release)
    {
        int count = forecast.Count(flag => flag == 1);
        int first = Array.IndexOf(forecast, 1.0);
        if (count > 0)
        {
            yield return new QualityFinding(
                QualityCode.Forecasts, QualitySeverity.Info,
                string.Create(CultureInfo.InvariantCulture, $"{count} values from {UnixTime.Format(times[first])} on are forecasts of the release of {UnixTime.Format(release)}."),
                "Field forecast is 1 there. No forecast is shown before its own date.") { Column = "value", FirstTime = times[first], Count = count };
        }
    }

    private static IEnumerable<QualityFinding> OtherReleases(long?[] releases, long chosen)
    {
        long[] others = [.. releases.Select(release => release!.Value).Where(release => release != chosen).Distinct().Order()];
        if (others.Length > 0)
        {
            yield return new QualityFinding(
                "OTHER_RELEASES", QualitySeverity.Info,
                $"The release of {UnixTime.Format(chosen)} was loaded; the file also holds {string.Join(", ", others.Select(UnixTime.Format))}.",
                "Load the file again with release_date (--release) for another; the newest load of a month holds.") { Count = others.Length };
        }
    }

    private static bool IsMonth(string header) =>
        header.Length >= 7 && char.IsAsciiDigit(header[0]) && header.Contains('-', StringComparison.Ordinal) && DateText.TryRead(Encoding.UTF8.GetBytes(header), null, out _, out _);

    private static long TimeOf(string header) => DateText.TryRead(Encoding.UTF8.GetBytes(header), null, out long time, out _) ? UnixTime.StartOfDay(time) : 0;

    private static string UnitName(string unit) => unit == "mbd" ? "million barrels per day" : unit;
}
