using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Sums of squared and multiplied distances from the means of two series over the last n rows; NaN for the first n − 1 rows and while a NaN
/// of either is inside the window. The common part of correlation, covariance and beta. Where all values of a series in the window are
/// equal, its sum of squares and the sum of products are exactly 0.
/// </summary>
/// <remarks>Block sums of distances from the first row of the current block, as in <see cref="RollingDeviation"/>.</remarks>
internal struct PairMoments
{
    private const double LeastShareKept = 1.0 / 64;

    // Sums of x, y, x², y² and xy of a tail, padded to a power of two.
    private const int Stride = 8;

    private readonly double[] _firstRing;
    private readonly double[] _secondRing;
    private readonly double[] _tails;
    private readonly double _share;
    private double _firstAnchor;
    private double _secondAnchor;
    private double _x;
    private double _y;
    private double _xx;
    private double _yy;
    private double _xy;
    private int _position;

    public PairMoments(int window)
    {
        _share = 1.0 / WindowLength.Require(window, least: 2);
        _firstRing = new double[window];
        _secondRing = new double[window];
        _firstRing.AsSpan().Fill(double.NaN);
        _tails = new double[Stride * (window + 1)];
    }

    /// <summary>Takes the next row.</summary>
    /// <returns>Sums over the window of squares of the first, of squares of the second and of products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double First, double Second, double Product) Update(double first, double second)
    {
        int position = _position;
        if (position == 0)
        {
            StartBlock(first, second);
        }

        _firstRing[position] = first;
        _secondRing[position] = second;
        Grow(first - _firstAnchor, second - _secondAnchor, ref _x, ref _y, ref _xx, ref _yy, ref _xy);
        ReadOnlySpan<double> tail = _tails.AsSpan(Stride * (position + 1), Stride);
        (double firstSquares, double secondSquares, double product, double kept) =
            WindowOf(_x + tail[0], _y + tail[1], _xx + tail[2], _yy + tail[3], _xy + tail[4], _share);
        _position = position + 1 == _firstRing.Length ? 0 : position + 1;
        return kept < 0 ? InTwoPasses(_firstRing, _secondRing) : (firstSquares, secondSquares, product);
    }

    /// <summary>Takes some rows and writes the sums of each, to other memory: what as many updates give.</summary>
    public void Update(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> firsts, Span<double> seconds, Span<double> products)
    {
        for (int start = 0, rows; start < first.Length; start += rows)
        {
            if (_position == 0)
            {
                StartBlock(first[start], second[start]);
            }

            rows = Math.Min(first.Length - start, _firstRing.Length - _position);
            if (TrySumWindows(
                first.Slice(start, rows), second.Slice(start, rows),
                firsts.Slice(start, rows), seconds.Slice(start, rows), products.Slice(start, rows)))
            {
                first.Slice(start, rows).CopyTo(_firstRing.AsSpan(_position));
                second.Slice(start, rows).CopyTo(_secondRing.AsSpan(_position));
                _position = _position + rows == _firstRing.Length ? 0 : _position + rows;
                continue;
            }

            // A row that lost too much reads the rings as they are at that row.
            for (int row = start; row < start + rows; row++)
            {
                (firsts[row], seconds[row], products[row]) = Update(first[row], second[row]);
            }
        }
    }

    // Inside one block nothing depends on the place of a row, and no length is left to check: all spans have one. Changes nothing and
    // returns false where a row lost too much to cancellation.
    private bool TrySumWindows(
        ReadOnlySpan<double> firsts, ReadOnlySpan<double> seconds, Span<double> firstSquares, Span<double> secondSquares, Span<double> products)
    {
        (double x, double y, double xx, double yy, double xy) = (_x, _y, _xx, _yy, _xy);
        (double firstAnchor, double secondAnchor, double share, double least) = (_firstAnchor, _secondAnchor, _share, 0);
        ref double first = ref MemoryMarshal.GetReference(firsts);
        ref double second = ref MemoryMarshal.GetReference(seconds);
        ref double firstSquare = ref MemoryMarshal.GetReference(firstSquares);
        ref double secondSquare = ref MemoryMarshal.GetReference(secondSquares);
        ref double product = ref MemoryMarshal.GetReference(products);
        ref double tail = ref MemoryMarshal.GetReference(_tails.AsSpan(Stride * (_position + 1), Stride * firsts.Length));
        for (nint i = 0; i < firsts.Length; i++)
        {
            Grow(Unsafe.Add(ref first, i) - firstAnchor, Unsafe.Add(ref second, i) - secondAnchor, ref x, ref y, ref xx, ref yy, ref xy);
            (Unsafe.Add(ref firstSquare, i), Unsafe.Add(ref secondSquare, i), Unsafe.Add(ref product, i), double kept) = WindowOf(
                x + tail, y + Unsafe.Add(ref tail, 1), xx + Unsafe.Add(ref tail, 2), yy + Unsafe.Add(ref tail, 3), xy + Unsafe.Add(ref tail, 4),
                share);
            // In this order NaN leaves the least as it is.
            least = double.MinNative(kept, least);
            tail = ref Unsafe.Add(ref tail, Stride);
        }

        if (least < 0)
        {
            return false;
        }

        (_x, _y, _xx, _yy, _xy) = (x, y, xx, yy, xy);
        return true;
    }

    private void StartBlock(double first, double second)
    {
        SumTails(_firstRing, _secondRing, _tails, first, second);
        (_firstAnchor, _secondAnchor) = (first, second);
        (_x, _y, _xx, _yy, _xy) = (0, 0, 0, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Grow(double dx, double dy, ref double x, ref double y, ref double xx, ref double yy, ref double xy)
    {
        x += dx;
        y += dy;
        xx = Math.FusedMultiplyAdd(dx, dx, xx);
        yy = Math.FusedMultiplyAdd(dy, dy, yy);
        xy = Math.FusedMultiplyAdd(dx, dy, xy);
    }

    // Kept is below 0 where cancellation left too little of either sum of squares.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double First, double Second, double Product, double Kept) WindowOf(
        double x, double y, double xx, double yy, double xy, double share)
    {
        (double xMean, double yMean) = (x * share, y * share);
        (double first, double second) = (xx - x * xMean, yy - y * yMean);
        return (first, second, xy - x * yMean, double.MinNative(first - xx * LeastShareKept, second - yy * LeastShareKept));
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void SumTails(double[] firsts, double[] seconds, double[] tails, double firstAnchor, double secondAnchor)
    {
        (double x, double y, double xx, double yy, double xy) = (0, 0, 0, 0, 0);
        // Both rings have one length, the tails a stride for each place of them and one more.
        ref double first = ref MemoryMarshal.GetArrayDataReference(firsts);
        ref double second = ref MemoryMarshal.GetArrayDataReference(seconds);
        for (nint i = firsts.Length - 1; i > 0; i--)
        {
            Grow(Unsafe.Add(ref first, i) - firstAnchor, Unsafe.Add(ref second, i) - secondAnchor, ref x, ref y, ref xx, ref yy, ref xy);
            ref double tail = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(tails), Stride * i);
            tail = x;
            Unsafe.Add(ref tail, 1) = y;
            Unsafe.Add(ref tail, 2) = xx;
            Unsafe.Add(ref tail, 3) = yy;
            Unsafe.Add(ref tail, 4) = xy;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly (double First, double Second, double Product) InTwoPasses(double[] firsts, double[] seconds)
    {
        // The means are those of the last row: after the last row of a block the tail is empty.
        int position = _position == 0 ? firsts.Length : _position;
        double firstMean = _firstAnchor + (_x + _tails[Stride * position]) * _share;
        double secondMean = _secondAnchor + (_y + _tails[Stride * position + 1]) * _share;
        (double x, double y, double xx, double yy, double xy) = (0, 0, 0, 0, 0);
        for (int i = 0; i < firsts.Length; i++)
        {
            (double dx, double dy) = (firsts[i] - firstMean, seconds[i] - secondMean);
            (x, y, xx, yy, xy) = (x + dx, y + dy, xx + dx * dx, yy + dy * dy, xy + dx * dy);
        }

        double count = firsts.Length;
        return (xx - x * x / count, yy - y * y / count, xy - x * y / count);
    }
}
