using System.Text;

namespace Tradewind.Sources.Csv;

/// <summary>
/// Turns the records of a block into columns. Rows of plain numbers take a short way; a row with anything else in it (quotes, blanks, words,
/// a wrong shape) is read again field by field, which gives the same numbers and says what is wrong. Rows that cannot be read are
/// violations, or are left out and counted, by policy. Not for several threads at once.
/// </summary>
internal sealed class RowParser
{
    private const int Date = -1;
    private const int Unused = -2;

    private readonly CsvLayout _layout;
    private readonly FileLoadOptions _options;
    private readonly byte _delimiter;
    private readonly FieldSplitter _splitter;

    // By place in the record: the column it goes to, or one of the constants.
    private readonly int[] _targets;
    private DateReader _dates;

    public RowParser(CsvLayout layout, byte delimiter, FileLoadOptions options)
    {
        (_layout, _delimiter, _options, _splitter) = (layout, delimiter, options, new FieldSplitter(delimiter));
        _dates = new DateReader(options.DateFormat);
        _targets = [.. Enumerable.Repeat(Unused, layout.Headers.Length)];
        _targets[layout.DateOrdinal] = Date;
        for (int i = 0; i < layout.Columns.Length; i++)
        {
            _targets[layout.Columns[i].Ordinal] = i;
        }
    }

    /// <summary>Reads a block.</summary>
    /// <param name="text">Whole records.</param>
    /// <param name="firstLine">Line of the file the text starts on.</param>
    /// <param name="rows">Gets the rows; what it held before is gone.</param>
    public void Parse(ReadOnlySpan<byte> text, long firstLine, ParsedRows rows)
    {
        rows.Clear(text.Count((byte)'\n') + 1);
        bool quoted = text.Contains((byte)'"');
        (int position, long line) = (0, firstLine);
        while (position < text.Length)
        {
            if (!quoted && TryPlainRow(text, ref position, rows))
            {
                rows.Accept(line++);
                continue;
            }

            RecordCursor records = new(text[position..], line);
            if (!records.TryNext(out ReadOnlySpan<byte> record))
            {
                return;
            }

            ReadRow(record, records.Line, rows);
            (position, line) = (position + records.Position, records.NextLine);
        }
    }

    private bool TryPlainRow(ReadOnlySpan<byte> text, ref int position, ParsedRows rows)
    {
        (int at, int row, int last) = (position, rows.Count, _targets.Length - 1);
        double[][] columns = rows.Columns;
        for (int field = 0; field <= last; field++)
        {
            int target = _targets[field];
            if (target >= 0)
            {
                if ((uint)at < (uint)text.Length && text[at] == _delimiter && field != last)
                {
                    columns[target][row] = double.NaN;
                }
                else if (!NumberText.TryReadDigits(text, ref at, out columns[target][row]))
                {
                    return false;
                }
            }
            else
            {
                int length = text[at..].IndexOfAny(_delimiter, (byte)'\n');
                length = length < 0 ? text.Length - at : length;
                if (target == Date && !TryDate(text.Slice(at, length), field == last, rows))
                {
                    return false;
                }

                at += length;
            }

            if (field < last ? !Passes(text, ref at, _delimiter) : !PassesLineEnd(text, ref at))
            {
                return false;
            }
        }

        position = at;
        return true;
    }

    private bool TryDate(ReadOnlySpan<byte> cell, bool endsLine, ParsedRows rows)
    {
        cell = endsLine && cell.EndsWith("\r"u8) ? cell[..^1] : cell;
        if (!_dates.TryRead(cell, out long local, out int offset))
        {
            return false;
        }

        rows.SetTime(local, offset);
        return true;
    }

    private static bool Passes(ReadOnlySpan<byte> text, ref int at, byte wanted) =>
        (uint)at < (uint)text.Length && text[at++] == wanted;

    private static bool PassesLineEnd(ReadOnlySpan<byte> text, ref int at)
    {
        if (at < text.Length && text[at] == (byte)'\r')
        {
            at++;
        }

        return at == text.Length || text[at++] == (byte)'\n';
    }

    private void ReadRow(ReadOnlySpan<byte> record, long line, ParsedRows rows)
    {
        ReadOnlySpan<byte> text = _splitter.Split(record);
        if (HasShape(text, line, rows) && TryReadRow(text, line, rows))
        {
            rows.Accept(line);
        }
        else
        {
            rows.Refuse();
        }
    }

    private bool TryReadRow(ReadOnlySpan<byte> text, long line, ParsedRows rows)
    {
        ReadOnlySpan<byte> date = _splitter.Field(text, _layout.DateOrdinal);
        bool readable = _dates.TryRead(date, out long local, out int offset);
        if (!readable)
        {
            Report(line, _layout.DateHeader, date, rows, "expected a date", _options.DateFormat is { } format
                ? $"Write dates as {format}, the date_format given."
                : "Write dates as 2024-03-15, 2024-03-15 13:00:00+00:00 or as UNIX time, or set date_format (--date-format).");
        }

        rows.SetTime(local, offset);
        for (int i = 0; i < _layout.Columns.Length; i++)
        {
            ReadOnlySpan<byte> cell = _splitter.Field(text, _layout.Columns[i].Ordinal);
            if (!NumberText.TryRead(cell, out rows.Columns[i][rows.Count]))
            {
                readable = false;
                Report(
                    line, _layout.Columns[i].Header, cell, rows, "expected a number",
                    "Correct the cell, or leave it empty where the value is missing. Use a decimal point and no thousands separators.");
            }
        }

        return readable;
    }

    private bool HasShape(ReadOnlySpan<byte> text, long line, ParsedRows rows)
    {
        (int expected, int got) = (_layout.Headers.Length, _splitter.Count);

        // A delimiter after the last field is harmless.
        if (got == expected || (got == expected + 1 && _splitter.Field(text, expected).IsEmpty))
        {
            return true;
        }

        Refuse(line, "", $"The line has {got} fields, the header has {expected}. Add or remove delimiters; quote fields that hold one.", rows);
        return false;
    }

    private void Report(long line, string header, ReadOnlySpan<byte> cell, ParsedRows rows, string expected, string advice)
    {
        string shown = Encoding.UTF8.GetString(cell.Length > 40 ? cell[..40] : cell);
        Refuse(line, header, shown.Length == 0 ? $"{expected}, the cell is empty. {advice}" : $"{expected}, got '{shown}'. {advice}", rows);
    }

    private void Refuse(long line, string header, string description, ParsedRows rows)
    {
        string place = header.Length == 0 ? $"line {line}" : $"line {line}, column {header}";
        if (_options.OnBadRow == BadRowPolicy.Reject)
        {
            rows.Violations.Add(place, description);
        }

        rows.FirstUnreadable = rows.FirstUnreadable.Length == 0 ? $"{place}: {description}" : rows.FirstUnreadable;
    }
}
