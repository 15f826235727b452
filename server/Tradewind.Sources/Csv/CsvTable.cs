using Tradewind.Domain.Market;

namespace Tradewind.Sources.Csv;

/// <summary>The rows of a file as columns, in file order, before any rule about dates was applied.</summary>
/// <param name="Count">Number of rows; the arrays may be longer.</param>
/// <param name="Local">Clock readings as written, UNIX nanoseconds.</param>
/// <param name="OffsetMinutes">Offsets of those clocks from UTC; null when all are 0.</param>
/// <param name="Columns">Values by column of the layout.</param>
/// <param name="Lines">Places where the distance between row and line changes: row, and the line it stands on.</param>
/// <param name="Unreadable">Rows left out because a date, a number or their shape could not be read.</param>
/// <param name="FirstUnreadable">Line and reason of the first of them; empty where there is none.</param>
internal sealed record CsvTable(
    int Count, long[] Local, short[]? OffsetMinutes, double[][] Columns, List<(int Row, long Line)> Lines, int Unreadable, string FirstUnreadable)
{
    /// <summary>The instants of the rows, UTC.</summary>
    public ReadOnlyMemory<long> UtcTimes()
    {
        if (OffsetMinutes is null)
        {
            return Local.AsMemory(0, Count);
        }

        long[] times = new long[Count];
        for (int row = 0; row < times.Length; row++)
        {
            times[row] = Local[row] - OffsetMinutes[row] * UnixTime.Minute;
        }

        return times;
    }

    /// <summary>Line of the file a row stands on, from 1.</summary>
    public long LineOf(int row)
    {
        int low = 0, high = Lines.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = Lines[middle].Row <= row ? (middle, high) : (low, middle - 1);
        }

        return Lines[low].Line + (row - Lines[low].Row);
    }
}
