using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Standard deviation and mean of the last n rows. NaN for the first n − 1 rows and while a NaN is inside the window. A window whose
/// values are all equal has exactly that mean and a deviation of exactly 0. First valid row n − 1.
/// </summary>
/// <remarks>
/// Block sums as in <see cref="Sma"/>, of distances and squared distances from the first value of the current block. That value is
/// inside every window it serves, so the variance loses at most a factor of n to cancellation; where the loss would exceed 64 the
/// window is summed anew in two passes. Agrees with two-pass arithmetic to about 1e-12 relative at any level of the series.
/// </remarks>
public struct RollingDeviation : IIndicator
{
    private const double LeastShareKept = 1.0 / 64;

    private readonly double[] _ring;
    private readonly double[] _tailSums;
    private readonly double[] _tailSquares;
    private readonly double _share;
    private readonly double _inverseDivisor;
    private double _anchor;
    private double _sum;
    private double _squares;
    private double _previous;
    private int _position;
    private int _equalRows;

    /// <summary>Creates the deviation.</summary>
    /// <param name="window">Rows, at least 2.</param>
    /// <param name="degreesOfFreedomLost">1 for the sample deviation (divisor n − 1), 0 for the textbook one (divisor n).</param>
    /// <exception cref="ArgumentOutOfRangeException">The window is below 2 or the other argument is neither 0 nor 1.</exception>
    public RollingDeviation(int window, int degreesOfFreedomLost = 1)
    {
        _share = 1.0 / WindowLength.Require(window, least: 2);
        ArgumentOutOfRangeException.ThrowIfNegative(degreesOfFreedomLost);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(degreesOfFreedomLost, 1);
        _inverseDivisor = 1.0 / (window - degreesOfFreedomLost);
        _ring = new double[window];
        _ring.AsSpan().Fill(double.NaN);
        // The last place of each is the empty tail, 0.
        _tailSums = new double[window + 1];
        _tailSquares = new double[window + 1];
        _previous = double.NaN;
        Mean = double.NaN;
        Deviation = double.NaN;
    }

    /// <summary>Mean of the window of the last row.</summary>
    public double Mean { get; private set; }

    /// <summary>Standard deviation of the window of the last row.</summary>
    public double Deviation { get; private set; }

    /// <summary>True when all values of the window of the last row are equal (the field's "zero variance", decided without rounding).</summary>
    public readonly bool IsConstant => _equalRows >= _ring.Length;

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        int position = _position;
        if (position == 0)
        {
            StartBlock(value);
        }

        double[] ring = _ring;
        ring[position] = value;
        (_sum, _squares) = Grow(_sum, _squares, value, _anchor);
        (double mean, double spread, double kept) =
            WindowOf(_sum + _tailSums[position + 1], _squares + _tailSquares[position + 1], _anchor, _share);
        _position = position + 1 == ring.Length ? 0 : position + 1;
        _equalRows = value == _previous ? _equalRows + 1 : 1;
        _previous = value;
        if (kept < 0)
        {
            spread = SpreadInTwoPasses(ring, mean);
        }

        Mean = Defined.OrMissing(mean);
        Deviation = Lanes.Map(new RootStep(_inverseDivisor), spread);
        return Deviation;
    }

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        Span<double> means = stackalloc double[Lanes.Tile];
        ref RollingDeviation self = ref Unsafe.As<T, RollingDeviation>(ref indicator);
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, values.Length - start);
            self.Update(values.Slice(start, rows), means[..rows], output.Slice(start, rows));
        }
    }

    /// <summary>Takes some rows and writes mean and deviation of each, other memory than the values: what as many updates give.</summary>
    // Compiled at once with all optimisations: in stages it takes hundreds of calls until the fold is as fast as it gets.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Update(ReadOnlySpan<double> values, Span<double> means, Span<double> deviations)
    {
        if (values.IsEmpty)
        {
            return;
        }

        for (int start = 0, rows; start < values.Length; start += rows)
        {
            if (_position == 0)
            {
                StartBlock(values[start]);
            }

            rows = Math.Min(values.Length - start, _ring.Length - _position);
            ReadOnlySpan<double> piece = values.Slice(start, rows);
            if (!TrySumWindows(piece, means.Slice(start, rows), deviations.Slice(start, rows)))
            {
                SumWindowsInTwoPasses(piece, means.Slice(start, rows), deviations.Slice(start, rows));
            }

            piece.CopyTo(_ring.AsSpan(_position));
            _position = _position + rows == _ring.Length ? 0 : _position + rows;
        }

        deviations = deviations[..values.Length];
        Lanes.Map(default(DefinedStep), means, means[..values.Length]);
        Lanes.Map(new RootStep(_inverseDivisor), deviations, deviations);
        (_equalRows, _previous) = (EqualRowsAtEnd(values), values[^1]);
        (Mean, Deviation) = (means[values.Length - 1], deviations[^1]);
    }

    // Inside one block nothing depends on the place of a row, and no length is left to check: all spans have one. Changes nothing and
    // returns false where a row lost too much to cancellation.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TrySumWindows(ReadOnlySpan<double> values, Span<double> means, Span<double> spreads)
    {
        (double anchor, double share, double sum, double squares, double least) = (_anchor, _share, _sum, _squares, 0);
        ref double value = ref MemoryMarshal.GetReference(values);
        ref double tailSum = ref MemoryMarshal.GetReference(_tailSums.AsSpan(_position + 1, values.Length));
        ref double tailSquare = ref MemoryMarshal.GetReference(_tailSquares.AsSpan(_position + 1, values.Length));
        ref double mean = ref MemoryMarshal.GetReference(means);
        ref double spread = ref MemoryMarshal.GetReference(spreads);
        for (nint i = 0; i < values.Length; i++)
        {
            (sum, squares) = Grow(sum, squares, Unsafe.Add(ref value, i), anchor);
            (Unsafe.Add(ref mean, i), Unsafe.Add(ref spread, i), double kept) =
                WindowOf(sum + Unsafe.Add(ref tailSum, i), squares + Unsafe.Add(ref tailSquare, i), anchor, share);
            // In this order NaN leaves the least as it is.
            least = double.MinNative(kept, least);
        }

        if (least < 0)
        {
            return false;
        }

        (_sum, _squares) = (sum, squares);
        return true;
    }

    // A row that lost too much reads the ring as it is at that row.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SumWindowsInTwoPasses(ReadOnlySpan<double> values, Span<double> means, Span<double> spreads)
    {
        for (int i = 0; i < values.Length; i++)
        {
            int position = _position + i;
            _ring[position] = values[i];
            (_sum, _squares) = Grow(_sum, _squares, values[i], _anchor);
            (means[i], spreads[i], double kept) =
                WindowOf(_sum + _tailSums[position + 1], _squares + _tailSquares[position + 1], _anchor, _share);
            if (kept < 0)
            {
                spreads[i] = SpreadInTwoPasses(_ring, means[i]);
            }
        }
    }

    private void StartBlock(double value)
    {
        SumTails(_ring, _tailSums, _tailSquares, value);
        (_anchor, _sum, _squares) = (value, 0, 0);
    }

    // Looks back from the last row: one comparison unless the series stands still.
    private readonly int EqualRowsAtEnd(ReadOnlySpan<double> values)
    {
        int first = values.Length - 1;
        while (first > 0 && values[first - 1] == values[first])
        {
            first--;
        }

        int rows = values.Length - first;
        return first == 0 && values[0] == _previous ? rows + _equalRows : rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Sum, double Squares) Grow(double sum, double squares, double value, double anchor)
    {
        double distance = value - anchor;
        return (sum + distance, Math.FusedMultiplyAdd(distance, distance, squares));
    }

    // Kept is below 0 where cancellation left too little of the sum of squares.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Mean, double Spread, double Kept) WindowOf(double sum, double squares, double anchor, double share)
    {
        double offset = sum * share;
        double spread = squares - sum * offset;
        return (anchor + offset, spread, spread - squares * LeastShareKept);
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void SumTails(double[] ring, double[] sums, double[] squares, double anchor)
    {
        double sum = 0, square = 0;
        int i = ring.Length - 1;
        // Both have one place more than the ring.
        ref double value = ref MemoryMarshal.GetArrayDataReference(ring);
        ref double tailSum = ref MemoryMarshal.GetArrayDataReference(sums);
        ref double tailSquare = ref MemoryMarshal.GetArrayDataReference(squares);
        // Two rows a step: only one addition in two waits for the step before.
        for (; i >= 2; i -= 2)
        {
            (double first, double second) = (Unsafe.Add(ref value, i) - anchor, Unsafe.Add(ref value, i - 1) - anchor);
            double firstSquare = first * first;
            Unsafe.Add(ref tailSum, i) = sum + first;
            Unsafe.Add(ref tailSquare, i) = square + firstSquare;
            sum += first + second;
            square += Math.FusedMultiplyAdd(second, second, firstSquare);
            Unsafe.Add(ref tailSum, i - 1) = sum;
            Unsafe.Add(ref tailSquare, i - 1) = square;
        }

        for (; i > 0; i--)
        {
            (sum, square) = Grow(sum, square, ring[i], anchor);
            (sums[i], squares[i]) = (sum, square);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double SpreadInTwoPasses(double[] ring, double mean)
    {
        double rest = 0, squares = 0;
        foreach (double value in ring)
        {
            double distance = value - mean;
            rest += distance;
            squares += distance * distance;
        }

        // The second term takes back the rounding of the mean (Chan, Golub and LeVeque 1983).
        return Math.Max(0, squares - rest * rest / ring.Length);
    }

    // Sum of squared distances from the mean in, deviation out.
    private readonly struct RootStep(double inverseDivisor) : IRowStep
    {
        private readonly Vector256<double> _inverseDivisor = Vector256.Create(inverseDivisor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third) =>
            Lanes.OrMissing(Vector256.Sqrt(first * _inverseDivisor));
    }
}
