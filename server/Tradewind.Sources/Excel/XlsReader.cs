using System.Text;
using ExcelDataReader;

namespace Tradewind.Sources.Excel;

/// <summary>Reads sheets of the old binary format (.xls). It shows neither error cells nor formulas: both read as empty cells.</summary>
internal static class XlsReader
{
    // ExcelDataReader asks for code page 1252, which .NET only knows after this.
    static XlsReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads every sheet.</summary>
    public static List<SheetGrid> Read(Stream content, Action<int, double?>? rowRead)
    {
        using IExcelDataReader reader = ExcelReaderFactory.CreateReader(content, new ExcelReaderConfiguration { LeaveOpen = true });
        List<SheetGrid> sheets = [];
        do
        {
            sheets.Add(ReadSheet(reader, rowRead));
        }
        while (reader.NextResult());

        return sheets;
    }

    private static SheetGrid ReadSheet(IExcelDataReader reader, Action<int, double?>? rowRead)
    {
        SheetCell[]? header = null;
        List<SheetCell[]> rows = [];
        while (reader.Read())
        {
            SheetCell[] cells = new SheetCell[reader.FieldCount];
            for (int i = 0; i < cells.Length; i++)
            {
                cells[i] = Cell(reader.GetValue(i));
            }

            if (header is null)
            {
                header = cells;
                continue;
            }

            rows.Add(cells);
            rowRead?.Invoke(rows.Count, reader.RowCount > 0 ? Math.Min(1, (double)rows.Count / reader.RowCount) : null);
        }

        header ??= [];
        return new SheetGrid(reader.Name, [.. header.Select(cell => cell.AsText())], rows, Formulas: null) { HeaderCells = header };
    }

    private static SheetCell Cell(object? value) => value switch
    {
        null => default,
        double number => new SheetCell(CellKind.Number, number, null, IsFormula: false),
        int number => new SheetCell(CellKind.Number, number, null, IsFormula: false),
        DateTime date => new SheetCell(CellKind.Date, date.ToOADate(), null, IsFormula: false),
        bool flag => new SheetCell(CellKind.Boolean, flag ? 1 : 0, null, IsFormula: false),
        _ => new SheetCell(CellKind.Text, 0, value.ToString(), IsFormula: false),
    };
}
