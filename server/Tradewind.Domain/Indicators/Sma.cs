using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Simple moving average over the last n rows, the current one included. NaN for the first n − 1 rows and while a NaN is inside the
/// window. First valid row n − 1.
/// </summary>
/// <remarks>
/// Rows are cut into blocks of n. Each window is the tail of the last block and the head of the current one; the tail sums are made
/// once a block, the head sum grows by additions. Nothing is ever subtracted from a sum, so a value leaves no trace once it is
/// outside the window and error does not grow with time. Sums hold distances from the first value of the current block, which
/// every one of these windows contains: a window of equal values has exactly that mean.
/// </remarks>
public struct Sma : IIndicator
{
    // [0, position): values of the current block. [position + 1, n): tail sums of the last one. [n]: 0, the empty tail.
    private readonly double[] _block;
    private readonly double _share;
    private double _anchor;
    private double _head;
    private int _position;

    /// <summary>Creates the average.</summary>
    /// <param name="window">Rows, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public Sma(int window)
    {
        _share = 1.0 / WindowLength.Require(window);
        _block = new double[window + 1];
        // NaN tails make the warm-up rows NaN without a test in the loop.
        _block.AsSpan(0, window).Fill(double.NaN);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        double[] block = _block;
        int position = _position;
        if (position == 0)
        {
            SumTails(block, value);
            (_anchor, _head) = (value, 0);
        }

        double head = Grow(_head, value, _anchor);
        double mean = Mean(block[position + 1] + head, _anchor, _share);
        block[position] = value;
        _head = head;
        _position = position + 2 == block.Length ? 0 : position + 1;
        return Defined.OrMissing(mean);
    }

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        ref Sma self = ref Unsafe.As<T, Sma>(ref indicator);
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, values.Length - start);
            Span<double> means = output.Slice(start, rows);
            self.WriteMeans(values.Slice(start, rows), means);
            Lanes.Map(default(DefinedStep), means, means);
        }
    }

    private void WriteMeans(ReadOnlySpan<double> values, Span<double> means)
    {
        (double[] block, int position, double anchor, double head) = (_block, _position, _anchor, _head);
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            if (position == 0)
            {
                SumTails(block, values[start]);
                (anchor, head) = (values[start], 0);
            }

            rows = Math.Min(values.Length - start, block.Length - 1 - position);
            head = WriteMeans(values.Slice(start, rows), block.AsSpan(position, rows + 1), means.Slice(start, rows), anchor, head, _share);
            position = position + rows + 1 == block.Length ? 0 : position + rows;
        }

        (_position, _anchor, _head) = (position, anchor, head);
    }

    // Inside one block nothing depends on the place of a row, and no length is left to check: all spans have that of the values, the
    // block one more. Returns the head sum after the last row.
    private static double WriteMeans(
        ReadOnlySpan<double> values, Span<double> block, Span<double> means, double anchor, double head, double share)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref double place = ref MemoryMarshal.GetReference(block);
        ref double mean = ref MemoryMarshal.GetReference(means);
        for (nint i = 0; i < values.Length; i++)
        {
            head = Grow(head, Unsafe.Add(ref value, i), anchor);
            Unsafe.Add(ref mean, i) = Mean(Unsafe.Add(ref place, i + 1) + head, anchor, share);
            Unsafe.Add(ref place, i) = Unsafe.Add(ref value, i);
        }

        return head;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Grow(double head, double value, double anchor) => head + (value - anchor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Mean(double sum, double anchor, double share) => anchor + sum * share;

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void SumTails(double[] block, double anchor)
    {
        double sum = 0;
        int i = block.Length - 2;
        // Four rows a step: only one addition in four waits for the step before.
        for (; i >= 4; i -= 4)
        {
            Span<double> four = block.AsSpan(i - 3, 4);
            double first = four[3] - anchor;
            double second = first + (four[2] - anchor);
            double third = second + (four[1] - anchor);
            double fourth = second + ((four[1] - anchor) + (four[0] - anchor));
            four[3] = sum + first;
            four[2] = sum + second;
            four[1] = sum + third;
            sum += fourth;
            four[0] = sum;
        }

        for (; i > 0; i--)
        {
            sum += block[i] - anchor;
            block[i] = sum;
        }
    }
}
