using System.IO.Compression;
using System.Xml;

namespace Tradewind.Sources.Excel;

/// <summary>
/// Finds what the value reader shows as empty cells of an .xlsx sheet though they are not: cells of Excel's error type, and formulas
/// without a calculated value (a workbook written by a program, or saved before Bloomberg answered, has many). Either would be a silent gap.
/// </summary>
/// <param name="Errors">Error text by cell address (<c>C5</c>).</param>
/// <param name="NotCalculated">Addresses of formulas without a value, in the order of the sheet.</param>
internal sealed record SheetScan(IReadOnlyDictionary<string, string> Errors, IReadOnlyList<string> NotCalculated)
{
    private const string Spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Scans a sheet.</summary>
    /// <returns>Null where the parts of the workbook are not laid out as expected.</returns>
    public static SheetScan? Of(MemoryStream workbook, string sheetName)
    {
        workbook.Position = 0;
        using ZipArchive archive = new(workbook, ZipArchiveMode.Read, leaveOpen: true);
        return PathOf(archive, sheetName) is { } path && archive.GetEntry(path) is { } sheet ? Scan(sheet) : null;
    }

    private static string? PathOf(ZipArchive archive, string sheetName)
    {
        if (archive.GetEntry("xl/workbook.xml") is not { } workbook || archive.GetEntry("xl/_rels/workbook.xml.rels") is not { } relations)
        {
            return null;
        }

        string? id = null;
        using (XmlReader reader = XmlReader.Create(workbook.Open(), Settings))
        {
            while (id is null && reader.ReadToFollowing("sheet", Spreadsheet))
            {
                id = reader.GetAttribute("name") == sheetName ? reader.GetAttribute("id", Relations) : null;
            }
        }

        using XmlReader relation = XmlReader.Create(relations.Open(), Settings);
        while (id is not null && relation.ReadToFollowing("Relationship"))
        {
            if (relation.GetAttribute("Id") == id)
            {
                string target = relation.GetAttribute("Target") ?? "";
                return target.StartsWith('/') ? target[1..] : $"xl/{target}";
            }
        }

        return null;
    }

    private static SheetScan Scan(ZipArchiveEntry sheet)
    {
        Dictionary<string, string> errors = new(StringComparer.Ordinal);
        List<string> notCalculated = [];
        using XmlReader reader = XmlReader.Create(sheet.Open(), Settings);
        (string address, bool isError, bool formula, bool value, bool inValue) = ("", false, false, false, false);
        while (reader.Read())
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "c"):
                    (address, isError, formula, value) = (reader.GetAttribute("r") ?? "", reader.GetAttribute("t") == "e", false, false);
                    break;
                case (XmlNodeType.Element, "f"):
                    formula = true;
                    break;
                case (XmlNodeType.Element, "v" or "is"):
                    value = inValue = !reader.IsEmptyElement;
                    break;
                case (XmlNodeType.Text, _) when inValue && isError:
                    errors[address] = reader.Value;
                    break;
                case (XmlNodeType.EndElement, "v" or "is"):
                    inValue = false;
                    break;
                case (XmlNodeType.EndElement, "c") when formula && !value:
                    notCalculated.Add(address);
                    break;
            }
        }

        return new SheetScan(errors, notCalculated);
    }
}
