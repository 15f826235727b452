namespace Tradewind.Domain.Market.Calendars;

/// <summary>A yearly holiday by its rule.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="DateIn">Its date in a year; null in years it is not kept.</param>
/// <param name="Observance">Where it goes from a weekend.</param>
/// <param name="FirstYear">First year it is kept.</param>
public sealed record HolidayRule(string Name, Func<int, DateOnly?> DateIn, Observance Observance = Observance.Exact, int FirstYear = 1)
{
    /// <summary>The day the holiday of a year is kept on, which may lie in the year before; null where it is not kept.</summary>
    public DateOnly? ObservedIn(int year)
    {
        if (year < FirstYear || DateIn(year) is not { } date)
        {
            return null;
        }

        return (Observance, date.DayOfWeek) switch
        {
            (Observance.Nearest, DayOfWeek.Saturday) => date.AddDays(-1),
            (Observance.Nearest or Observance.SundayToMonday or Observance.NextMonday, DayOfWeek.Sunday) => date.AddDays(1),
            (Observance.NextMonday, DayOfWeek.Saturday) => date.AddDays(2),
            _ => date,
        };
    }
}
