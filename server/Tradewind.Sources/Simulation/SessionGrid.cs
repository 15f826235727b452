using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>
/// When a simulated market trades, as steps of one bar length. Bars lie on the grid of their length from midnight; the first or last of a
/// session may hold fewer minutes of trading.
/// </summary>
internal sealed class SessionGrid
{
    // The long session starts at midnight, the short one when New York's pits opened in winter; no daylight saving time.
    private const int DayOpening = 14 * 60 + 30;
    private const int MinutesPerDay = 24 * 60;

    private readonly long _firstDay;
    private readonly bool _everyDay;
    private readonly int _opening;
    private readonly int _minutes;
    private readonly int _barMinutes;
    private readonly int _firstBar;
    private readonly int _barsPerDay;

    private SessionGrid(long firstDay, bool everyDay, int opening, int minutes, Timeframe timeframe)
    {
        (_firstDay, _everyDay, _opening, _minutes) = (firstDay, everyDay, opening, minutes);
        _barMinutes = (int)(timeframe.Nanoseconds / UnixTime.Minute);
        _firstBar = opening / _barMinutes;
        _barsPerDay = (opening + minutes + _barMinutes - 1) / _barMinutes - _firstBar;
        while (!everyDay && !UnixTime.IsWeekday(_firstDay))
        {
            _firstDay += UnixTime.Day;
        }
    }

    /// <summary>Minutes of trading in a day.</summary>
    public int Minutes => _minutes;

    /// <summary>The steps of a market: around the clock where crypto is in it.</summary>
    public static SessionGrid Of(GarchMarketSpec spec) =>
        Of(spec, spec.Instruments.FirstOrDefault(instrument => instrument.AssetClass.IsCrypto()) ?? spec.Instruments[0]);

    /// <summary>The hours of one instrument.</summary>
    public static SessionGrid Of(GarchMarketSpec spec, GarchInstrument instrument) => instrument.AssetClass.IsCrypto()
        ? new SessionGrid(UnixTime.StartOfDay(spec.Start), everyDay: true, 0, MinutesPerDay, spec.Timeframe)
        : new SessionGrid(
            UnixTime.StartOfDay(spec.Start), everyDay: false, spec.SessionMinutes == GarchMarketSpec.DaySession ? DayOpening : 0, spec.SessionMinutes, spec.Timeframe);

    /// <summary>Start of a step, UNIX nanoseconds UTC.</summary>
    public long TimeOf(int step)
    {
        (long day, long bar) = Math.DivRem((long)step, _barsPerDay);
        if (!_everyDay)
        {
            // Five sessions a week, counted from the Monday of the first.
            long sinceMonday = ((int)UnixTime.DayOfWeek(_firstDay) + 6) % 7 + day;
            day += sinceMonday / 5 * 2;
        }

        return _firstDay + day * UnixTime.Day + (_firstBar + bar) * _barMinutes * UnixTime.Minute;
    }

    /// <summary>Minutes of trading in the bar that starts at a time; 0 while closed.</summary>
    public int OpenMinutes(long time)
    {
        if (!_everyDay && !UnixTime.IsWeekday(time))
        {
            return 0;
        }

        int minute = (int)((time - UnixTime.StartOfDay(time)) / UnixTime.Minute);
        return Math.Max(0, Math.Min(minute + _barMinutes, _opening + _minutes) - Math.Max(minute, _opening));
    }
}
