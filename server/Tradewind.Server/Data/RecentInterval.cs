using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Data;

/// <summary>Intervals of requests to services outside, where everything is too much: up to now, and a year of it.</summary>
internal static class RecentInterval
{
    private const int DefaultDays = 365;

    /// <summary>Reads an interval; an open end is now, an open start 365 days before the end.</summary>
    public static Interval Read(TimeInterval? interval, string field, TimeProvider clock)
    {
        Interval given = Interval.Read(interval, field);
        long to = given.To == long.MaxValue ? ProtoTime.NowNanoseconds(clock) : given.To;
        return new Interval(given.From == long.MinValue ? to - DefaultDays * UnixTime.Day : given.From, to);
    }
}
