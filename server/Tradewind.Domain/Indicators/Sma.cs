using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        double sum = block[position + 1] + head;
        block[position] = value;
        _head = head;
        _position = position + 2 == block.Length ? 0 : position + 1;
        return Lanes.Map(new MeanStep(_share), sum, _anchor);
    }

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        ref Sma self = ref Unsafe.As<T, Sma>(ref indicator);
        Span<double> anchors = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, values.Length - start);
            Span<double> sums = output.Slice(start, rows);
            self.SumWindows(values.Slice(start, rows), sums, anchors[..rows]);
            Lanes.Map(new MeanStep(self._share), sums, anchors, sums);
        }
    }

    private void SumWindows(ReadOnlySpan<double> values, Span<double> sums, Span<double> anchors)
    {
        (double[] block, int position) = (_block, _position);
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            if (position == 0)
            {
                SumTails(block, values[start]);
                (_anchor, _head) = (values[start], 0);
            }

            rows = Math.Min(values.Length - start, block.Length - 1 - position);
            anchors.Slice(start, rows).Fill(_anchor);
            _head = SumWindows(values.Slice(start, rows), block.AsSpan(position, rows + 1), sums.Slice(start, rows), _anchor, _head);
            position = position + rows + 1 == block.Length ? 0 : position + rows;
        }

        _position = position;
    }

    // Inside one block nothing depends on the place of a row, and no length is left to check: all spans have that of the values, the
    // block one more. Returns the head sum after the last row.
    private static double SumWindows(ReadOnlySpan<double> values, Span<double> block, Span<double> sums, double anchor, double head)
    {
        ref double value = ref MemoryMarshal.GetReference(values);
        ref double place = ref MemoryMarshal.GetReference(block);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        for (nint i = 0; i < values.Length; i++)
        {
            head = Grow(head, Unsafe.Add(ref value, i), anchor);
            Unsafe.Add(ref sum, i) = Unsafe.Add(ref place, i + 1) + head;
            Unsafe.Add(ref place, i) = Unsafe.Add(ref value, i);
        }

        return head;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Grow(double head, double value, double anchor) => head + (value - anchor);

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

    // Sum of distances and what they were taken from in, mean out.
    private readonly struct MeanStep(double share) : IRowStep
    {
        private readonly Vector256<double> _share = Vector256.Create(share);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third) =>
            Lanes.OrMissing(second + first * _share);
    }
}
