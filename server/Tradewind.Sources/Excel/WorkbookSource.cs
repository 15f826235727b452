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

        return WorkbookReader.Read(copy, zip, fileName, options, progress, sheets => Assemble(sheets, fileName, options, cancellationToken), cancellationToken);
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

    private static LoadedData Assemble(WorkbookSheets sheets, string fileName, FileLoadOptions options, CancellationToken cancellationToken)
    {
        SheetGrid sheet = sheets.Series;
        WorkbookTable table = new WorkbookTemplate(sheet, fileName, options).Read();
        Timeframe timeframe = options.Timeframe ?? TimeframeInference.From(table.Times);
        long[] stamps = timeframe >= Timeframe.Day ? [.. table.Times.Select(UnixTime.StartOfDay)] : table.Times;
        int[] order = Order(stamps);
        bool asWritten = order.Length == stamps.Length && IsIdentity(order);
        ReadOnlyMemory<long> times = asWritten ? stamps : order.Select(row => stamps[row]).ToArray();
        ImmutableArray<IGrouping<string, WorkbookColumn>> families = [.. table.Columns.GroupBy(column => column.Header.InstrumentId)];
        ImmutableArray<QualityFinding>.Builder findings = ImmutableArray.CreateBuilder<QualityFinding>();
        AddFileFindings(sheets, table, order.Length, findings);
        WorkbookContents contents = ReadContents(sheets, table, fileName, [.. families.Select(family => family.Key)], findings);
        WorkbookInstruments instruments = new(
            [.. table.Columns.Where(column => column.Header.Field == "OAS").Select(column => column.Header.InstrumentId)], contents.Securities, findings);
        ImmutableArray<InstrumentSeries>.Builder series = ImmutableArray.CreateBuilder<InstrumentSeries>(families.Length);
        ImmutableArray<QualityReport>.Builder quality = ImmutableArray.CreateBuilder<QualityReport>(families.Length);
        foreach (IGrouping<string, WorkbookColumn> family in families)
        {
            cancellationToken.ThrowIfCancellationRequested();
            InstrumentSeries one = new(
                instruments.Describe(family.Key, options.Registry), timeframe, options.Availability ?? Availability.Close, times,
                family.Select(column => KeyValuePair.Create(
                    column.Header.Field, asWritten ? (ReadOnlyMemory<double>)column.Values : order.Select(row => column.Values[row]).ToArray())));
            series.Add(one);
            quality.Add(QualityInspection.Inspect(one, new LoadNotes
            {
                Findings = [.. family.SelectMany(column => ColumnFindings(sheet, column))],
                ErrorValues = family.ToImmutableDictionary(column => column.Header.Field, column => column.ErrorValues, StringComparer.Ordinal),
                Today = options.Today,
                MaxStalenessBusinessDays = options.MaxStalenessBusinessDays,
            }));
        }

        return new LoadedData(series.ToImmutable(), quality.ToImmutable(), findings.ToImmutable()) { Workbook = contents };
    }

    private static WorkbookContents ReadContents(
        WorkbookSheets sheets, WorkbookTable table, string fileName, ImmutableArray<string> ids, ImmutableArray<QualityFinding>.Builder findings)
    {
        // Tickers and headers write the same id with blanks or underscores.
        string? InstrumentOf(string ticker) =>
            ids.FirstOrDefault(id => ColumnName.Prefix(id).Equals(ColumnName.Prefix(ticker), StringComparison.OrdinalIgnoreCase));
        return new WorkbookContents(
            FormulaScan.Of(sheets),
            [.. table.Headers.Select(header => new ColumnSchema(header.Clean, header.InstrumentId, header.Field, header.Kind))],
            sheets.Static is null ? [] : StaticSheet.Read(sheets.Static, findings),
            sheets.Portfolio is null ? [] : new PortfolioSheet(sheets.Portfolio, InstrumentOf, findings).Read(fileName));
    }

    private static bool IsIdentity(int[] order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            if (order[i] != i)
            {
                return false;
            }
        }

        return true;
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

        if (column.NotCalculated > 0)
        {
            yield return new QualityFinding(
                "FORMULA_NOT_CALCULATED", QualitySeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{column.NotCalculated} formulas of {column.Header.Clean} hold no calculated value, first {sheet.Address(column.FirstNotCalculated, column.Ordinal)}; they were read as missing."),
                "Open the workbook with the Bloomberg terminal connected, let it calculate, and save it.")
            {
                Column = column.Header.Field,
                Count = column.NotCalculated,
            };
        }
    }

    private static void AddFileFindings(WorkbookSheets sheets, WorkbookTable table, int rows, ImmutableArray<QualityFinding>.Builder findings)
    {
        SheetGrid sheet = sheets.Series;
        if (sheets.IsFallback)
        {
            findings.Add(new QualityFinding(
                "SHEET_FALLBACK", QualitySeverity.Info, $"The workbook has no sheet 'Timeseries'; its first sheet '{sheet.Name}' was read.",
                "Pass sheet_name if another sheet was meant."));
        }

        if (sheet.Formulas is null)
        {
            findings.Add(new QualityFinding(
                "FORMULAS_NOT_CHECKED", QualitySeverity.Warning, "Error values and formulas without a calculated value look like empty cells in this workbook format; they were read as missing.",
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
    }
}
