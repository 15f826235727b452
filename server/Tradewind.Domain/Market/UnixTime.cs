using System.Globalization;

namespace Tradewind.Domain.Market;

/// <summary>
/// Time as UNIX nanoseconds UTC in a <see cref="long"/>, the form used in columns, on bulk wires and in the store
/// (numpy <c>datetime64[ns]</c> without conversion). Range 1677-09-21 to 2262-04-11.
/// </summary>
public static class UnixTime
{
    /// <summary>Nanoseconds in a second.</summary>
    public const long Second = 1_000_000_000L;

    /// <summary>Nanoseconds in a minute.</summary>
    public const long Minute = 60 * Second;

    /// <summary>Nanoseconds in an hour.</summary>
    public const long Hour = 60 * Minute;

    /// <summary>Nanoseconds in a day of 24 hours (UTC has no other).</summary>
    public const long Day = 24 * Hour;

    private const long NanosecondsPerTick = 100;

    /// <summary>Nanoseconds of a UTC calendar date at 00:00.</summary>
    public static long FromDate(int year, int month, int day) =>
        FromDateTime(new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc));

    /// <summary>Nanoseconds of a date at 00:00 UTC.</summary>
    public static long FromDate(DateOnly date) => FromDate(date.Year, date.Month, date.Day);

    /// <summary>Nanoseconds of an instant; the kind of <paramref name="utc"/> is ignored, its clock reading is taken as UTC.</summary>
    /// <exception cref="OverflowException">The instant is outside the range of nanoseconds in a long.</exception>
    public static long FromDateTime(DateTime utc) => checked((utc.Ticks - DateTime.UnixEpoch.Ticks) * NanosecondsPerTick);

    /// <summary>Nanoseconds of an instant.</summary>
    /// <exception cref="OverflowException">The instant is outside the range of nanoseconds in a long.</exception>
    public static long FromDateTimeOffset(DateTimeOffset instant) => FromDateTime(instant.UtcDateTime);

    /// <summary>The UTC instant; nanoseconds below 100 are cut off (floor).</summary>
    public static DateTime ToDateTime(long nanoseconds) =>
        DateTime.UnixEpoch.AddTicks(FloorDivide(nanoseconds, NanosecondsPerTick));

    /// <summary>The UTC calendar date that holds the instant.</summary>
    public static DateOnly ToDate(long nanoseconds) => DateOnly.FromDateTime(ToDateTime(nanoseconds));

    /// <summary>Start (00:00 UTC) of the day that holds the instant.</summary>
    public static long StartOfDay(long nanoseconds) => FloorDivide(nanoseconds, Day) * Day;

    /// <summary>Day of the week of the instant, UTC.</summary>
    public static DayOfWeek DayOfWeek(long nanoseconds) =>
        // 1970-01-01 was a Thursday, which .NET numbers 4.
        (DayOfWeek)(((FloorDivide(nanoseconds, Day) + 4) % 7 + 7) % 7);

    /// <summary>True for Monday to Friday, UTC.</summary>
    public static bool IsWeekday(long nanoseconds) =>
        DayOfWeek(nanoseconds) is not (System.DayOfWeek.Saturday or System.DayOfWeek.Sunday);

    /// <summary>ISO 8601 text: a date alone at midnight, else date and time with <c>Z</c>.</summary>
    public static string Format(long nanoseconds)
    {
        DateTime time = ToDateTime(nanoseconds);
        string format = nanoseconds % Day == 0 ? "yyyy-MM-dd"
            : nanoseconds % Second == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Division that rounds towards minus infinity, so that times before 1970 land in the right bucket.</summary>
    public static long FloorDivide(long value, long divisor)
    {
        long quotient = value / divisor;
        return value % divisor != 0 && (value < 0) != (divisor < 0) ? quotient - 1 : quotient;
    }
}
