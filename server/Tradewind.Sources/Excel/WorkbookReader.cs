using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Excel;

/// <summary>Picks and reads the sheets of a workbook; their names are compared ignoring case.</summary>
internal static class WorkbookReader
{
    private const string SeriesName = "Timeseries";
    private const int ReportEvery = 1000;

    // BDH and BDP stand in the first rows; thousands of formulas below them are calculations on their values.
    private const int SeriesFormulaRows = 2;

    /// <summary>Reads the time series (the sheet named in the options, else Timeseries, else the first) and hands all sheets to the work.</summary>
    /// <exception cref="InvalidInputException">The bytes are no workbook, or the sheet is not there.</exception>
    public static T Read<T>(
        MemoryStream content, bool isZip, string fileName, FileLoadOptions options, IProgress<LoadProgress>? progress, Func<WorkbookSheets, T> work,
        CancellationToken cancellationToken)
    {
        void Tell(int rows, double? share)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (rows % ReportEvery == 0)
            {
                progress?.Report(new LoadProgress(rows, content.Length, share));
            }
        }

        content.Position = 0;
        List<SheetGrid>? old = isZip ? null : Guard(fileName, () => XlsReader.Read(content, Tell));
        using XlsxWorkbook? workbook = isZip ? Guard(fileName, () => new XlsxWorkbook(content)) : null;
        SheetGrid Sheet(int index, bool isSeries) =>
            old?[index] ?? Guard(fileName, () => workbook!.Read(index, isSeries ? SeriesFormulaRows : int.MaxValue, Tell));
        WorkbookSheets sheets = Pick(old?.ConvertAll(sheet => sheet.Name) ?? workbook!.SheetNames, Sheet, fileName, options);
        progress?.Report(new LoadProgress(sheets.Series.Rows.Count, content.Length, 1));
        return work(sheets);
    }

    private static T Guard<T>(string fileName, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            // Damaged input makes the readers throw almost anything; all of it means the same to the user.
            throw NotAWorkbook(fileName, error);
        }
    }

    public static InvalidInputException NotAWorkbook(string fileName, Exception? cause) => new(
        "WORKBOOK_INVALID", $"{fileName} is not a readable Excel workbook.",
        [
            new FieldViolation(
                "file",
                "Expected an .xlsx workbook; the content is something else, damaged, cut off or protected by a password. "
                + "Open it in Excel and save it as .xlsx without a password, or export the sheet as CSV and give it a .csv name."),
        ],
        cause);

    private static WorkbookSheets Pick(IReadOnlyList<string> names, Func<int, bool, SheetGrid> read, string fileName, FileLoadOptions options)
    {
        int Index(string name) => names.ToList().FindIndex(known => known.Trim().Equals(name, StringComparison.OrdinalIgnoreCase));
        int series = Index(options.SheetName ?? SeriesName);
        if (series < 0 && options.SheetName is not null)
        {
            throw new InvalidInputException(
                "WORKBOOK_NO_SHEET", "sheet_name", $"{fileName} has no sheet '{options.SheetName}'. It has {string.Join(", ", names)}.");
        }

        bool isFallback = series < 0;
        series = Math.Max(series, 0);
        Dictionary<int, SheetGrid> held = new() { [series] = read(series, true) };
        SheetGrid? Sheet(string name)
        {
            int index = Index(name);
            return index < 0 ? null : held.TryGetValue(index, out SheetGrid? sheet) ? sheet : held[index] = read(index, false);
        }

        SheetGrid? Beside(string name) => Index(name) == series ? null : Sheet(name);
        return new WorkbookSheets(held[series], isFallback, Beside("Static") ?? Beside("Security Metadata"), Beside("Portfolio"), Beside("Formulas"), Sheet);
    }
}
