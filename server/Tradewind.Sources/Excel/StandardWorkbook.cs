using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Excel;

/// <summary>
/// Writes the standard workbook that a Bloomberg terminal fills and <see cref="FileSource"/> loads: Timeseries with a BDH formula a
/// column, Static with BDP formulas, Portfolio, Formulas and instructions. The formulas carry no values until a terminal calculates them.
/// </summary>
public static class StandardWorkbook
{
    private const int MostColumns = 2000;

    // Styles by their place in the style sheet below.
    private const uint Plain = 0;
    private const uint Bold = 1;
    private const uint Date = 2;

    private static readonly string[] Instructions =
    [
        "Open this workbook on a machine with the Bloomberg terminal and its Excel add-in, wait until every cell is calculated, and save it.",
        "Timeseries: column A holds the dates of the first formula; every formula asks for weekdays, so that all columns have the same rows.",
        "Columns are named SECURITY_FIELD with blanks as underscores, such as LF98TRUU_Index_OAS. Keep row 1; add columns to the right.",
        "Static: name, asset class and currency of each security. Asset classes: credit_index, credit_bond, equity, index, fx, commodity, rate, macro.",
        "Portfolio: one row a holding with Weight as a fraction (all weights add up to 1) or Quantity; Price and Currency may stay empty.",
        "Formulas: what each column asks for, as text, for checks on a machine without a terminal.",
        "Refresh the workbook at least weekly, keep the last four copies, and load it with: tradewind data load FILE",
    ];

    /// <summary>Writes a workbook.</summary>
    /// <exception cref="InvalidInputException">Securities or fields are missing, repeated, too many or not writable; all violations are listed.</exception>
    public static byte[] Create(WorkbookTemplateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Validate(request);
        using MemoryStream bytes = new();
        using (SpreadsheetDocument document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            WorkbookPart workbook = document.AddWorkbookPart();
            workbook.Workbook = new Workbook(new Sheets());
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            (string Security, string Field)[] columns = [.. request.Securities.SelectMany(security => request.Fields.Select(field => (security, field)))];
            Add(workbook, "Timeseries", Timeseries(columns));
            Add(workbook, "Static", Static(request));
            Add(workbook, "Portfolio", Portfolio(request));
            Add(workbook, "Formulas", [Header("Column_Name", "Bloomberg_Formula"), .. columns.Select((column, i) => new[] { Text(Name(column)), Text($"={History(column, i)}") })]);
            Add(workbook, "Instructions", [Header("Instructions"), [Text("Start date"), Day(request.Start)], .. Instructions.Select(line => new[] { Text(line) })]);
            // Excel calculates everything when it opens the file: there is nothing to show before.
            workbook.Workbook.CalculationProperties = new CalculationProperties { FullCalculationOnLoad = true };
        }

        return bytes.ToArray();
    }

    private static void Validate(WorkbookTemplateRequest request)
    {
        List<FieldViolation> violations = [];
        Check(request.Securities.IsDefault ? [] : [.. request.Securities], "securities", 200, violations);
        Check(request.Fields.IsDefault ? [] : [.. request.Fields], "fields", 50, violations);
        if (violations.Count == 0 && request.Securities.Length * request.Fields.Length > MostColumns)
        {
            violations.Add(new FieldViolation("fields", $"make {request.Securities.Length * request.Fields.Length} columns; a workbook may have {MostColumns}. Write several workbooks."));
        }

        if (request.Start.Year is < 1900 or > 2199)
        {
            violations.Add(new FieldViolation("start", $"must be a date from 1900 to 2199, got {request.Start:yyyy-MM-dd}."));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("WORKBOOK_TEMPLATE_INVALID", violations);
        }
    }

    private static void Check(string[] names, string field, int most, List<FieldViolation> violations)
    {
        if (names.Length == 0 || names.Length > most)
        {
            violations.Add(new FieldViolation(field, $"must be 1 to {most}, got {names.Length}."));
        }

        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names)
        {
            if (string.IsNullOrWhiteSpace(name) || name != name.Trim() || name.Length > 60 || name.Any(char.IsControl))
            {
                violations.Add(new FieldViolation(field, $"must be 1 to 60 printable characters without surrounding blanks, got '{name}'."));
            }
            else if (!seen.Add(ColumnName.Prefix(name)))
            {
                violations.Add(new FieldViolation(field, $"names '{name}' twice, or two that make the same column name."));
            }
        }
    }

    // Dts=S shows the dates left of the first column's values, Dts=H hides them for the others. Days=W with blank fill makes all columns as long.
    private static string History((string Security, string Field) column, int index) =>
        $"BDH({Quoted(column.Security)},{Quoted(column.Field)},Instructions!$B$2,TODAY(),\"Dir=V\",\"Sort=A\",\"Days=W\",\"Fill=B\",\"Dts={(index == 0 ? 'S' : 'H')}\")";

    private static Cell[][] Timeseries((string Security, string Field)[] columns) =>
    [
        Header(["Dates", .. columns.Select(Name)]),
        // The first formula stands in the date column: it writes the dates there and its values beside them.
        [Formula(History(columns[0], 0)), new Cell(), .. columns.Skip(1).Select((column, i) => Formula(History(column, i + 1)))],
    ];

    private static Cell[][] Static(WorkbookTemplateRequest request) =>
    [
        Header("Ticker", "Security_Name", "Asset_Class", "Currency"),
        .. request.Securities.Select((security, i) => new[]
        {
            Text(security), Formula($"BDP($A{i + 2},\"SECURITY_NAME\")"), Formula($"BDP($A{i + 2},\"MARKET_SECTOR_DES\")"), Formula($"BDP($A{i + 2},\"CRNCY\")"),
        }),
    ];

    private static Cell[][] Portfolio(WorkbookTemplateRequest request) =>
    [
        Header("Ticker", "Weight", "Quantity", "Price", "Currency"),
        .. request.Securities.Select((security, i) => new[]
        {
            Text(security), new Cell(), new Cell(), Formula($"BDP($A{i + 2},\"PX_LAST\")"), Formula($"BDP($A{i + 2},\"CRNCY\")"),
        }),
    ];

    private static string Name((string Security, string Field) column) => ColumnName.Of(column.Security, column.Field);

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static Cell[] Header(params string[] names) => [.. names.Select(name => Text(name, Bold))];

    private static Cell Text(string text) => Text(text, Plain);

    private static Cell Text(string text, uint style) => new()
    {
        DataType = CellValues.InlineString, StyleIndex = style, InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }),
    };

    private static Cell Day(DateOnly date) => new() { StyleIndex = Date, CellValue = new CellValue(date.ToDateTime(TimeOnly.MinValue).ToOADate()) };

    private static Cell Formula(string formula) => new() { CellFormula = new CellFormula(formula) };

    private static void Add(WorkbookPart workbook, string name, Cell[][] rows)
    {
        WorksheetPart part = workbook.AddNewPart<WorksheetPart>();
        SheetData data = new();
        for (uint r = 0; r < rows.Length; r++)
        {
            Row row = new() { RowIndex = r + 1 };
            for (int c = 0; c < rows[r].Length; c++)
            {
                Cell cell = rows[r][c];
                cell.CellReference = $"{SheetGrid.Letters(c)}{r + 1}";
                if (cell.HasChildren)
                {
                    row.Append(cell);
                }
            }

            data.Append(row);
        }

        part.Worksheet = new Worksheet(data);
        Sheets sheets = workbook.Workbook.Sheets!;
        sheets.Append(new Sheet { Name = name, SheetId = (uint)sheets.ChildElements.Count + 1, Id = workbook.GetIdOfPart(part) });
    }

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat(), new CellFormat { FontId = 1, ApplyFont = true }, new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
}
