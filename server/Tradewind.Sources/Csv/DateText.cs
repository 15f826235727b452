using System.Globalization;
using System.Text;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Csv;

/// <summary>
/// Reads dates and times: ISO 8601 with <c>-</c> or <c>/</c> and blank or <c>T</c>, with or without offset, <c>yyyyMMdd</c>, <c>yyyy-MM</c>,
/// and UNIX time in s, ms, µs or ns told apart by size. Years 1900 to 2199. Times without an offset are UTC.
/// </summary>
internal static class DateText
{
    private const int MinYear = 1900;
    private const int MaxYear = 2199;

    /// <summary>Reads a date.</summary>
    /// <param name="text">Text without surrounding blanks.</param>
    /// <param name="format">.NET format to read by instead; null for the forms above.</param>
    /// <param name="local">Clock reading as written, UNIX nanoseconds.</param>
    /// <param name="offsetMinutes">Offset of that clock from UTC; 0 where none is written.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, string? format, out long local, out int offsetMinutes)
    {
        (local, offsetMinutes) = (0, 0);
        if (format is not null)
        {
            return TryReadExact(text, format, out local, out offsetMinutes);
        }

        return text.Length >= 7 && text[4] is (byte)'-' or (byte)'/' ? TryReadIso(text, out local, out offsetMinutes) : TryReadNumber(text, out local);
    }

    private static bool TryReadExact(ReadOnlySpan<byte> text, string format, out long local, out int offsetMinutes)
    {
        (local, offsetMinutes) = (0, 0);
        if (!DateTimeOffset.TryParseExact(
                Encoding.UTF8.GetString(text), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out DateTimeOffset time)
            || time.Year is < MinYear or > MaxYear)
        {
            return false;
        }

        (local, offsetMinutes) = (UnixTime.FromDateTime(time.DateTime), (int)time.Offset.TotalMinutes);
        return true;
    }

    private static bool TryReadIso(ReadOnlySpan<byte> text, out long local, out int offsetMinutes)
    {
        (local, offsetMinutes) = (0, 0);
        byte separator = text[4];
        if (!Digits(text, 0, 4, out int year) || !Digits(text, 5, 2, out int month))
        {
            return false;
        }

        if (text.Length == 7)
        {
            return TryDate(year, month, 1, out local);
        }

        if (text.Length < 10 || text[7] != separator || !Digits(text, 8, 2, out int day) || !TryDate(year, month, day, out local))
        {
            return false;
        }

        return TryReadAfterDay(text[10..], ref local, out offsetMinutes);
    }

    /// <summary>Reads what follows a day: nothing, or a blank or <c>T</c> and a time.</summary>
    /// <param name="rest">Text after the day.</param>
    /// <param name="local">Start of the day; afterwards, the clock reading.</param>
    /// <param name="offsetMinutes">Offset of the clock from UTC.</param>
    public static bool TryReadAfterDay(ReadOnlySpan<byte> rest, ref long local, out int offsetMinutes)
    {
        offsetMinutes = 0;
        return rest.IsEmpty || (rest.Length > 5 && rest[0] is (byte)' ' or (byte)'T' or (byte)'t' && TryReadTime(rest[1..], ref local, out offsetMinutes));
    }

    // HH:mm[:ss[.fraction]][blank][Z | UTC | ±HH | ±HHmm | ±HH:mm]
    private static bool TryReadTime(ReadOnlySpan<byte> text, ref long local, out int offsetMinutes)
    {
        offsetMinutes = 0;
        if (!Digits(text, 0, 2, out int hour) || text[2] != (byte)':' || !Digits(text, 3, 2, out int minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        local += hour * UnixTime.Hour + minute * UnixTime.Minute;
        text = text[5..];
        if (!text.IsEmpty && text[0] == (byte)':')
        {
            if (!Digits(text, 1, 2, out int second) || second > 59)
            {
                return false;
            }

            local += second * UnixTime.Second;
            text = text[3..];
            if (!text.IsEmpty && text[0] is (byte)'.' or (byte)',')
            {
                text = text[1..];
                if (!TryReadFraction(ref text, ref local))
                {
                    return false;
                }
            }
        }

        return TryReadOffset(text.TrimStart((byte)' '), out offsetMinutes);
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> text, ref long local)
    {
        (int used, long unit) = (0, UnixTime.Second);
        while (used < text.Length && text[used] is >= (byte)'0' and <= (byte)'9')
        {
            unit /= 10;
            local += unit * (text[used] - '0');
            used++;
        }

        text = text[used..];
        return used > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out int offsetMinutes)
    {
        offsetMinutes = 0;
        if (text.IsEmpty || text.SequenceEqual("Z"u8) || text.SequenceEqual("z"u8) || text.SequenceEqual("UTC"u8))
        {
            return true;
        }

        int sign = text[0] switch { (byte)'+' => 1, (byte)'-' => -1, _ => 0 };
        if (sign == 0 || !Digits(text, 1, 2, out int hours) || hours > 14)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[3..];
        rest = !rest.IsEmpty && rest[0] == (byte)':' ? rest[1..] : rest;
        int minutes = 0;
        if (!rest.IsEmpty && (rest.Length != 2 || !Digits(rest, 0, 2, out minutes) || minutes > 59))
        {
            return false;
        }

        offsetMinutes = sign * (hours * 60 + minutes);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out long local)
    {
        local = 0;
        if (text.Length == 8 && Digits(text, 0, 8, out int compact))
        {
            return TryDate(compact / 10_000, compact / 100 % 100, compact % 100, out local);
        }

        // Whole numbers keep every digit; a float would lose nanoseconds.
        if (text.Length < 9 || text[0] is < (byte)'0' or > (byte)'9')
        {
            return false;
        }

        if (!TryWhole(text, out long number))
        {
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double seconds) || !(seconds < 1e11))
            {
                return TryReadFloatMillis(text, out local);
            }

            number = (long)Math.Round(seconds * 1e6);
            return TryScaled(number, 1_000, out local);
        }

        return number switch
        {
            < 100_000_000_000 => TryScaled(number, UnixTime.Second, out local),
            < 100_000_000_000_000 => TryScaled(number, 1_000_000, out local),
            < 100_000_000_000_000_000 => TryScaled(number, 1_000, out local),
            _ => TryScaled(number, 1, out local),
        };
    }

    private static bool TryWhole(ReadOnlySpan<byte> text, out long number)
    {
        const int SafeDigits = 18;
        if (text.Length > SafeDigits)
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }

        number = 0;
        foreach (byte b in text)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9)
            {
                return false;
            }

            number = number * 10 + digit;
        }

        return true;
    }

    private static bool TryReadFloatMillis(ReadOnlySpan<byte> text, out long local)
    {
        local = 0;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double milliseconds)
            && milliseconds < 1e14 && TryScaled((long)Math.Round(milliseconds * 1e3), 1_000, out local);
    }

    private static bool TryScaled(long number, long unit, out long local)
    {
        local = 0;
        long limit = UnixTime.FromDate(MaxYear, 12, 31);
        if (number > limit / unit)
        {
            return false;
        }

        local = number * unit;
        return true;
    }

    private static bool TryDate(int year, int month, int day, out long local)
    {
        local = 0;
        if (year is < MinYear or > MaxYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        local = UnixTime.FromDate(year, month, day);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, int start, int count, out int value)
    {
        value = 0;
        if (start + count > text.Length)
        {
            return false;
        }

        for (int i = start; i < start + count; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit > 9)
            {
                return false;
            }

            value = value * 10 + (int)digit;
        }

        return true;
    }
}
