using Google.Protobuf.WellKnownTypes;

namespace Tradewind.Client;

/// <summary>Between wire timestamps and UNIX nanoseconds UTC, the time labels of columnar data.</summary>
public static class UnixNanoseconds
{
    private const long PerSecond = 1_000_000_000;

    /// <summary>Nanoseconds of a timestamp.</summary>
    /// <param name="timestamp">Between 1678 and 2262.</param>
    /// <exception cref="OverflowException">The time does not fit.</exception>
    public static long FromTimestamp(Timestamp timestamp)
    {
        ArgumentNullException.ThrowIfNull(timestamp);
        return checked((timestamp.Seconds * PerSecond) + timestamp.Nanos);
    }

    /// <summary>Timestamp of a time in nanoseconds.</summary>
    /// <param name="nanoseconds">UNIX nanoseconds UTC.</param>
    public static Timestamp ToTimestamp(long nanoseconds)
    {
        (long seconds, long rest) = Math.DivRem(nanoseconds, PerSecond);
        return rest < 0
            ? new Timestamp { Seconds = seconds - 1, Nanos = (int)(rest + PerSecond) }
            : new Timestamp { Seconds = seconds, Nanos = (int)rest };
    }

    /// <summary>Date and time, cut to 100 nanoseconds.</summary>
    /// <param name="nanoseconds">UNIX nanoseconds UTC.</param>
    public static DateTimeOffset ToDateTimeOffset(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks((long)Math.Floor(nanoseconds / 100m));
}
