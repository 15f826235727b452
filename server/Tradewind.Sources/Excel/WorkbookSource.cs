using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Excel;

/// <summary>Loads a Bloomberg Excel export: one instrument a family of columns, data specification, section 5.</summary>
internal static class WorkbookSource
{
    // A small file can unpack to fill the memory; real exports stay far below.
    private const long MaxUnpacked = 2L << 30;

    /// <summary>True for content that starts like an .xlsx (zip) or .xls (compound file) workbook.</summary>
    public static bool HasMagic(PrefixedStream content) =>
        content.StartsWith("PK\x03\x04"u8) || content.StartsWith([0xD0, 0xCF, 0x11, 0xE0]);

    /// <summary>Loads a workbook whole or not at all.</summary>
    /// <exception cref="InvalidInputException">It is no workbook, or breaks the template; violations name cells.</exception>
    public static async Task<LoadedData> LoadAsync(
        PrefixedStream content, string fileName, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        using MemoryStream copy = new();
        await content.CopyToAsync(copy, cancellationToken).ConfigureAwait(false);
        bool zip = content.StartsWith("PK\x03\x04"u8);
        if (!HasMagic(content))
        {
            throw WorkbookReader.NotAWorkbook(fileName, cause: null);
        }

        if (zip)
        {
            RejectOversized(copy, fileName);
        }

        SheetGrid sheet = WorkbookReader.Read(copy, zip, fileName, options, progress, cancellationToken);
        WorkbookTable table = new WorkbookTemplate(sheet, fileName, options).Read();
        return Assemble(sheet, table, options, cancellationToken);
    }

    private static void RejectOversized(MemoryStream workbook, string fileName)
    {
        long size;
        try
        {
            workbook.Position = 0;
            using ZipArchive archive = new(workbook, ZipArchiveMode.Read, leaveOpen: true);
            size = archive.Entries.Sum(entry => entry.Length);
        }
        catch (InvalidDataException error)
        {
            throw WorkbookReader.NotAWorkbook(fileName, error);
        }

        if (size > MaxUnpacked)
        {
            throw new InvalidInputException("WORKBOOK_TOO_LARGE", "file", $"{fileName} unpacks to {size} bytes, more than {MaxUnpacked}. Split it, or export CSV.");
        }
    }

    private static LoadedData Assemble(SheetGrid sheet, WorkbookTable table, FileLoadOptions options, CancellationToken cancellationToken)
    {
        Timeframe timeframe = options.Timeframe ?? TimeframeInference.From(table.Times.Length, row => table.Times[row]);
        long[] stamps = timeframe >= Timeframe.Day ? [.. table.Times.Select(UnixTime.StartOfDay)] : table.Times;
        int[] order = Order(stamps);
        ReadOnlyMemory<long> times = order.Select(row => stamps[row]).ToArray();
        ImmutableArray<IGrouping<string, WorkbookColumn>> families = [.. table.Columns.GroupBy(column => column.Header.InstrumentId)];
        HashSet<string> credit = [.. table.Columns.Where(column => column.Header.Field == "OAS").Select(column => column.Header.InstrumentId)];
        ImmutableArray<InstrumentSeries>.Builder series = ImmutableArray.CreateBuilder<InstrumentSeries>(families.Length);
        ImmutableArray<QualityReport>.Builder quality = ImmutableArray.CreateBuilder<QualityReport>(families.Length);
        foreach (IGrouping<string, WorkbookColumn> family in families)
        {
            cancellationToken.ThrowIfCancellationRequested();
            InstrumentSeries one = new(
                options.Registry.Describe(WorkbookInstruments.Describe(family.Key, credit)), timeframe, options.Availability ?? Availability.Close, times,
                family.Select(column => KeyValuePair.Create(
                    column.Header.Field, (ReadOnlyMemory<double>)order.Select(row => column.Values[row]).ToArray())));
            series.Add(one);
            quality.Add(QualityInspection.Inspect(one, new LoadNotes
            {
                Findings = [.. family.SelectMany(column => ColumnFindings(sheet, column))],
                ErrorValues = family.ToImmutableDictionary(column => column.Header.Field, column => column.ErrorValues, StringComparer.Ordinal),
                Today = options.Today,
                MaxStalenessBusinessDays = options.MaxStalenessBusinessDays,
            }));
        }

        return new LoadedData(series.ToImmutable(), quality.ToImmutable(), FileFindings(sheet, table, order.Length));
    }

    // Rows by time, the first of equal times only.
    private static int[] Order(long[] times)
    {
        int[] sorted = [.. Enumerable.Range(0, times.Length).OrderBy(row => times[row])];
        return [.. sorted.Where((row, i) => i == 0 || times[row] != times[sorted[i - 1]])];
    }

    private static IEnumerable<QualityFinding> ColumnFindings(SheetGrid sheet, WorkbookColumn column)
    {
        if (column.Header.HadBlanks)
        {
            yield return new QualityFinding(
                "HEADER_BLANK", QualitySeverity.Warning,
                $"The header '{column.Header.AsWritten}' ({sheet.Address(-1, column.Ordinal)}) holds blanks that do not belong; it was read as '{column.Header.Clean}'.",
                "Correct the header in the template.") { Column = column.Header.Field };
        }

        string letters = SheetGrid.Letters(column.Ordinal);
        List<string> cells = [.. (sheet.Scan?.NotCalculated ?? []).Where(address => address.TrimEnd("0123456789".ToCharArray()) == letters)];
        if (cells.Count > 0)
        {
            yield return new QualityFinding(
                "FORMULA_NOT_CALCULATED", QualitySeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{cells.Count} formulas of {column.Header.Clean} hold no calculated value, first {sheet.Name}!{cells[0]}; they were read as missing."),
                "Open the workbook with the Bloomberg terminal connected, let it calculate, and save it.")
            {
                Column = column.Header.Field,
                Count = cells.Count,
            };
        }
    }

    private static ImmutableArray<QualityFinding> FileFindings(SheetGrid sheet, WorkbookTable table, int rows)
    {
        ImmutableArray<QualityFinding>.Builder findings = ImmutableArray.CreateBuilder<QualityFinding>();
        if (sheet.IsFallback)
        {
            findings.Add(new QualityFinding(
                "SHEET_FALLBACK", QualitySeverity.Info, $"The workbook has no sheet 'Timeseries'; its first sheet '{sheet.Name}' was read.",
                "Pass sheet_name if another sheet was meant."));
        }

        if (sheet.Scan is null)
        {
            findings.Add(new QualityFinding(
                "FORMULAS_NOT_CHECKED", QualitySeverity.Info, "Error values and formulas without a calculated value look like empty cells in this workbook format; they were read as missing.",
                "Save the workbook as .xlsx."));
        }

        int removed = table.DroppedDates + table.Times.Length - rows;
        if (removed > 0)
        {
            findings.Add(new QualityFinding(
                "DROPPED_ROWS", QualitySeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{removed} rows were removed: {table.DroppedDates} without a readable date, {removed - table.DroppedDates} with a repeated date."),
                "Correct the workbook and load it again.") { Count = removed });
        }

        return findings.ToImmutable();
    }
}
