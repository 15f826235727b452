using Tradewind.Domain.Errors;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Half-open span of UNIX nanoseconds, [<see cref="From"/>, <see cref="To"/>); unbounded ends are the extremes of long.</summary>
internal readonly record struct Interval(long From, long To)
{
    /// <summary>Everything.</summary>
    public static readonly Interval All = new(long.MinValue, long.MaxValue);

    /// <summary>Reads the message; unset means everything.</summary>
    /// <exception cref="InvalidInputException">The end is not after the start.</exception>
    public static Interval Read(TimeInterval? interval, string field)
    {
        if (interval is null)
        {
            return All;
        }

        long from = interval.StartTime is null ? long.MinValue : ProtoTime.ToNanoseconds(interval.StartTime, $"{field}.start_time");
        long to = interval.EndTime is null ? long.MaxValue : ProtoTime.ToNanoseconds(interval.EndTime, $"{field}.end_time");
        return from < to
            ? new Interval(from, to)
            : throw new InvalidInputException(
                "INTERVAL_EMPTY", $"{field}.end_time",
                $"must be after start_time: the interval [{interval.StartTime}, {interval.EndTime}) holds nothing. Swap the two or move one.");
    }
}
