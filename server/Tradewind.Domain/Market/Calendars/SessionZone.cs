namespace Tradewind.Domain.Market.Calendars;

/// <summary>Zone that session hours are written in, with its daylight saving by rule: the domain reads no database of the machine.</summary>
public enum SessionZone
{
    /// <summary>UTC.</summary>
    Utc = 0,

    /// <summary>New York; daylight saving by the acts of 1966, 1986 and 2005.</summary>
    NewYork,

    /// <summary>London; daylight saving by the common European rule, kept there since 1996.</summary>
    London,
}

/// <summary>Turns clock readings of a zone into UTC.</summary>
public static class SessionZones
{
    /// <summary>UNIX nanoseconds of a clock reading. A reading that does not exist, or exists twice, counts by the offset before the change.</summary>
    public static long ToUtc(this SessionZone zone, DateOnly date, TimeOnly time)
    {
        DateTime local = date.ToDateTime(time);
        int hours = zone switch
        {
            SessionZone.NewYork => IsBetween(local, NewYorkSummer(date.Year), 2) ? -4 : -5,
            SessionZone.London => IsBetween(local, LondonSummer(date.Year), 1) ? 1 : 0,
            _ => 0,
        };
        return UnixTime.FromDateTime(local) - hours * UnixTime.Hour;
    }

    private static bool IsBetween(DateTime local, (DateOnly First, DateOnly Last) summer, int changeHour) =>
        local >= summer.First.ToDateTime(new TimeOnly(changeHour, 0)).AddHours(1) && local < summer.Last.ToDateTime(new TimeOnly(2, 0));

    private static (DateOnly First, DateOnly Last) NewYorkSummer(int year) => year switch
    {
        >= 2007 => (Day(YearDates.Nth(2, DayOfWeek.Sunday, 3), year), Day(YearDates.Nth(1, DayOfWeek.Sunday, 11), year)),
        >= 1987 => (Day(YearDates.Nth(1, DayOfWeek.Sunday, 4), year), Day(YearDates.Last(DayOfWeek.Sunday, 10), year)),
        _ => (Day(YearDates.Last(DayOfWeek.Sunday, 4), year), Day(YearDates.Last(DayOfWeek.Sunday, 10), year)),
    };

    private static (DateOnly First, DateOnly Last) LondonSummer(int year) =>
        (Day(YearDates.Last(DayOfWeek.Sunday, 3), year), Day(YearDates.Last(DayOfWeek.Sunday, 10), year));

    private static DateOnly Day(Func<int, DateOnly?> rule, int year) => rule(year)!.Value;
}
