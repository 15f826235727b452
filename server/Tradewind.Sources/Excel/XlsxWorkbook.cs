using System.IO.Compression;
using System.Xml;

namespace Tradewind.Sources.Excel;

/// <summary>
/// An .xlsx workbook read as a stream of XML, sheet by sheet, without a tree in memory (ECMA-376, SpreadsheetML). It shows what value
/// readers hide: cells of Excel's error type, formulas, and formulas without a calculated value.
/// </summary>
internal sealed class XlsxWorkbook : IDisposable
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string StrictRelations = "http://purl.oclc.org/ooxml/officeDocument/relationships";

    internal static readonly XmlReaderSettings XmlSettings =
        new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    private readonly ZipArchive _archive;
    private readonly List<(string Name, string Path)> _sheets = [];
    private readonly bool _since1904;
    private string _sharedStrings = "xl/sharedStrings.xml";
    private string _styles = "xl/styles.xml";
    private XlsxCellTables? _tables;

    /// <summary>Opens a workbook; the stream must stay as it is until disposal.</summary>
    /// <exception cref="InvalidDataException">The parts of a workbook are missing.</exception>
    public XlsxWorkbook(Stream content)
    {
        _archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        Dictionary<string, string> targets = ReadTargets();
        using XmlReader reader = Open("xl/workbook.xml") ?? throw new InvalidDataException("The workbook has no part xl/workbook.xml.");
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (reader.LocalName == "workbookPr")
            {
                _since1904 = reader.GetAttribute("date1904") is "1" or "true";
            }
            else if (reader.LocalName == "sheet" && reader.GetAttribute("name") is { } name
                && (reader.GetAttribute("id", Relations) ?? reader.GetAttribute("id", StrictRelations)) is { } id && targets.TryGetValue(id, out string? path))
            {
                _sheets.Add((name, path));
            }
        }

        if (_sheets.Count == 0)
        {
            throw new InvalidDataException("The workbook names no sheet.");
        }
    }

    /// <summary>Names of the sheets in order.</summary>
    public IReadOnlyList<string> SheetNames => [.. _sheets.Select(sheet => sheet.Name)];

    /// <summary>Reads a sheet.</summary>
    /// <param name="index">Place among <see cref="SheetNames"/>.</param>
    /// <param name="formulaRows">Rows from the top whose formulas are kept as text.</param>
    /// <param name="rowRead">Told after each row how many were read and which share of them that is.</param>
    public SheetGrid Read(int index, int formulaRows, Action<int, double?>? rowRead = null)
    {
        (string name, string path) = _sheets[index];
        _tables ??= XlsxCellTables.Read(Open(_sharedStrings), Open(_styles), _since1904);
        using XmlReader reader = Open(path) ?? throw new InvalidDataException($"The workbook has no part {path}.");
        return new XlsxSheetReader(reader, _tables, formulaRows, rowRead).Read(name);
    }

    public void Dispose() => _archive.Dispose();

    private Dictionary<string, string> ReadTargets()
    {
        Dictionary<string, string> targets = new(StringComparer.Ordinal);
        using XmlReader reader = Open("xl/_rels/workbook.xml.rels") ?? throw new InvalidDataException("The workbook has no part xl/_rels/workbook.xml.rels.");
        while (reader.ReadToFollowing("Relationship"))
        {
            if (reader.GetAttribute("Id") is { } id && reader.GetAttribute("Target") is { } target)
            {
                string path = targets[id] = target.StartsWith('/') ? target[1..] : $"xl/{target}";
                string type = reader.GetAttribute("Type") ?? "";
                _sharedStrings = type.EndsWith("/sharedStrings", StringComparison.Ordinal) ? path : _sharedStrings;
                _styles = type.EndsWith("/styles", StringComparison.Ordinal) ? path : _styles;
            }
        }

        return targets;
    }

    private XmlReader? Open(string path) => _archive.GetEntry(path) is { } entry ? XmlReader.Create(new BufferedStream(entry.Open(), 1 << 16), XmlSettings) : null;
}
