using Google.Protobuf.WellKnownTypes;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Mapping;

/// <summary>UNIX nanoseconds to and from <see cref="Timestamp"/>.</summary>
internal static class ProtoTime
{
    /// <summary>The instant as a message.</summary>
    public static Timestamp ToTimestamp(long nanoseconds)
    {
        long seconds = UnixTime.FloorDivide(nanoseconds, UnixTime.Second);
        return new Timestamp { Seconds = seconds, Nanos = (int)(nanoseconds - seconds * UnixTime.Second) };
    }

    /// <summary>The instant as a message; null (unset) stays unset.</summary>
    public static Timestamp? ToTimestamp(long? nanoseconds) => nanoseconds is { } value ? ToTimestamp(value) : null;

    /// <summary>A market time as a message; unset before the first event of the market, when engines stand at the smallest value.</summary>
    public static Timestamp? ToMarketTime(long nanoseconds) => nanoseconds == long.MinValue ? null : ToTimestamp(nanoseconds);

    /// <summary>The clock's present as a message.</summary>
    public static Timestamp Now(TimeProvider clock) => ToTimestamp(NowNanoseconds(clock));

    /// <summary>The clock's present, UNIX nanoseconds.</summary>
    public static long NowNanoseconds(TimeProvider clock) => UnixTime.FromDateTimeOffset(clock.GetUtcNow());

    /// <summary>Nanoseconds of a duration; null (unset) is 0.</summary>
    /// <exception cref="InvalidInputException">It is malformed or longer than 200 years either way.</exception>
    public static long ToNanoseconds(Duration? duration, string field)
    {
        const long Limit = 200 * 365 * 86_400L;
        return duration switch
        {
            null => 0,
            { Seconds: < -Limit or > Limit } or { Nanos: < -999_999_999 or > 999_999_999 } =>
                throw new InvalidInputException("DURATION_OUT_OF_RANGE", field, "must be a duration of at most 200 years."),
            _ => duration.Seconds * UnixTime.Second + duration.Nanos,
        };
    }

    /// <summary>Nanoseconds of a message.</summary>
    /// <exception cref="InvalidInputException">The instant does not fit into nanoseconds (1677 to 2262) or is malformed.</exception>
    public static long ToNanoseconds(Timestamp timestamp, string field)
    {
        const long Limit = long.MaxValue / UnixTime.Second - 1;
        if (timestamp.Seconds is < -Limit or > Limit || timestamp.Nanos is < 0 or > 999_999_999)
        {
            throw new InvalidInputException("TIME_OUT_OF_RANGE", field, "must be a time between the years 1678 and 2261.");
        }

        return timestamp.Seconds * UnixTime.Second + timestamp.Nanos;
    }
}
