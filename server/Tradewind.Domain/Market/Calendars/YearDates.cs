namespace Tradewind.Domain.Market.Calendars;

/// <summary>Dates that holiday rules are made of.</summary>
public static class YearDates
{
    /// <summary>A fixed date.</summary>
    public static Func<int, DateOnly?> Fixed(int month, int day) => year => new DateOnly(year, month, day);

    /// <summary>The n-th given weekday of a month, n from 1.</summary>
    public static Func<int, DateOnly?> Nth(int n, DayOfWeek weekday, int month) => year => FirstFrom(new DateOnly(year, month, 1), weekday).AddDays(7 * (n - 1));

    /// <summary>The last given weekday of a month.</summary>
    public static Func<int, DateOnly?> Last(DayOfWeek weekday, int month) => year => LastUntil(new DateOnly(year, month, DateTime.DaysInMonth(year, month)), weekday);

    /// <summary>A number of days from Easter Sunday; −2 is Good Friday, 1 Easter Monday.</summary>
    public static Func<int, DateOnly?> FromEaster(int days) => year => Easter(year).AddDays(days);

    /// <summary>Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature 1876; Meeus, Astronomical Algorithms, ch. 8).</summary>
    public static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int day = h + l - 7 * m + 114;
        return new DateOnly(year, day / 31, day % 31 + 1);
    }

    /// <summary>The first given weekday on or after a date.</summary>
    public static DateOnly FirstFrom(DateOnly date, DayOfWeek weekday) => date.AddDays(((int)weekday - (int)date.DayOfWeek + 7) % 7);

    /// <summary>The last given weekday on or before a date.</summary>
    public static DateOnly LastUntil(DateOnly date, DayOfWeek weekday) => date.AddDays(-(((int)date.DayOfWeek - (int)weekday + 7) % 7));
}
