using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Tradewind.Sources.Excel;

/// <summary>What cells of an .xlsx workbook refer to by number: texts, and styles that make a number a date.</summary>
internal sealed partial class XlsxCellTables
{
    // Days from 1899-12-30, Excel's usual day 0, to 1904-01-01.
    private const double Days1904 = 1462;

    private readonly List<string> _texts = [];
    private readonly List<bool> _dates = [];

    private XlsxCellTables(double dayOffset) => DayOffset = dayOffset;

    /// <summary>Added to serial dates so that day 0 is 1899-12-30.</summary>
    public double DayOffset { get; }

    /// <summary>Reads both tables and closes their parts; a workbook may lack either.</summary>
    public static XlsxCellTables Read(XmlReader? sharedStrings, XmlReader? styles, bool since1904)
    {
        XlsxCellTables tables = new(since1904 ? Days1904 : 0);
        using (sharedStrings)
        {
            tables.ReadTexts(sharedStrings);
        }

        using (styles)
        {
            tables.ReadStyles(styles);
        }

        return tables;
    }

    /// <summary>A shared text.</summary>
    /// <exception cref="InvalidDataException">There is none of that number.</exception>
    public string Text(int index) => index >= 0 && index < _texts.Count
        ? _texts[index]
        : throw new InvalidDataException($"A cell refers to shared text {index}; the workbook has {_texts.Count}.");

    /// <summary>True when numbers of a style are dates.</summary>
    public bool IsDate(int style) => style >= 0 && style < _dates.Count && _dates[style];

    private void ReadTexts(XmlReader? reader)
    {
        StringBuilder text = new();
        bool phonetic = false;
        while (reader?.Read() == true)
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "si"):
                    text.Clear();
                    if (reader.IsEmptyElement)
                    {
                        _texts.Add("");
                    }

                    break;
                case (XmlNodeType.Element, "rPh"):
                    phonetic = !reader.IsEmptyElement;
                    break;
                case (XmlNodeType.EndElement, "rPh"):
                    phonetic = false;
                    break;
                case (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA, _) when !phonetic:
                    text.Append(reader.Value);
                    break;
                case (XmlNodeType.EndElement, "si"):
                    _texts.Add(text.ToString());
                    break;
            }
        }
    }

    private void ReadStyles(XmlReader? reader)
    {
        Dictionary<int, bool> own = [];
        bool inCells = false;
        while (reader?.Read() == true)
        {
            switch (reader.NodeType, reader.LocalName)
            {
                case (XmlNodeType.Element, "numFmt"):
                    own[Number(reader.GetAttribute("numFmtId"))] = IsDateFormat(reader.GetAttribute("formatCode") ?? "");
                    break;
                case (XmlNodeType.Element, "cellXfs"):
                    inCells = !reader.IsEmptyElement;
                    break;
                case (XmlNodeType.EndElement, "cellXfs"):
                    inCells = false;
                    break;
                case (XmlNodeType.Element, "xf") when inCells:
                    int format = Number(reader.GetAttribute("numFmtId"));
                    // The numbers Excel keeps for its own date and time formats, those of East Asian editions included.
                    _dates.Add(own.TryGetValue(format, out bool date) ? date : format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58));
                    break;
            }
        }
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) ? number : 0;

    private static bool IsDateFormat(string code) => DateLetters().IsMatch(Literals().Replace(code, ""));

    // Quoted text, escaped characters, and brackets (colours, conditions, locales) say nothing about the kind.
    [GeneratedRegex("\"[^\"]*\"|\\\\.|_.|\\[[^\\]]*\\]")]
    private static partial Regex Literals();

    [GeneratedRegex("[ydmhs]", RegexOptions.IgnoreCase)]
    private static partial Regex DateLetters();
}
