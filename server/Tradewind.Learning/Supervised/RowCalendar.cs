using Tradewind.Domain.Market;

namespace Tradewind.Learning.Supervised;

/// <summary>Labels of rows that do not exist yet.</summary>
internal static class RowCalendar
{
    /// <summary>
    /// Label of the row <paramref name="horizon"/> rows after <paramref name="row"/>. Past the end of the frame rows follow one
    /// another by the timeframe; a business-day calendar skips Saturdays and Sundays, holidays to come are not known.
    /// </summary>
    public static long Ahead(Frame frame, int row, int horizon)
    {
        int inside = Math.Min(row + horizon, frame.RowCount - 1);
        long time = frame.Times.Span[inside];
        bool skipWeekends = !frame.EveryDay && frame.Timeframe <= Timeframe.Day;
        for (int step = inside - row; step < horizon; step++)
        {
            do
            {
                time = frame.Timeframe.End(time);
            }
            while (skipWeekends && !UnixTime.IsWeekday(time));
        }

        return time;
    }
}
