using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Tradewind.Storage;

/// <summary>
/// Values that are decimals of a few digits, as prices and volumes are: whole numbers of the last decimal above the smallest of them, in one,
/// two or four bytes. A whole number below 2^53 divided by a power of ten up to 22 is rounded once, so reading gives back every bit;
/// packing checks that it does for each value, else the column stays plain. The largest offset stands for a missing value.
/// </summary>
internal static class PackedDecimals
{
    private const int MaxExponent = 10;
    private const double ExactLimit = 1L << 53;

    private static readonly double[] Powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

    /// <summary>Packs values.</summary>
    /// <returns>Null where there are too few, or one of them would not come back bit for bit.</returns>
    public static byte[]? TryEncode(ReadOnlySpan<double> values)
    {
        if (values.Length < PackedHeader.MinRows)
        {
            return null;
        }

        double[] rented = ArrayPool<double>.Shared.Rent(values.Length);
        try
        {
            return TryEncode(values, rented.AsSpan(0, values.Length));
        }
        finally
        {
            ArrayPool<double>.Shared.Return(rented);
        }
    }

    private static byte[]? TryEncode(ReadOnlySpan<double> values, Span<double> scaled)
    {
        int exponent = 0, tested = 0;
        (double min, double max) = (0, 0);
        while (tested < values.Length)
        {
            exponent = SmallestExponent(values[tested], exponent);
            if (exponent < 0)
            {
                return null;
            }

            int failed = Scale(values, Powers[exponent], scaled, out min, out max);
            if (failed >= 0 && failed <= tested)
            {
                return null;
            }

            tested = failed < 0 ? values.Length : failed;
        }

        // Only missing values leave the range empty.
        (min, max) = min <= max ? (min, max) : (0, 0);
        if (Math.Max(Math.Abs(min), Math.Abs(max)) >= ExactLimit || max - min >= uint.MaxValue)
        {
            return null;
        }

        int width = max - min < byte.MaxValue ? 1 : max - min < ushort.MaxValue ? 2 : 4;
        byte[] blob = new PackedHeader(PackedForm.Decimals, width, exponent, (long)min, 0).NewBlob(values.Length);
        Span<byte> offsets = blob.AsSpan(PackedHeader.Length);
        switch (width)
        {
            case 1:
                Write(scaled, min, offsets);
                break;
            case 2:
                Write(scaled, min, MemoryMarshal.Cast<byte, ushort>(offsets));
                break;
            default:
                Write(scaled, min, MemoryMarshal.Cast<byte, uint>(offsets));
                break;
        }

        SwapOnBigEndian(offsets, width);
        return blob;
    }

    /// <summary>Reads the first rows of packed values.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> blob, long count, Span<double> target)
    {
        if (PackedHeader.Read(blob, count) is not { Form: PackedForm.Decimals, Exponent: <= MaxExponent } header)
        {
            return false;
        }

        ReadOnlySpan<byte> offsets = blob.Slice(PackedHeader.Length, header.Width * target.Length);
        if (!BitConverter.IsLittleEndian)
        {
            byte[] swapped = offsets.ToArray();
            SwapOnBigEndian(swapped, header.Width);
            offsets = swapped;
        }

        (double min, double power) = (header.Base, Powers[header.Exponent]);
        switch (header.Width)
        {
            case 1:
                Read(offsets, min, power, target);
                return true;
            case 2:
                Read(MemoryMarshal.Cast<byte, ushort>(offsets), min, power, target);
                return true;
            case 4:
                Read(MemoryMarshal.Cast<byte, uint>(offsets), min, power, target);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Decimals a value needs, at least <paramref name="from"/>; −1 where it needs too many.</summary>
    private static int SmallestExponent(double value, int from)
    {
        if (double.IsNaN(value))
        {
            return from;
        }

        while (from <= MaxExponent && Math.Round(value * Powers[from]) / Powers[from] != value)
        {
            from++;
        }

        return from <= MaxExponent ? from : -1;
    }

    /// <summary>Scales all values to whole numbers.</summary>
    /// <returns>Row of a value that would not come back bit for bit; −1 where all would.</returns>
    private static int Scale(ReadOnlySpan<double> values, double power, Span<double> scaled, out double min, out double max)
    {
        (min, max) = (double.PositiveInfinity, double.NegativeInfinity);
        (Vector<double> lows, Vector<double> highs, Vector<double> powers) = (new(min), new(max), new(power));
        int row = 0;
        for (; row <= values.Length - Vector<double>.Count; row += Vector<double>.Count)
        {
            Vector<double> value = new(values[row..]);
            Vector<double> whole = Vector.Round(value * powers);
            // Adding zero makes a negative zero positive, as reading will: it then counts as one that does not come back.
            Vector<long> same = Vector.Equals(value, value)
                & Vector.Equals(Vector.AsVectorInt64((whole + Vector<double>.Zero) / powers), Vector.AsVectorInt64(value));
            Vector<long> missing = Vector.Equals(Vector.AsVectorInt64(value), new Vector<long>(BitConverter.DoubleToInt64Bits(double.NaN)));
            if (!Vector.EqualsAll(same | missing, Vector<long>.AllBitsSet))
            {
                break;
            }

            lows = Vector.ConditionalSelect(missing, lows, Vector.Min(lows, whole));
            highs = Vector.ConditionalSelect(missing, highs, Vector.Max(highs, whole));
            whole.CopyTo(scaled[row..]);
        }

        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            (min, max) = (Math.Min(min, lows[lane]), Math.Max(max, highs[lane]));
        }

        for (; row < values.Length; row++)
        {
            scaled[row] = Math.Round(values[row] * power);
            if (BitConverter.DoubleToInt64Bits(values[row]) == BitConverter.DoubleToInt64Bits(double.NaN))
            {
                continue;
            }

            // Another NaN than the usual one would come back as the usual one.
            if (double.IsNaN(values[row]) || BitConverter.DoubleToInt64Bits((scaled[row] + 0.0) / power) != BitConverter.DoubleToInt64Bits(values[row]))
            {
                return row;
            }

            (min, max) = (Math.Min(min, scaled[row]), Math.Max(max, scaled[row]));
        }

        return -1;
    }

    private static void Write<T>(ReadOnlySpan<double> scaled, double min, Span<T> offsets)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (int row = 0; row < offsets.Length; row++)
        {
            offsets[row] = double.IsNaN(scaled[row]) ? T.MaxValue : T.CreateTruncating((long)(scaled[row] - min));
        }
    }

    private static void Read<T>(ReadOnlySpan<T> offsets, double min, double power, Span<double> target)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (int row = 0; row < target.Length; row++)
        {
            T offset = offsets[row];
            target[row] = offset == T.MaxValue ? double.NaN : (min + long.CreateTruncating(offset)) / power;
        }
    }

    private static void SwapOnBigEndian(Span<byte> offsets, int width)
    {
        if (BitConverter.IsLittleEndian || width == 1)
        {
            return;
        }

        if (width == 2)
        {
            Span<ushort> halves = MemoryMarshal.Cast<byte, ushort>(offsets);
            BinaryPrimitives.ReverseEndianness(halves, halves);
        }
        else
        {
            Span<uint> words = MemoryMarshal.Cast<byte, uint>(offsets);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
