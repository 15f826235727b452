namespace Tradewind.Domain.Market.Alignment;

/// <summary>Rows of one length laid side by side: UTC days, weeks from Monday, calendar months, or multiples from 1970.</summary>
internal readonly record struct CalendarGrid(Timeframe Timeframe)
{
    public bool IsIntraday => Timeframe < Timeframe.Day;

    /// <summary>Label of the row that holds the instant.</summary>
    public long LabelOf(long time) => Timeframe.Start(time);

    /// <summary>
    /// First row whose information time is not before <paramref name="availableAt"/>: the row in which the value is known and in
    /// which no later row could have shown it first.
    /// </summary>
    public long LandingOf(long availableAt) => LabelOf(availableAt - 1);
}
