namespace Tradewind.Domain.Market.Alignment;

/// <summary>Rows of one length laid side by side: UTC days, weeks from Monday, calendar months, or multiples from 1970.</summary>
internal readonly record struct CalendarGrid(Timeframe Timeframe)
{
    // 1970-01-05, the first Monday.
    private const long FirstMonday = 4 * UnixTime.Day;
    private const long Week = 7 * UnixTime.Day;

    public bool IsIntraday => Timeframe < Timeframe.Day;

    /// <summary>Label of the row that holds the instant.</summary>
    public long LabelOf(long time)
    {
        if (Timeframe.IsMonth)
        {
            DateOnly date = UnixTime.ToDate(time);
            return UnixTime.FromDate(date.Year, date.Month, 1);
        }

        long length = Timeframe.Nanoseconds;
        long origin = length % Week == 0 ? FirstMonday : 0;
        return UnixTime.FloorDivide(time - origin, length) * length + origin;
    }

    /// <summary>
    /// First row whose information time is not before <paramref name="availableAt"/>: the row in which the value is known and in
    /// which no later row could have shown it first.
    /// </summary>
    public long LandingOf(long availableAt) => LabelOf(availableAt - 1);
}
