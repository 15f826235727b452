using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Calendars;

/// <summary>
/// The days a market trades, or a publisher publishes, on: weekdays without holidays by rule and closures that happened once. Pure: any
/// year can be asked for, and the future holds what today's rules say.
/// </summary>
public sealed class TradingCalendar
{
    private readonly ImmutableArray<HolidayRule> _holidays;
    private readonly FrozenDictionary<DateOnly, string> _closures;
    private readonly ImmutableArray<HolidayRule> _halfDays;
    private readonly ConcurrentDictionary<int, FrozenDictionary<DateOnly, string>> _closedByYear = new();

    internal TradingCalendar(
        string id, string name, TradingHours hours, bool everyDay = false, IEnumerable<HolidayRule>? holidays = null,
        IEnumerable<(DateOnly Date, string Why)>? closures = null, IEnumerable<HolidayRule>? halfDays = null)
    {
        (Id, Name, Hours, EveryDay) = (id, name, hours, everyDay);
        _holidays = [.. holidays ?? []];
        _closures = (closures ?? []).ToFrozenDictionary(closure => closure.Date, closure => closure.Why);
        _halfDays = [.. halfDays ?? []];
    }

    /// <summary>Stable id: <c>nyse</c>, <c>cme_energy</c>, <c>24_7</c>.</summary>
    public string Id { get; }

    /// <summary>Name for people.</summary>
    public string Name { get; }

    /// <summary>Regular hours.</summary>
    public TradingHours Hours { get; }

    /// <summary>True when weekends are days like any other.</summary>
    public bool EveryDay { get; }

    /// <summary>True when the market has a session with this trade date.</summary>
    public bool IsOpen(DateOnly date) => ClosedFor(date) is null;

    /// <summary>Why there is no session: the holiday's name, <c>weekend</c>, or what closed the market; null when there is one.</summary>
    public string? ClosedFor(DateOnly date)
    {
        if (EveryDay)
        {
            return null;
        }

        return date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? "weekend" : ClosedIn(date.Year).GetValueOrDefault(date);
    }

    /// <summary>Holidays and closures of a year on weekdays, by date.</summary>
    public ImmutableArray<(DateOnly Date, string Name)> HolidaysIn(int year) =>
        EveryDay ? [] : [.. ClosedIn(year).OrderBy(day => day.Key).Select(day => (day.Key, day.Value))];

    /// <summary>The session of a trade date; null when there is none.</summary>
    public TradingSession? SessionOn(DateOnly date)
    {
        if (!IsOpen(date))
        {
            return null;
        }

        bool isShort = Hours.EarlyClose is not null && _halfDays.Any(rule => rule.ObservedIn(date.Year) == date);
        DateOnly opening = Hours.Open >= Hours.Close && !EveryDay ? date.AddDays(-1) : date;
        long open = Hours.Zone.ToUtc(opening, Hours.Open);
        long close = EveryDay ? open + UnixTime.Day : Hours.Zone.ToUtc(date, isShort ? Hours.EarlyClose!.Value : Hours.Close);
        return new TradingSession(date, open, close, isShort);
    }

    /// <summary>The session that holds an instant; null outside sessions.</summary>
    public TradingSession? SessionAt(long time)
    {
        DateOnly date = UnixTime.ToDate(time);
        foreach (DateOnly candidate in (ReadOnlySpan<DateOnly>)[date.AddDays(-1), date, date.AddDays(1)])
        {
            if (SessionOn(candidate) is { } session && time >= session.Open && time < session.Close)
            {
                return session;
            }
        }

        return null;
    }

    /// <summary>The date moved by a number of sessions: 1 is the next one after it, −1 the one before it; 0 is the date itself.</summary>
    public DateOnly Shift(DateOnly date, int sessions)
    {
        int step = Math.Sign(sessions);
        for (int left = Math.Abs(sessions); left > 0; left--)
        {
            do
            {
                date = date.AddDays(step);
            }
            while (!IsOpen(date));
        }

        return date;
    }

    /// <summary>The last session on or before a date.</summary>
    public DateOnly OnOrBefore(DateOnly date) => IsOpen(date) ? date : Shift(date, -1);

    /// <summary>Sessions d with <paramref name="after"/> &lt; d &lt; <paramref name="before"/>, oldest first.</summary>
    public IEnumerable<DateOnly> SessionsBetween(DateOnly after, DateOnly before)
    {
        for (DateOnly date = after.AddDays(1); date < before; date = date.AddDays(1))
        {
            if (IsOpen(date))
            {
                yield return date;
            }
        }
    }

    // The holiday of the next year may be kept on the last days of this one.
    private FrozenDictionary<DateOnly, string> ClosedIn(int year) => _closedByYear.GetOrAdd(year, asked =>
    {
        Dictionary<DateOnly, string> closed = [];
        foreach ((DateOnly date, string why) in _closures.Where(closure => closure.Key.Year == asked))
        {
            closed[date] = why;
        }

        foreach (HolidayRule rule in _holidays)
        {
            foreach (int of in (ReadOnlySpan<int>)[asked, asked + 1])
            {
                if (of <= DateOnly.MaxValue.Year && rule.ObservedIn(of) is { } date && date.Year == asked)
                {
                    closed.TryAdd(date, rule.Name);
                }
            }
        }

        return closed.ToFrozenDictionary();
    });
}
