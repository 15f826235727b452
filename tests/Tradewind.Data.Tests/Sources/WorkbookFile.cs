using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Tradewind.Data.Tests.Sources;

/// <summary>Writes small .xlsx workbooks, cell by cell, so that a test controls types, errors and formulas without a value.</summary>
internal static class WorkbookFile
{
    /// <summary>A cell of Excel's error type.</summary>
    public sealed record Error(string Text);

    /// <summary>A formula, with its calculated value or none.</summary>
    public sealed record Formula(string Text, double? Value);

    public static byte[] Of(params object?[][] rows) => Sheets(("Timeseries", rows));

    public static byte[] Sheets(params (string Name, object?[][] Rows)[] sheets)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create))
        {
            StringBuilder types = new(), names = new(), relations = new();
            for (int i = 1; i <= sheets.Length; i++)
            {
                types.Append(CultureInfo.InvariantCulture, $"""<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>""");
                names.Append(CultureInfo.InvariantCulture, $"""<sheet name="{sheets[i - 1].Name}" sheetId="{i}" r:id="rId{i}"/>""");
                relations.Append(CultureInfo.InvariantCulture, $"""<Relationship Id="rId{i}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{i}.xml"/>""");
                Write(zip, $"xl/worksheets/sheet{i}.xml", Sheet(sheets[i - 1].Rows));
            }

            Write(zip, "[Content_Types].xml", $"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>{types}</Types>""");
            Write(zip, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Write(zip, "xl/workbook.xml", $"""<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{names}</sheets></workbook>""");
            Write(zip, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}<Relationship Id="rIdStyles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>""");
            Write(zip, "xl/styles.xml", """<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>""");
        }

        return bytes.ToArray();
    }

    private static string Sheet(object?[][] rows)
    {
        StringBuilder xml = new("""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
        for (int r = 0; r < rows.Length; r++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
            for (int c = 0; c < rows[r].Length; c++)
            {
                xml.Append(Cell($"{(char)('A' + c)}{r + 1}", rows[r][c]));
            }

            xml.Append("</row>");
        }

        return xml.Append("</sheetData></worksheet>").ToString();
    }

    private static string Cell(string address, object? value) => value switch
    {
        null => "",
        DateOnly date => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{address}\" s=\"1\"><v>{date.ToDateTime(TimeOnly.MinValue).ToOADate()}</v></c>"),
        Error error => $"<c r=\"{address}\" t=\"e\"><v>{error.Text}</v></c>",
        Formula { Value: null } formula => $"<c r=\"{address}\"><f>{SecurityElement.Escape(formula.Text)}</f></c>",
        Formula formula => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{address}\"><f>{SecurityElement.Escape(formula.Text)}</f><v>{formula.Value:R}</v></c>"),
        string text => $"<c r=\"{address}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></is></c>",
        _ => string.Create(CultureInfo.InvariantCulture, $"<c r=\"{address}\"><v>{value}</v></c>"),
    };

    private static void Write(ZipArchive zip, string path, string xml)
    {
        using StreamWriter writer = new(zip.CreateEntry(path, CompressionLevel.NoCompression).Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        writer.Write($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{xml}");
    }
}
