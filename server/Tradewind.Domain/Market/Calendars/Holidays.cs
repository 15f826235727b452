using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Calendars;

/// <summary>Holiday rules that several calendars share.</summary>
internal static class Holidays
{
    /// <summary>First year in which US markets kept Juneteenth; federal offices kept it from 2021.</summary>
    private const int JuneteenthOfMarkets = 2022;

    public static readonly HolidayRule GoodFriday = new("Good Friday", YearDates.FromEaster(-2));

    public static readonly HolidayRule DayAfterThanksgiving =
        new("day after Thanksgiving", year => YearDates.Nth(4, DayOfWeek.Thursday, 11)(year)!.Value.AddDays(1));

    /// <summary>Half days of US share markets, by the schedule of today: 3 July and 24 December where they and the holiday are weekdays.</summary>
    public static readonly ImmutableArray<HolidayRule> UsHalfDays =
    [
        DayAfterThanksgiving,
        new("day before Independence Day", year => Eve(new DateOnly(year, 7, 3))),
        new("Christmas Eve", year => Eve(new DateOnly(year, 12, 24))),
    ];

    /// <summary>Holidays of US share and futures markets.</summary>
    public static ImmutableArray<HolidayRule> UsMarkets(int martinLutherKingFrom) =>
    [
        new("New Year's Day", YearDates.Fixed(1, 1), Observance.SundayToMonday),
        new("Martin Luther King Day", YearDates.Nth(3, DayOfWeek.Monday, 1), FirstYear: martinLutherKingFrom),
        new("Washington's Birthday", YearDates.Nth(3, DayOfWeek.Monday, 2)),
        GoodFriday,
        new("Memorial Day", YearDates.Last(DayOfWeek.Monday, 5)),
        new("Juneteenth", YearDates.Fixed(6, 19), Observance.Nearest, JuneteenthOfMarkets),
        new("Independence Day", YearDates.Fixed(7, 4), Observance.Nearest),
        new("Labor Day", YearDates.Nth(1, DayOfWeek.Monday, 9)),
        new("Thanksgiving", YearDates.Nth(4, DayOfWeek.Thursday, 11)),
        new("Christmas", YearDates.Fixed(12, 25), Observance.Nearest),
    ];

    /// <summary>The eleven federal holidays; offices keep a Saturday on Friday, the Federal Reserve does not, bond markets only some.</summary>
    /// <param name="observance">Where a holiday on a weekend goes.</param>
    /// <param name="festive">The same for Independence Day and Christmas; null for <paramref name="observance"/>.</param>
    public static ImmutableArray<HolidayRule> Federal(Observance observance, Observance? festive = null) =>
    [
        new("New Year's Day", YearDates.Fixed(1, 1), observance),
        new("Martin Luther King Day", YearDates.Nth(3, DayOfWeek.Monday, 1), FirstYear: 1986),
        new("Washington's Birthday", YearDates.Nth(3, DayOfWeek.Monday, 2)),
        new("Memorial Day", YearDates.Last(DayOfWeek.Monday, 5)),
        new("Juneteenth", YearDates.Fixed(6, 19), observance, 2021),
        new("Independence Day", YearDates.Fixed(7, 4), festive ?? observance),
        new("Labor Day", YearDates.Nth(1, DayOfWeek.Monday, 9)),
        new("Columbus Day", YearDates.Nth(2, DayOfWeek.Monday, 10)),
        new("Veterans Day", YearDates.Fixed(11, 11), observance),
        new("Thanksgiving", YearDates.Nth(4, DayOfWeek.Thursday, 11)),
        new("Christmas", YearDates.Fixed(12, 25), festive ?? observance),
    ];

    /// <summary>New Year, Good Friday, Christmas: all that international markets keep.</summary>
    public static ImmutableArray<HolidayRule> International(Observance observance) =>
    [
        new("New Year's Day", YearDates.Fixed(1, 1), observance),
        GoodFriday,
        new("Christmas", YearDates.Fixed(12, 25), observance),
    ];

    /// <summary>Bank holidays of England and Wales with the days that were moved.</summary>
    public static readonly ImmutableArray<HolidayRule> England =
    [
        new("New Year's Day", YearDates.Fixed(1, 1), Observance.NextMonday),
        GoodFriday,
        new("Easter Monday", YearDates.FromEaster(1)),
        new("Early May bank holiday", year => year is 1995 or 2020 ? new DateOnly(year, 5, 8) : YearDates.Nth(1, DayOfWeek.Monday, 5)(year), FirstYear: 1978),
        new("Spring bank holiday", year => year switch
        {
            2002 or 2012 => new DateOnly(year, 6, 4),
            2022 => new DateOnly(year, 6, 2),
            _ => YearDates.Last(DayOfWeek.Monday, 5)(year),
        }),
        new("Summer bank holiday", YearDates.Last(DayOfWeek.Monday, 8)),
        new("Christmas", ChristmasInLieu),
        new("Boxing Day", BoxingDayInLieu),
    ];

    // On a weekend, 25 and 26 December together move to the next weekdays that are free: no holiday is lost.
    private static DateOnly? ChristmasInLieu(int year) => new DateOnly(year, 12, 25) is { DayOfWeek: DayOfWeek.Saturday or DayOfWeek.Sunday } ? new DateOnly(year, 12, 27) : new DateOnly(year, 12, 25);

    private static DateOnly? BoxingDayInLieu(int year) => new DateOnly(year, 12, 26) is { DayOfWeek: DayOfWeek.Saturday or DayOfWeek.Sunday } ? new DateOnly(year, 12, 28) : new DateOnly(year, 12, 26);

    private static DateOnly? Eve(DateOnly date) => date.DayOfWeek is >= DayOfWeek.Monday and <= DayOfWeek.Thursday ? date : null;
}
