namespace Tradewind.Sources.Csv;

/// <summary>The rows of one block as columns, and what was wrong with it.</summary>
/// <param name="columns">Number of columns beside the dates.</param>
internal sealed class ParsedRows(int columns)
{
    private long _lineDistance;

    /// <summary>Rows so far; the arrays may be longer.</summary>
    public int Count { get; private set; }

    /// <summary>Clock readings as written, UNIX nanoseconds.</summary>
    public long[] Local { get; private set; } = [];

    /// <summary>Offsets of those clocks from UTC in minutes; null when all are 0.</summary>
    public short[]? OffsetMinutes { get; private set; }

    public double[][] Columns { get; } = [.. Enumerable.Repeat(Array.Empty<double>(), columns)];

    /// <summary>Places where the distance between row and line changes.</summary>
    public List<(int Row, long Line)> Lines { get; } = [];

    public ViolationLog Violations { get; private set; } = new();

    public int Unreadable { get; private set; }

    public string FirstUnreadable { get; set; } = "";

    /// <summary>Empties it and makes room.</summary>
    public void Clear(int capacity)
    {
        (Count, OffsetMinutes, Unreadable, FirstUnreadable) = (0, null, 0, "");
        Lines.Clear();
        Violations = new ViolationLog();
        if (Local.Length < capacity)
        {
            Local = GC.AllocateUninitializedArray<long>(capacity);
            for (int i = 0; i < Columns.Length; i++)
            {
                Columns[i] = GC.AllocateUninitializedArray<double>(capacity);
            }
        }
    }

    /// <summary>Sets the time of the row after the last.</summary>
    public void SetTime(long local, int offsetMinutes)
    {
        Local[Count] = local;
        if (offsetMinutes != 0 || OffsetMinutes is not null)
        {
            OffsetMinutes ??= new short[Local.Length];
            OffsetMinutes[Count] = (short)offsetMinutes;
        }
    }

    /// <summary>Takes the row after the last in.</summary>
    /// <param name="line">Line of the file it stands on.</param>
    public void Accept(long line)
    {
        if (Lines.Count == 0 || line - Count != _lineDistance)
        {
            _lineDistance = line - Count;
            Lines.Add((Count, line));
        }

        Count++;
    }

    /// <summary>Leaves the row after the last out.</summary>
    public void Refuse() => Unreadable++;
}
