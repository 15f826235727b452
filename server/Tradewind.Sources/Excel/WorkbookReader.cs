using System.Globalization;
using System.Text;
using ExcelDataReader;
using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Excel;

/// <summary>Reads the cells of the time series sheet.</summary>
internal static class WorkbookReader
{
    private const string PreferredSheet = "Timeseries";

    // ExcelDataReader asks for code page 1252, which .NET only knows after this.
    static WorkbookReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads the sheet named in the options, else Timeseries, else the first.</summary>
    /// <exception cref="InvalidInputException">The bytes are no workbook, or the sheet is not there.</exception>
    public static SheetGrid Read(
        MemoryStream content, bool isZip, string fileName, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            // The scan below needs a position of its own while the reader is open.
            using MemoryStream view = new(content.GetBuffer(), 0, (int)content.Length, writable: false);
            using IExcelDataReader reader = ExcelReaderFactory.CreateReader(view);
            List<string> names = SheetNames(reader);
            bool isFallback = options.SheetName is null && !names.Contains(PreferredSheet, StringComparer.OrdinalIgnoreCase);
            int index = isFallback ? 0 : names.FindIndex(name => name.Equals(options.SheetName ?? PreferredSheet, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                throw new InvalidInputException(
                    "WORKBOOK_NO_SHEET", "sheet_name", $"{fileName} has no sheet '{options.SheetName}'. It has {string.Join(", ", names)}.");
            }

            reader.Reset();
            for (int i = 0; i < index; i++)
            {
                reader.NextResult();
            }

            SheetScan? scan = isZip ? SheetScan.Of(content, reader.Name) : null;
            return ReadSheet(reader, scan, isFallback, content.Length, progress, cancellationToken);
        }
        catch (Exception error) when (error is not (InvalidInputException or OperationCanceledException or OutOfMemoryException))
        {
            // Damaged input makes the reader throw almost anything; all of it means the same to the user.
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

    private static List<string> SheetNames(IExcelDataReader reader)
    {
        List<string> names = [];
        do
        {
            names.Add(reader.Name);
        }
        while (reader.NextResult());

        return names;
    }

    private static SheetGrid ReadSheet(
        IExcelDataReader reader, SheetScan? scan, bool isFallback, long bytes, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        string[] header = [];
        List<object?[]> rows = [];
        int number = 0;
        while (reader.Read())
        {
            number++;
            cancellationToken.ThrowIfCancellationRequested();
            object?[] cells = new object?[reader.FieldCount];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = scan?.Errors.GetValueOrDefault($"{SheetGrid.Letters(i)}{number}") is { } error ? new CellErrorValue(error) : reader.GetValue(i);
            }

            if (number == 1)
            {
                header = [.. cells.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "")];
                continue;
            }

            rows.Add(cells);
            if (rows.Count % 1000 == 0)
            {
                progress?.Report(new LoadProgress(rows.Count, bytes, reader.RowCount > 0 ? Math.Min(1, (double)rows.Count / reader.RowCount) : null));
            }
        }

        progress?.Report(new LoadProgress(rows.Count, bytes, 1));
        return new SheetGrid(reader.Name, header, rows, scan, isFallback);
    }
}
