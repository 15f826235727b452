using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Quality;

/// <summary>
/// Compares the rows of a series with its calendar: every period for crypto, Monday to Friday for daily data of other instruments, whole
/// periods for weekly and monthly data. Intraday data of other instruments has no known calendar.
/// </summary>
/// <param name="Missing">Periods strictly between two rows that have no row.</param>
/// <param name="LongestHole">Most missing periods between two rows.</param>
/// <param name="FirstRowAfterHole">Row after the first hole; −1 where there is none.</param>
/// <param name="MissingTimes">The first missing periods, at most <see cref="MaxListed"/>.</param>
/// <param name="WeekendRows">Saturday and Sunday rows of an instrument that does not trade then.</param>
/// <param name="FirstWeekendRow">First of them; −1 where there is none.</param>
public sealed record CalendarCoverage(
    long Missing, long LongestHole, int FirstRowAfterHole, ImmutableArray<long> MissingTimes, int WeekendRows, int FirstWeekendRow)
{
    /// <summary>Missing periods listed by time: 100.</summary>
    public const int MaxListed = 100;

    /// <summary>Measures a series.</summary>
    /// <returns>Null where the calendar is unknown.</returns>
    public static CalendarCoverage? Of(InstrumentSeries series)
    {
        bool everyDay = HasEveryDayCalendar(series);
        // Trades happen when they happen.
        if (series.Timeframe.IsTick || (!everyDay && series.Timeframe < Timeframe.Day))
        {
            return null;
        }

        bool weekdays = !everyDay && series.Timeframe == Timeframe.Day;
        ReadOnlySpan<long> times = series.Times.Span;
        ImmutableArray<long>.Builder listed = ImmutableArray.CreateBuilder<long>();
        (long missing, long longest, int firstHole, int weekendRows, int firstWeekend) = (0, 0, -1, 0, -1);
        for (int row = 0; row < times.Length; row++)
        {
            if (weekdays && !UnixTime.IsWeekday(times[row]))
            {
                weekendRows++;
                firstWeekend = firstWeekend < 0 ? row : firstWeekend;
            }

            long absent = row == 0 ? 0 : weekdays ? WeekdaysBetween(times[row - 1], times[row]) : PeriodsBetween(times[row - 1], times[row], series.Timeframe);
            if (absent <= 0)
            {
                continue;
            }

            missing += absent;
            longest = Math.Max(longest, absent);
            firstHole = firstHole < 0 ? row : firstHole;
            List(times[row - 1], times[row], weekdays, series.Timeframe, listed);
        }

        return new CalendarCoverage(missing, longest, firstHole, listed.ToImmutable(), weekendRows, firstWeekend);
    }

    /// <summary>
    /// True when weekends belong to the calendar: by the instrument's calendar where it names one, else for crypto, blockchain metrics, and
    /// macro series that are published on weekends, shown by more than a fifth of their rows falling there (two sevenths would be all).
    /// </summary>
    public static bool HasEveryDayCalendar(InstrumentSeries series)
    {
        if (series.Instrument.TradingCalendar is { } calendar)
        {
            return calendar.EveryDay;
        }

        AssetClass assetClass = series.Instrument.AssetClass;
        if (assetClass != AssetClass.Macro)
        {
            return assetClass.IsCrypto() || assetClass == AssetClass.OnChain;
        }

        int weekend = 0;
        foreach (long time in series.Times.Span)
        {
            weekend += UnixTime.IsWeekday(time) ? 0 : 1;
        }

        return series.Timeframe <= Timeframe.Day && weekend * 5 > series.Count;
    }

    /// <summary>Monday-to-Friday days d with <paramref name="after"/> &lt; d ≤ <paramref name="until"/>.</summary>
    public static int BusinessDays(DateOnly after, DateOnly until)
    {
        if (until <= after)
        {
            return 0;
        }

        return (int)WeekdaysBetween(UnixTime.FromDate(after), UnixTime.FromDate(until) + UnixTime.Day);
    }

    private static long WeekdaysBetween(long earlier, long later)
    {
        long first = UnixTime.FloorDivide(earlier, UnixTime.Day) + 1;
        long end = UnixTime.FloorDivide(later, UnixTime.Day);
        return end <= first ? 0 : WeekdaysBefore(end) - WeekdaysBefore(first);
    }

    // Weekdays among the days 0 .. day − 1 since Monday 1969-12-29.
    private static long WeekdaysBefore(long unixDay)
    {
        long sinceMonday = unixDay + 3;
        long weeks = UnixTime.FloorDivide(sinceMonday, 7);
        return 5 * weeks + Math.Min(5, sinceMonday - 7 * weeks);
    }

    private static long PeriodsBetween(long earlier, long later, Timeframe timeframe)
    {
        if (!timeframe.IsMonth)
        {
            if (later - earlier == timeframe.Nanoseconds)
            {
                return 0;
            }

            // Rounded, so that a bar a few milliseconds late is no gap.
            return (long)Math.Round((double)(later - earlier) / timeframe.Nanoseconds) - 1;
        }

        (DateOnly from, DateOnly to) = (UnixTime.ToDate(earlier), UnixTime.ToDate(later));
        return (to.Year - from.Year) * 12 + to.Month - from.Month - 1;
    }

    private static void List(long earlier, long later, bool weekdays, Timeframe timeframe, ImmutableArray<long>.Builder listed)
    {
        for (long time = timeframe.End(earlier); listed.Count < MaxListed && later - time >= timeframe.Nanoseconds / 2; time = timeframe.End(time))
        {
            if (!weekdays || UnixTime.IsWeekday(time))
            {
                listed.Add(time);
            }
        }
    }
}
