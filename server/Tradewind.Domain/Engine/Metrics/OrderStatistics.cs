using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>
/// The lower tail of a sample without sorting the rest of it: a few thousand values tell a bound that the tail lies below, one pass collects
/// what is there, and the order statistics asked for are selected from that. The upper tail is the lower one of the negated sample.
/// </summary>
internal ref struct OrderStatistics
{
    private const int LargestSample = 2048;
    private const int ValuesPerSample = 32;
    private readonly double[] _rented;
    private readonly Span<double> _tail;
    private readonly double _sign;
    private readonly int _count;

    private OrderStatistics(double[] rented, int kept, int count, double sign)
    {
        (_rented, _count, _sign) = (rented, count, sign);
        _tail = rented.AsSpan(0, kept);
    }

    /// <summary>The smallest values of a sample, as far as percentiles up to one need them. Give the buffer back with <see cref="Dispose"/>.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="percent">Largest percentile that will be asked for, below 50.</param>
    /// <param name="upper">True for the largest values: every value counts with its sign turned.</param>
    public static OrderStatistics Tail(ReadOnlySpan<double> values, double percent, bool upper = false)
    {
        double sign = upper ? -1 : 1;
        int needed = Math.Min(values.Length, (int)Math.Floor((values.Length - 1) * percent / 100) + 2);
        double[] rented = ArrayPool<double>.Shared.Rent(values.Length);
        int kept = values.Length <= LargestSample ? 0 : Collect(values, sign, Bound(values, sign, needed), needed, rented);
        if (kept < needed)
        {
            // A small sample, or one whose bound was misjudged: everything is a candidate.
            for (int i = 0; i < values.Length; i++)
            {
                rented[i] = sign * values[i];
            }

            kept = values.Length;
        }

        return new OrderStatistics(rented, kept, values.Length, sign);
    }

    /// <summary>Percentile, interpolated linearly between order statistics; for an upper tail counted from above. NaN for an empty sample.</summary>
    public readonly double Percentile(double percent)
    {
        if (_count == 0)
        {
            return double.NaN;
        }

        double position = (_count - 1) * percent / 100;
        int below = (int)Math.Floor(position);
        int above = Math.Min(below + 1, _count - 1);
        double high = Select(_tail, above);
        // What lies before a selected value is not above it, so the one before is the largest of them.
        double low = above == below ? high : Largest(_tail[..above]);
        return _sign * (low + (position - below) * (high - low));
    }

    /// <summary>Gives the buffer back.</summary>
    public readonly void Dispose() => ArrayPool<double>.Shared.Return(_rented);

    /// <summary>The value of a rank from below (Hoare's selection, median of three); values before it are not above it afterwards.</summary>
    private static double Select(Span<double> values, int rank)
    {
        (int first, int last) = (0, values.Length - 1);
        while (first < last)
        {
            double pivot = MedianOfThree(values[first], values[first + (last - first) / 2], values[last]);
            (int left, int right) = (first, last);
            while (left <= right)
            {
                while (values[left] < pivot)
                {
                    left++;
                }

                while (values[right] > pivot)
                {
                    right--;
                }

                if (left <= right)
                {
                    (values[left], values[right]) = (values[right], values[left]);
                    (left, right) = (left + 1, right - 1);
                }
            }

            if (rank <= right)
            {
                last = right;
            }
            else if (rank >= left)
            {
                first = left;
            }
            else
            {
                break;
            }
        }

        return values[rank];
    }

    private static double Largest(ReadOnlySpan<double> values)
    {
        double largest = double.NegativeInfinity;
        foreach (double value in values)
        {
            largest = Math.Max(largest, value);
        }

        return largest;
    }

    private static double MedianOfThree(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    /// <summary>A value that a little more than the values needed lie below, judged by every n-th value.</summary>
    private static double Bound(ReadOnlySpan<double> values, double sign, int needed)
    {
        Span<double> sample = stackalloc double[LargestSample];
        sample = sample[..Math.Min(LargestSample, values.Length / ValuesPerSample)];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = sign * values[(int)((long)i * values.Length / sample.Length)];
        }

        sample.Sort();
        double share = (double)needed / values.Length;
        double margin = 4 * Math.Sqrt(share * (1 - share) / sample.Length);
        return sample[Math.Min(sample.Length - 1, (int)Math.Ceiling((share + margin) * sample.Length) + 1)];
    }

    /// <summary>
    /// Moves the values below the bound into a buffer, and as many equal to it as are still needed: a curve that is flat for long has a
    /// great many equal returns, of which none need be sorted.
    /// </summary>
    private static int Collect(ReadOnlySpan<double> values, double sign, double bound, int needed, double[] into)
    {
        ReadOnlySpan<Vector512<double>> lanes = MemoryMarshal.Cast<double, Vector512<double>>(values);
        Vector512<double> limit = Vector512.Create(bound);
        Vector512<double> signs = Vector512.Create(sign);
        (int kept, int equal) = (0, 0);
        for (int lane = 0; lane < lanes.Length; lane++)
        {
            Vector512<double> signed = lanes[lane] * signs;
            equal += BitOperations.PopCount(Vector512.Equals(signed, limit).ExtractMostSignificantBits());
            ulong below = Vector512.LessThan(signed, limit).ExtractMostSignificantBits();
            for (; below != 0; below &= below - 1)
            {
                into[kept++] = sign * values[lane * Vector512<double>.Count + BitOperations.TrailingZeroCount(below)];
            }
        }

        foreach (double value in values[(lanes.Length * Vector512<double>.Count)..])
        {
            if (sign * value < bound)
            {
                into[kept++] = sign * value;
            }
            else if (sign * value == bound)
            {
                equal++;
            }
        }

        int filled = Math.Clamp(needed - kept, 0, equal);
        into.AsSpan(kept, filled).Fill(bound);
        return kept + filled;
    }
}
