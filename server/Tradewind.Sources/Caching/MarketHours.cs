namespace Tradewind.Sources.Caching;

/// <summary>
/// Hours of electronic futures trading in New York: Sunday 18:00 to Friday 17:00 with a break from 17:00 to 18:00 (oil specification,
/// section 9). Holidays count as open: data is then asked for a little more often than needed.
/// </summary>
public static class MarketHours
{
    private const double FactorWhenClosed = 10;

    /// <summary>True while the market is open.</summary>
    public static bool IsOpen(DateTimeOffset time)
    {
        DateTime local = NewYork(time);
        return local.DayOfWeek switch
        {
            DayOfWeek.Saturday => false,
            DayOfWeek.Sunday => local.Hour >= 18,
            DayOfWeek.Friday => local.Hour < 17,
            _ => local.Hour != 17,
        };
    }

    /// <summary>How much longer data stays good than in trading hours: 1 while the market is open, else 10.</summary>
    public static double LifetimeFactor(DateTimeOffset time) => IsOpen(time) ? 1 : FactorWhenClosed;

    // Eastern time by the rule since 2007: daylight saving from the second Sunday of March to the first of November, 2:00 local. Not from
    // the machine's time zones, which small containers lack.
    private static DateTime NewYork(DateTimeOffset time)
    {
        DateTime utc = time.UtcDateTime;
        DateTime start = Sunday(utc.Year, 3, 2).AddHours(7);
        DateTime end = Sunday(utc.Year, 11, 1).AddHours(6);
        return utc.AddHours(utc >= start && utc < end ? -4 : -5);
    }

    private static DateTime Sunday(int year, int month, int number)
    {
        DateTime first = new(year, month, 1, 0, 0, 0, DateTimeKind.Utc);
        return first.AddDays((7 - (int)first.DayOfWeek) % 7 + 7 * (number - 1));
    }
}
