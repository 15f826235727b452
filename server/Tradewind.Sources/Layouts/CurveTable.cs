using System.Globalization;
using System.Text.RegularExpressions;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources.Csv;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// Settlements of futures curves, one column a position: <c>date, CL01, CL02, ..., BRN01, ...</c>. Each column becomes the generic contract
/// of its root (<c>CL1 Comdty</c>, <c>CO1 Comdty</c>) with the field <c>close</c>; roots without a contract keep their name.
/// </summary>
internal static partial class CurveTable
{
    /// <summary>True when all columns but the first are positions, and one at least is of a known commodity.</summary>
    public static bool Recognises(string[] headers) =>
        headers.Length > 2
        && headers.Skip(1).All(header => Position().IsMatch(header))
        && headers.Skip(1).Any(header => CommodityContracts.FindByVendorRoot(Position().Match(header).Groups[1].Value) is not null);

    public static async Task<LoadedData> LoadAsync(FileText text, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ViolationLog violations = new();
        (CsvLayout layout, CsvTable table) = await CsvReader.ReadAsync(text.Content, text.Name, options, violations, progress, cancellationToken).ConfigureAwait(false);
        violations.ThrowIfAny("CSV_INVALID", text.Name);
        long[] times = [.. table.Local.AsSpan(0, table.Count).ToArray().Select(UnixTime.StartOfDay)];
        SeriesAssembly assembly = new(options);
        for (int i = 0; i < layout.Columns.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] values = table.Columns[i][..table.Count];
            if (!Array.TrueForAll(values, double.IsNaN))
            {
                assembly.Add(InstrumentOf(layout.Columns[i].Header), Timeframe.Day, Availability.Close, times, [("close", values)]);
            }
        }

        return assembly.Finish(FileFindings(times));
    }

    private static Instrument InstrumentOf(string header)
    {
        Match match = Position().Match(header);
        int position = int.Parse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        string root = match.Groups[1].Value;
        return CommodityContracts.FindByVendorRoot(root) is { } contract
            ? contract.ToInstrument(TickerGrammar.NthMonth(contract.Root, position), string.Create(CultureInfo.InvariantCulture, $"{contract.Name}, position {position}"))
            : new Instrument(string.Create(CultureInfo.InvariantCulture, $"{root}{position} Comdty"), AssetClass.CommodityFuture);
    }

    private static IEnumerable<QualityFinding> FileFindings(long[] times)
    {
        long[] back = [.. times.Where((time, row) => row > 0 && time < times[row - 1])];
        if (back.Length > 0)
        {
            yield return new QualityFinding(
                QualityCode.UnsortedRows, QualitySeverity.Info,
                string.Create(CultureInfo.InvariantCulture, $"The rows are not in order of time ({back.Length} steps back, the first to {UnixTime.Format(back[0])}); they were sorted."),
                "Nothing to do.") { Count = back.Length, FirstTime = back[0] };
        }

        long[] weekends = [.. times.Where(time => !UnixTime.IsWeekday(time)).Order()];
        if (weekends.Length > 0)
        {
            yield return new QualityFinding(
                QualityCode.WeekendRows, QualitySeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{weekends.Length} rows are of a Saturday or Sunday ({string.Join(", ", weekends.Select(UnixTime.Format))})."),
                "Futures do not settle then; the reports of the instruments say whether one has a value there.") { Count = weekends.Length, FirstTime = weekends[0] };
        }
    }

    [GeneratedRegex("^([A-Z]{1,5})((?:0[1-9]|[1-9][0-9]))$")]
    private static partial Regex Position();
}
