using System.Globalization;
using System.Text;
using System.Xml;

namespace Tradewind.Sources.Excel;

/// <summary>Reads the cells of one sheet from its XML in one pass. Names are compared by reference: the reader keeps one string a name.</summary>
internal sealed class XlsxSheetReader
{
    // What Excel itself can hold; a file that names more is damaged or hostile.
    private const int MaxRows = 1_048_576;
    private const int MaxColumns = 16_384;

    private readonly XmlReader _reader;
    private readonly XlsxCellTables _tables;
    private readonly int _formulaRows;
    private readonly Action<int, double?>? _rowRead;
    private readonly object _c, _v, _f, _is, _row, _cells, _dimension, _r, _t, _s, _rPh;

    private readonly List<SheetCell> _line = [];
    private readonly char[] _buffer = new char[64];
    private readonly StringBuilder _text = new();
    private readonly Dictionary<(int Row, int Column), string> _formulas = [];
    private readonly Dictionary<string, string> _sharedFormulas = new(StringComparer.Ordinal);

    public XlsxSheetReader(XmlReader reader, XlsxCellTables tables, int formulaRows, Action<int, double?>? rowRead)
    {
        (_reader, _tables, _formulaRows, _rowRead) = (reader, tables, formulaRows, rowRead);
        XmlNameTable names = reader.NameTable;
        (_c, _v, _f, _is, _row, _cells) = (names.Add("c"), names.Add("v"), names.Add("f"), names.Add("is"), names.Add("row"), names.Add("sheetData"));
        (_dimension, _r, _t, _s) = (names.Add("dimension"), names.Add("r"), names.Add("t"), names.Add("s"));
        _rPh = names.Add("rPh");
    }

    /// <summary>Reads the sheet to the end of its cells.</summary>
    /// <exception cref="InvalidDataException">A cell cannot be what it says.</exception>
    public SheetGrid Read(string name)
    {
        (SheetCell[] header, List<SheetCell[]> rows, int last, int? expected) = ([], [], -1, null);
        while (_reader.Read())
        {
            object local = _reader.LocalName;
            if (_reader.NodeType == XmlNodeType.EndElement && local == _cells)
            {
                break;
            }

            if (_reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (local == _dimension)
            {
                expected = LastRow(_reader.GetAttribute("ref"));
            }
            else if (local == _row)
            {
                int row = RowNumber(last + 1);
                SheetCell[] cells = ReadRow(row);
                if (row == 0)
                {
                    header = cells;
                }
                else
                {
                    // Rows without cells may be left out of the file.
                    for (int blank = rows.Count + 1; blank < row; blank++)
                    {
                        rows.Add([]);
                    }

                    rows.Add(cells);
                    _rowRead?.Invoke(rows.Count, expected > 0 ? Math.Min(1, (double)rows.Count / expected.Value) : null);
                }

                last = row;
            }
        }

        return new SheetGrid(name, [.. header.Select(cell => cell.AsText())], rows, _formulas) { HeaderCells = header };
    }

    private int RowNumber(int next)
    {
        int row = _reader.GetAttribute("r") is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number - 1 : next;
        return row >= next && row < MaxRows ? row : throw new InvalidDataException($"Row {row + 1} of the sheet is out of order or beyond {MaxRows}.");
    }

    private SheetCell[] ReadRow(int row)
    {
        _line.Clear();
        if (_reader.IsEmptyElement)
        {
            return [];
        }

        while (_reader.Read())
        {
            object local = _reader.LocalName;
            if (_reader.NodeType == XmlNodeType.EndElement && local == _row)
            {
                break;
            }

            if (_reader.NodeType == XmlNodeType.Element && local == _c)
            {
                ReadCell(row);
            }
        }

        return [.. _line];
    }

    private void ReadCell(int row)
    {
        (int column, string type, int style) = (_line.Count, "n", 0);
        while (_reader.MoveToNextAttribute())
        {
            object attribute = _reader.LocalName;
            if (attribute == _r)
            {
                column = Column(_reader.Value);
            }
            else if (attribute == _t)
            {
                type = _reader.Value;
            }
            else if (attribute == _s && int.TryParse(_reader.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                style = number;
            }
        }

        _reader.MoveToElement();
        if (column < _line.Count || column >= MaxColumns)
        {
            throw new InvalidDataException($"Row {row + 1} of the sheet has a cell out of order or beyond {MaxColumns} columns.");
        }

        while (_line.Count < column)
        {
            _line.Add(default);
        }

        _line.Add(_reader.IsEmptyElement ? default : ReadContent(row, column, type, style));
    }

    private SheetCell ReadContent(int row, int column, string type, int style)
    {
        (SheetCell cell, bool formula) = (default, false);
        while (_reader.Read())
        {
            object local = _reader.LocalName;
            if (_reader.NodeType == XmlNodeType.EndElement && local == _c)
            {
                break;
            }

            if (_reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (local == _f)
            {
                formula = true;
                ReadFormula(row, column);
            }
            else if (local == _v && !_reader.IsEmptyElement)
            {
                cell = Value(type, style);
            }
            else if (local == _is && !_reader.IsEmptyElement)
            {
                cell = new SheetCell(CellKind.Text, 0, Rich(_is), IsFormula: false);
            }
        }

        return formula ? cell with { IsFormula = true } : cell;
    }

    private SheetCell Value(string type, int style)
    {
        ReadOnlySpan<char> text = PlainText();
        if (text.IsEmpty)
        {
            return default;
        }

        switch (type)
        {
            case "n":
                double number = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed)
                    ? parsed
                    : throw new InvalidDataException($"A cell holds '{text}' where a number must be.");
                return _tables.IsDate(style)
                    ? new SheetCell(CellKind.Date, number + _tables.DayOffset, null, IsFormula: false)
                    : new SheetCell(CellKind.Number, number, null, IsFormula: false);
            case "s":
                return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                    ? new SheetCell(CellKind.Text, 0, _tables.Text(index), IsFormula: false)
                    : throw new InvalidDataException($"A cell holds '{text}' where the number of a text must be.");
            case "b":
                return new SheetCell(CellKind.Boolean, text is "1" ? 1 : 0, null, IsFormula: false);
            case "e":
                return new SheetCell(CellKind.Error, 0, text.ToString(), IsFormula: false);
            case "d" when DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime date):
                return new SheetCell(CellKind.Date, date.ToOADate(), null, IsFormula: false);
            default:
                return new SheetCell(CellKind.Text, 0, text.ToString(), IsFormula: false);
        }
    }

    private void ReadFormula(int row, int column)
    {
        (bool shared, string? group) = (_reader.GetAttribute("t") == "shared", _reader.GetAttribute("si"));
        string text = _reader.IsEmptyElement ? "" : PlainText().ToString();
        if (shared && group is not null)
        {
            // Only the first cell of a shared formula holds its text. Bloomberg formulas are found by security and field, which stay the same.
            text = text.Length > 0 ? _sharedFormulas[group] = text : _sharedFormulas.GetValueOrDefault(group, "");
        }

        if (row < _formulaRows && text.Length > 0)
        {
            _formulas[(row, column)] = text;
        }
    }

    // Text of the element the reader stands on; leaves it on the end of the element. Most values fit the buffer and make no string.
    private ReadOnlySpan<char> PlainText()
    {
        if (!_reader.Read() || _reader.NodeType == XmlNodeType.EndElement)
        {
            return [];
        }

        // A chunk may end where the reader's own buffer does, so only an empty one is the end.
        (int length, int chunk) = (0, 0);
        while (length < _buffer.Length && (chunk = _reader.ReadValueChunk(_buffer, length, _buffer.Length - length)) > 0)
        {
            length += chunk;
        }

        if (length < _buffer.Length)
        {
            return _buffer.AsSpan(0, length);
        }

        _text.Clear().Append(_buffer, 0, length);
        while ((chunk = _reader.ReadValueChunk(_buffer, 0, _buffer.Length)) > 0)
        {
            _text.Append(_buffer, 0, chunk);
        }

        return _text.ToString();
    }

    // Runs of text with formats of their own, without the reading aids of East Asian editions.
    private string Rich(object end)
    {
        _text.Clear();
        bool phonetic = false;
        while (_reader.Read())
        {
            object local = _reader.LocalName;
            if (_reader.NodeType == XmlNodeType.EndElement && local == end)
            {
                break;
            }

            if (local == _rPh)
            {
                phonetic = _reader.NodeType == XmlNodeType.Element && !_reader.IsEmptyElement;
            }
            else if (!phonetic && _reader.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)
            {
                _text.Append(_reader.Value);
            }
        }

        return _text.ToString();
    }

    private static int Column(string address)
    {
        int column = 0;
        foreach (char letter in address)
        {
            if (letter is < 'A' or > 'Z')
            {
                break;
            }

            column = Math.Min(MaxColumns + 1, column * 26 + letter - 'A' + 1);
        }

        return column - 1;
    }

    private static int? LastRow(string? area)
    {
        string? last = area?.Split(':')[^1].TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ".ToCharArray());
        return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out int row) ? row : null;
    }
}
