using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Csv;

/// <summary>Puts the rows of blocks one after the other, in the order of the file.</summary>
internal sealed class TableBuilder(int columns, ViolationLog violations, int expectedRows)
{
    // 2 GiB of numbers; a small gzip file can unpack to more than any memory.
    private const long MaxValues = 1L << 28;

    private readonly double[][] _columns = [.. Enumerable.Range(0, columns).Select(_ => GC.AllocateUninitializedArray<double>(expectedRows))];
    private readonly List<(int Row, long Line)> _lines = [];
    private long[] _local = GC.AllocateUninitializedArray<long>(expectedRows);
    private short[]? _offsets;
    private int _unreadable;
    private string _firstUnreadable = "";

    public int Count { get; private set; }

    public void Append(ParsedRows rows)
    {
        if (Count + (long)rows.Count > _local.Length)
        {
            Grow(Count + (long)rows.Count);
        }

        rows.Local.AsSpan(0, rows.Count).CopyTo(_local.AsSpan(Count));
        for (int i = 0; i < _columns.Length; i++)
        {
            rows.Columns[i].AsSpan(0, rows.Count).CopyTo(_columns[i].AsSpan(Count));
        }

        if (rows.OffsetMinutes is { } offsets)
        {
            _offsets ??= new short[_local.Length];
            offsets.AsSpan(0, rows.Count).CopyTo(_offsets.AsSpan(Count));
        }

        foreach ((int row, long line) in rows.Lines)
        {
            if (_lines.Count == 0 || line - (Count + row) != _lines[^1].Line - _lines[^1].Row)
            {
                _lines.Add((Count + row, line));
            }
        }

        violations.Add(rows.Violations);
        _unreadable += rows.Unreadable;
        _firstUnreadable = _firstUnreadable.Length == 0 ? rows.FirstUnreadable : _firstUnreadable;
        Count += rows.Count;
    }

    public CsvTable Finish() => new(Count, _local, _offsets, _columns, _lines, _unreadable, _firstUnreadable);

    private void Grow(long needed)
    {
        long size = Math.Max(Math.Max(1024, needed), 2L * _local.Length);
        if (size * (_columns.Length + 1) > MaxValues)
        {
            throw new InvalidInputException(
                "CSV_TOO_LARGE", "file", $"The file has more than {Count} rows of {_columns.Length} numbers, which is more than fits in memory. Split it by time.");
        }

        Array.Resize(ref _local, (int)size);
        if (_offsets is not null)
        {
            Array.Resize(ref _offsets, (int)size);
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            Array.Resize(ref _columns[i], (int)size);
        }
    }
}
