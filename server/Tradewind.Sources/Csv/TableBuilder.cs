using System.Text;
using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Csv;

/// <summary>Turns records into columns. Rows that cannot be read are violations, or are left out and counted, by policy.</summary>
internal sealed class TableBuilder(CsvLayout layout, FieldSplitter splitter, FileLoadOptions options, ViolationLog violations, int expectedRows)
{
    // 2 GiB of numbers; a small gzip file can unpack to more than any memory.
    private const long MaxValues = 1L << 28;

    private readonly CsvColumn[] _layout = [.. layout.Columns];
    private readonly double[][] _columns = [.. layout.Columns.Select(_ => new double[expectedRows])];
    private readonly List<(int Row, long Line)> _lines = [];
    private long[] _local = new long[expectedRows];
    private short[]? _offsets;
    private int _unreadable;
    private string _firstUnreadable = "";
    private long _lineDistance = long.MinValue;

    public int Count { get; private set; }

    public void Accept(ReadOnlySpan<byte> record, long line)
    {
        ReadOnlySpan<byte> text = splitter.Split(record);
        bool readable = HasShape(text, line);
        readable = readable && TryReadRow(text, line);
        if (!readable)
        {
            _unreadable++;
            return;
        }

        if (line - Count != _lineDistance)
        {
            _lineDistance = line - Count;
            _lines.Add((Count, line));
        }

        Count++;
    }

    public CsvTable Finish() => new(Count, _local, _offsets, _columns, _lines, _unreadable, _firstUnreadable);

    private bool TryReadRow(ReadOnlySpan<byte> text, long line)
    {
        int row = Count;
        if (row == _local.Length)
        {
            Grow();
        }

        ReadOnlySpan<byte> date = splitter.Field(text, layout.DateOrdinal);
        bool readable = DateText.TryRead(date, options.DateFormat, out long local, out int offset);
        if (!readable)
        {
            Report(line, layout.DateHeader, date, "expected a date", options.DateFormat is { } format
                ? $"Write dates as {format}, the date_format given."
                : "Write dates as 2024-03-15, 2024-03-15 13:00:00+00:00 or as UNIX time, or set date_format (--date-format).");
        }

        _local[row] = local;
        if (offset != 0 || _offsets is not null)
        {
            _offsets ??= new short[_local.Length];
            _offsets[row] = (short)offset;
        }

        for (int i = 0; i < _layout.Length; i++)
        {
            ReadOnlySpan<byte> cell = splitter.Field(text, _layout[i].Ordinal);
            if (!NumberText.TryRead(cell, out _columns[i][row]))
            {
                readable = false;
                Report(line, _layout[i].Header, cell, "expected a number", "Correct the cell, or leave it empty where the value is missing. Use a decimal point and no thousands separators.");
            }
        }

        return readable;
    }

    private bool HasShape(ReadOnlySpan<byte> text, long line)
    {
        int expected = layout.Headers.Length;
        int got = splitter.Count;

        // A delimiter after the last field is harmless.
        if (got == expected || (got == expected + 1 && splitter.Field(text, expected).IsEmpty))
        {
            return true;
        }

        Refuse(line, "", $"The line has {got} fields, the header has {expected}. Add or remove delimiters; quote fields that hold one.");
        return false;
    }

    private void Report(long line, string header, ReadOnlySpan<byte> cell, string expected, string advice)
    {
        string shown = Encoding.UTF8.GetString(cell.Length > 40 ? cell[..40] : cell);
        Refuse(line, header, shown.Length == 0 ? $"{expected}, the cell is empty. {advice}" : $"{expected}, got '{shown}'. {advice}");
    }

    private void Refuse(long line, string header, string description)
    {
        string place = header.Length == 0 ? $"line {line}" : $"line {line}, column {header}";
        if (options.OnBadRow == BadRowPolicy.Reject)
        {
            violations.Add(place, description);
        }

        _firstUnreadable = _firstUnreadable.Length == 0 ? $"{place}: {description}" : _firstUnreadable;
    }

    private void Grow()
    {
        int size = Math.Max(1024, 2 * _local.Length);
        if ((long)size * (_columns.Length + 1) > MaxValues)
        {
            throw new InvalidInputException(
                "CSV_TOO_LARGE", "file", $"The file has more than {Count} rows of {_columns.Length} numbers, which is more than fits in memory. Split it by time.");
        }

        Array.Resize(ref _local, size);
        if (_offsets is not null)
        {
            Array.Resize(ref _offsets, size);
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            Array.Resize(ref _columns[i], size);
        }
    }
}
