using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Tradewind.Data.Tests.Sources;

/// <summary>Does with a standard workbook what a terminal does: puts values beside the formulas of the first sheet.</summary>
internal static class Filled
{
    private const double FirstDay = 45365;

    public static byte[] ByTerminal(byte[] workbook)
    {
        using MemoryStream stream = new();
        stream.Write(workbook);
        using (SpreadsheetDocument document = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            WorkbookPart part = document.WorkbookPart!;
            Sheet first = part.Workbook.Descendants<Sheet>().First();
            SheetData data = ((WorksheetPart)part.GetPartById(first.Id!)).Worksheet.GetFirstChild<SheetData>()!;
            int columns = data.Elements<Row>().First().Elements<Cell>().Count();
            Row formulas = data.Elements<Row>().Last();
            foreach (Cell cell in formulas.Elements<Cell>())
            {
                cell.CellValue = new CellValue(cell.CellReference == "A2" ? FirstDay : 1.5);
            }

            formulas.InsertAfter(new Cell { CellReference = "B2", CellValue = new CellValue(1.5) }, formulas.GetFirstChild<Cell>());
            Row more = new() { RowIndex = 3 };
            for (int c = 0; c < columns; c++)
            {
                more.Append(new Cell { CellReference = $"{(char)('A' + c)}3", CellValue = new CellValue(c == 0 ? FirstDay + 1 : 2.5 + c) });
            }

            data.Append(more);
        }

        return stream.ToArray();
    }
}
