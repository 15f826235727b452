using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Tradewind.Benchmarks;

/// <summary>A workbook of 5,000 days and 50 columns of two decimals to four, laid out as Excel lays it out: shared texts, styles, deflated.</summary>
internal static class BenchmarkWorkbook
{
    public const int Rows = 5_000;
    public const int Columns = 50;
    public const string FileName = "series.xlsx";

    /// <summary>Writes it into a folder and returns its path.</summary>
    public static string Write(string folder)
    {
        string path = Path.Combine(folder, FileName);
        using ZipArchive zip = new(File.Create(path), ZipArchiveMode.Create);
        Add(zip, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>""");
        Add(zip, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Add(zip, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Timeseries" sheetId="1" r:id="rId1"/></sheets></workbook>""");
        Add(zip, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>""");
        Add(zip, "xl/styles.xml", """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>""");
        Add(zip, "xl/sharedStrings.xml", $"""<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Dates</t></si>{string.Concat(Enumerable.Range(1, Columns).Select(column => $"<si><t>S{column:00}_Index_OAS</t></si>"))}</sst>""");
        Add(zip, "xl/worksheets/sheet1.xml", Sheet());
        return path;
    }

    private static string Sheet()
    {
        Random random = new(20_261);
        string[] letters = [.. Enumerable.Range(0, Columns + 1).Select(column => (column < 26 ? "" : ((char)('A' + column / 26 - 1)).ToString()) + (char)('A' + column % 26))];
        StringBuilder xml = new($"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:{letters[^1]}{Rows + 1}"/><sheetData><row r="1" spans="1:{Columns + 1}">""");
        for (int column = 0; column <= Columns; column++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{letters[column]}1\" t=\"s\"><v>{column}</v></c>");
        }

        xml.Append("</row>");
        double[] levels = [.. Enumerable.Range(0, Columns).Select(column => 1.0 + column)];
        for (int row = 0; row < Rows; row++)
        {
            // Weekdays from Monday 2000-01-03, serial 36528.
            int day = 36528 + row / 5 * 7 + row % 5;
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{row + 2}\" spans=\"1:{Columns + 1}\"><c r=\"A{row + 2}\" s=\"1\"><v>{day}</v></c>");
            for (int column = 0; column < Columns; column++)
            {
                levels[column] = Math.Round(levels[column] * (1 + 0.01 * (random.NextDouble() - 0.5)), 4);
                xml.Append(CultureInfo.InvariantCulture, $"<c r=\"{letters[column + 1]}{row + 2}\"><v>{levels[column]}</v></c>");
            }

            xml.Append("</row>");
        }

        return xml.Append("</sheetData></worksheet>").ToString();
    }

    private static void Add(ZipArchive zip, string path, string xml)
    {
        using StreamWriter writer = new(zip.CreateEntry(path, CompressionLevel.Optimal).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}");
    }
}
