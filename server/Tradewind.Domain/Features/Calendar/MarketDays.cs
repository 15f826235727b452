using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Features;

/// <summary>
/// Days of US exchanges and of US government reports by rule alone. Closures that nobody could foresee (storms, mourning) are days like
/// any other here: a feature that counted down to one would look ahead.
/// </summary>
internal static class MarketDays
{
    private const int TurnSessions = 3;

    private static readonly TradingCalendar s_exchange = new(
        "us_exchanges_by_rule", "US exchanges by rule", TradingCalendars.Nyse.Hours, holidays: Holidays.UsMarkets(martinLutherKingFrom: 1998));

    // Looked up at every new date of a stream, where nothing may be allocated: rules make their dates anew.
    private static readonly DateOnly s_first = new(1970, 1, 1);
    private static readonly DateOnly s_last = new(2100, 12, 31);
    private static readonly bool[] s_sessions = Open(s_exchange);
    private static readonly bool[] s_federal = Open(TradingCalendars.UsFederal);

    /// <summary>True when US exchanges have a session.</summary>
    public static bool IsSession(DateOnly date) => IsOpen(s_exchange, s_sessions, date);

    /// <summary>True for a weekday without a session.</summary>
    public static bool IsHoliday(DateOnly date) => IsWeekday(date) && !IsSession(date);

    /// <summary>Sessions of the month after a date.</summary>
    public static int SessionsToMonthEnd(DateOnly date) =>
        Sessions(date.AddDays(1), new DateOnly(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month)));

    /// <summary>True on the last session of a month and on the first three.</summary>
    public static bool IsTurnOfMonth(DateOnly date) =>
        IsSession(date) && (SessionsToMonthEnd(date) == 0 || Sessions(new DateOnly(date.Year, date.Month, 1), date) <= TurnSessions);

    /// <summary>True on a session after which a holiday comes before the next session.</summary>
    public static bool IsBeforeHoliday(DateOnly date) => IsSession(date) && HolidayUpToSession(date, 1);

    /// <summary>True on a session before which a holiday came after the last session.</summary>
    public static bool IsAfterHoliday(DateOnly date) => IsSession(date) && HolidayUpToSession(date, -1);

    /// <summary>
    /// Day of the EIA's weekly petroleum report in the week of a date: Wednesday, Thursday when Monday, Tuesday or Wednesday is a federal
    /// holiday.
    /// </summary>
    public static DateOnly EiaReport(DateOnly date)
    {
        DateOnly monday = MondayOf(date);
        bool late = IsFederalHoliday(monday) || IsFederalHoliday(monday.AddDays(1)) || IsFederalHoliday(monday.AddDays(2));
        return monday.AddDays(late ? 3 : 2);
    }

    /// <summary>Day of the CFTC's report of positions in the week of a date: Friday; the next federal business day when that is a holiday.</summary>
    public static DateOnly CotReport(DateOnly date)
    {
        DateOnly report = MondayOf(date).AddDays(4);
        while (!IsOpen(TradingCalendars.UsFederal, s_federal, report))
        {
            report = report.AddDays(1);
        }

        return report;
    }

    /// <summary>Days since the last report on or before a date, and days to the next on or after it.</summary>
    public static (int Since, int Until) Around(DateOnly date, Func<DateOnly, DateOnly> report)
    {
        DateOnly last = DateOnly.MinValue, next = DateOnly.MaxValue;
        // A report may move into the next week, so that of the week before last may count.
        for (int week = -2; week <= 1; week++)
        {
            DateOnly day = report(date.AddDays(7 * week));
            (last, next) = (day <= date && day > last ? day : last, day >= date && day < next ? day : next);
        }

        return (date.DayNumber - last.DayNumber, next.DayNumber - date.DayNumber);
    }

    /// <summary>Days to the next holiday on or after a date (step 1), or since the last on or before it (step −1).</summary>
    public static int DaysToHoliday(DateOnly date, int step)
    {
        int days = 0;
        while (!IsHoliday(date.AddDays(step * days)))
        {
            days++;
        }

        return days;
    }

    /// <summary>Sessions from a date to another, both included.</summary>
    public static int Sessions(DateOnly first, DateOnly last)
    {
        int sessions = 0;
        for (DateOnly date = first; date <= last; date = date.AddDays(1))
        {
            sessions += IsSession(date) ? 1 : 0;
        }

        return sessions;
    }

    private static bool[] Open(TradingCalendar calendar) =>
        [.. Enumerable.Range(0, s_last.DayNumber - s_first.DayNumber + 1).Select(day => calendar.IsOpen(s_first.AddDays(day)))];

    private static bool IsOpen(TradingCalendar calendar, bool[] known, DateOnly date) =>
        date >= s_first && date <= s_last ? known[date.DayNumber - s_first.DayNumber] : calendar.IsOpen(date);

    private static bool HolidayUpToSession(DateOnly date, int step)
    {
        for (DateOnly day = date.AddDays(step); !IsSession(day); day = day.AddDays(step))
        {
            if (IsHoliday(day))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFederalHoliday(DateOnly date) => IsWeekday(date) && !IsOpen(TradingCalendars.UsFederal, s_federal, date);

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static DateOnly MondayOf(DateOnly date) => date.AddDays(-(((int)date.DayOfWeek + 6) % 7));
}
