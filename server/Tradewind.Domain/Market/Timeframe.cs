using System.Globalization;

namespace Tradewind.Domain.Market;

/// <summary>Length of a bar or spacing of observations: a fixed number of nanoseconds, one calendar month, or none for prints of trades.</summary>
public readonly record struct Timeframe : IComparable<Timeframe>
{
    // A month sorts between 4 weeks and 5 weeks; its real end comes from the calendar.
    private const long MonthOrder = 30 * UnixTime.Day;

    // 1970-01-05, the first Monday.
    private const long FirstMonday = 4 * UnixTime.Day;

    private Timeframe(long nanoseconds, bool month) => (Nanoseconds, IsMonth) = (nanoseconds, month);

    /// <summary>Prints of trades: points in time, one nanosecond apart at the least, known when they happen.</summary>
    public static readonly Timeframe Tick = FromNanoseconds(1);

    /// <summary>One minute.</summary>
    public static readonly Timeframe Minute = FromNanoseconds(UnixTime.Minute);

    /// <summary>One hour.</summary>
    public static readonly Timeframe Hour = FromNanoseconds(UnixTime.Hour);

    /// <summary>One UTC day. Daily and business-day series share it.</summary>
    public static readonly Timeframe Day = FromNanoseconds(UnixTime.Day);

    /// <summary>Seven days, from Monday.</summary>
    public static readonly Timeframe Week = FromNanoseconds(7 * UnixTime.Day);

    /// <summary>One calendar month.</summary>
    public static readonly Timeframe Month = new(MonthOrder, month: true);

    /// <summary>Length in nanoseconds; 30 days for a month, whose real length <see cref="End"/> knows.</summary>
    public long Nanoseconds { get; }

    /// <summary>True for the calendar month.</summary>
    public bool IsMonth { get; }

    /// <summary>A fixed length.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="nanoseconds"/> is not positive.</exception>
    public static Timeframe FromNanoseconds(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nanoseconds);
        return new Timeframe(nanoseconds, month: false);
    }

    /// <summary>True for prints of trades.</summary>
    public bool IsTick => Nanoseconds == 1;

    /// <summary>Reads <c>1s 5s 1m 5m 15m 30m 1h 4h 1d 1w 1M</c> and other multiples of s, m, h, d, w; <c>tick</c> for prints of trades.</summary>
    /// <returns>False when the text is not a timeframe.</returns>
    public static bool TryParse(string? text, out Timeframe timeframe)
    {
        timeframe = default;
        if (text == "tick")
        {
            timeframe = Tick;
            return true;
        }

        if (text is null || text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 10_000)
        {
            return false;
        }

        long unit = text[^1] switch
        {
            's' => UnixTime.Second,
            'm' => UnixTime.Minute,
            'h' => UnixTime.Hour,
            'd' => UnixTime.Day,
            'w' => 7 * UnixTime.Day,
            _ => 0,
        };
        if (text == "1M")
        {
            timeframe = Month;
            return true;
        }

        if (unit == 0)
        {
            return false;
        }

        timeframe = FromNanoseconds(count * unit);
        return true;
    }

    /// <summary>Start of the period that holds an instant: periods lie side by side from 1970-01-01 UTC, weeks from Mondays, months from the first.</summary>
    public long Start(long time)
    {
        if (IsMonth)
        {
            DateOnly date = UnixTime.ToDate(time);
            return UnixTime.FromDate(date.Year, date.Month, 1);
        }

        long origin = Nanoseconds % Week.Nanoseconds == 0 ? FirstMonday : 0;
        return origin + UnixTime.FloorDivide(time - origin, Nanoseconds) * Nanoseconds;
    }

    /// <summary>End (exclusive) of the bar that opens at <paramref name="open"/>; of a print its own time.</summary>
    public long End(long open) => IsMonth ? UnixTime.FromDateTime(UnixTime.ToDateTime(open).AddMonths(1)) : IsTick ? open : open + Nanoseconds;

    /// <inheritdoc />
    public int CompareTo(Timeframe other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>True when <paramref name="left"/> is shorter.</summary>
    public static bool operator <(Timeframe left, Timeframe right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> is longer.</summary>
    public static bool operator >(Timeframe left, Timeframe right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> is not longer.</summary>
    public static bool operator <=(Timeframe left, Timeframe right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> is not shorter.</summary>
    public static bool operator >=(Timeframe left, Timeframe right) => left.CompareTo(right) >= 0;

    /// <summary>Text that <see cref="TryParse"/> reads, in the largest unit that divides the length.</summary>
    public override string ToString()
    {
        if (IsMonth)
        {
            return "1M";
        }

        if (IsTick)
        {
            return "tick";
        }

        (long Length, char Letter)[] units =
        [
            (7 * UnixTime.Day, 'w'), (UnixTime.Day, 'd'), (UnixTime.Hour, 'h'), (UnixTime.Minute, 'm'), (UnixTime.Second, 's'),
        ];
        foreach ((long length, char letter) in units)
        {
            if (Nanoseconds % length == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds / length}{letter}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds}ns");
    }
}
