namespace Tradewind.Domain.Market.Alignment;

/// <summary>How often a series brings news, which its timeframe alone does not tell.</summary>
internal static class ReleaseRhythm
{
    /// <summary>True for weekly and monthly releases, which are placed on a finer calendar and never set the common one.</summary>
    public static bool IsRelease(this InstrumentSeries series) =>
        series.Availability != Availability.Candle && (series.Timeframe >= Timeframe.Week || IsPublishedWeekly(series.Availability));

    /// <summary>Days the fill limit is extended by, so that a value lasts until its successor.</summary>
    public static int ExtraFillDays(this InstrumentSeries series) => series.Availability switch
    {
        Availability.Candle => 0,
        _ when series.Timeframe.IsMonth => 31,
        Availability.H10 => 7,
        _ => series.IsRelease() ? 7 : 0,
    };

    /// <summary>The stamp that follows <paramref name="stamp"/> in a source without holes.</summary>
    public static long NextStamp(this InstrumentSeries series, long stamp)
    {
        long next = IsPublishedWeekly(series.Availability) ? Timeframe.Week.End(stamp) : series.Timeframe.End(stamp);
        while (SkipsWeekends(series) && !series.TradesOn(next))
        {
            next += UnixTime.Day;
        }

        return next;
    }

    /// <summary>The stamp before <paramref name="stamp"/> in a source without holes.</summary>
    public static long PreviousStamp(this InstrumentSeries series, long stamp)
    {
        if (series.Timeframe.IsMonth)
        {
            return UnixTime.FromDateTime(UnixTime.ToDateTime(stamp).AddMonths(-1));
        }

        long previous = stamp - (IsPublishedWeekly(series.Availability) ? Timeframe.Week : series.Timeframe).Nanoseconds;
        while (SkipsWeekends(series) && !series.TradesOn(previous))
        {
            previous -= UnixTime.Day;
        }

        return previous;
    }

    /// <summary>True for daily series of markets that close at weekends.</summary>
    public static bool SkipsWeekends(this InstrumentSeries series) =>
        series.Timeframe == Timeframe.Day && !IsPublishedWeekly(series.Availability) && series.Instrument.TradingCalendar is not { EveryDay: true };

    /// <summary>True for sessions of the instrument's calendar, and for Monday to Friday where it is unknown.</summary>
    public static bool TradesOn(this InstrumentSeries series, long day) =>
        series.Instrument.TradingCalendar?.IsOpen(UnixTime.ToDate(day)) ?? UnixTime.IsWeekday(day);

    private static bool IsPublishedWeekly(Availability availability) =>
        availability is Availability.H41 or Availability.EiaWeekly or Availability.Cot;
}
