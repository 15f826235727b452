using System.Globalization;

namespace Tradewind.Sources.Csv;

/// <summary>Reads numbers from UTF-8 text, correctly rounded.</summary>
internal static class NumberText
{
    private const ulong ExactMantissa = 1UL << 53;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>Reads a number or a missing mark (empty, <c>. - NA N/A #N/A NaN null none</c>, any case) as NaN.</summary>
    /// <returns>False for other text, thousands separators, decimal commas and numbers outside the range of a double.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        if (TryReadSimple(text, out value))
        {
            return true;
        }

        if (IsMissing(text))
        {
            value = double.NaN;
            return true;
        }

        // Words such as Infinity are no values of a market: a number starts with a digit, a sign or a point.
        return text[0] is not ((byte)'I' or (byte)'i' or (byte)'N' or (byte)'n')
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>True for the marks that stand for a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> text)
    {
        if (text.Length > 4)
        {
            return false;
        }

        Span<byte> upper = stackalloc byte[4];
        for (int i = 0; i < text.Length; i++)
        {
            upper[i] = text[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(text[i] - 32) : text[i];
        }

        ReadOnlySpan<byte> word = upper[..text.Length];
        return word.IsEmpty || word.SequenceEqual("."u8) || word.SequenceEqual("-"u8) || word.SequenceEqual("NA"u8) || word.SequenceEqual("N/A"u8)
            || word.SequenceEqual("#N/A"u8) || word.SequenceEqual("NAN"u8) || word.SequenceEqual("NULL"u8) || word.SequenceEqual("NONE"u8);
    }

    /// <summary>
    /// Reads a number of digits with at most one point and a sign, as far as it goes. Mantissa below 2^53 and a power of ten up to 22 are both
    /// exact doubles, so one division rounds once, hence correctly (Clinger 1990).
    /// </summary>
    /// <param name="text">Text.</param>
    /// <param name="position">Where the number starts; afterwards, the byte behind it.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False where there is no digit, or there are too many for this way.</returns>
    public static bool TryReadDigits(ReadOnlySpan<byte> text, ref int position, out double value)
    {
        int i = position;
        bool negative = (uint)i < (uint)text.Length && text[i] == (byte)'-';
        i += negative ? 1 : 0;
        (int start, ulong mantissa, int fraction) = (i, 0, 0);
        uint digit;
        while ((uint)i < (uint)text.Length && (digit = (uint)(text[i] - '0')) <= 9)
        {
            mantissa = mantissa * 10 + digit;
            i++;
        }

        int digits = i - start;
        if ((uint)i < (uint)text.Length && text[i] == (byte)'.')
        {
            start = ++i;
            while ((uint)i < (uint)text.Length && (digit = (uint)(text[i] - '0')) <= 9)
            {
                mantissa = mantissa * 10 + digit;
                i++;
            }

            fraction = i - start;
            digits += fraction;
        }

        position = i;
        value = fraction > 0 && fraction < PowersOfTen.Length ? mantissa / PowersOfTen[fraction] : mantissa;
        value = negative ? -value : value;
        return digits is > 0 and <= 18 && mantissa <= ExactMantissa;
    }

    private static bool TryReadSimple(ReadOnlySpan<byte> text, out double value)
    {
        int position = 0;
        return TryReadDigits(text, ref position, out value) && position == text.Length;
    }
}
