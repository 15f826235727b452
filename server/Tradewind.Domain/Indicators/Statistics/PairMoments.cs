using System.Runtime.CompilerServices;

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
            SumTails(_firstRing, _secondRing, _tails, first, second);
            (_firstAnchor, _secondAnchor) = (first, second);
            (_x, _y, _xx, _yy, _xy) = (0, 0, 0, 0, 0);
        }

        _firstRing[position] = first;
        _secondRing[position] = second;
        Grow(first - _firstAnchor, second - _secondAnchor, ref _x, ref _y, ref _xx, ref _yy, ref _xy);
        ReadOnlySpan<double> tail = _tails.AsSpan(Stride * (position + 1), Stride);
        (double firstSquares, double secondSquares, double product, bool lostTooMuch) =
            WindowOf(_x + tail[0], _y + tail[1], _xx + tail[2], _yy + tail[3], _xy + tail[4], _share);
        _position = position + 1 == _firstRing.Length ? 0 : position + 1;
        return lostTooMuch ? InTwoPasses(_firstRing, _secondRing) : (firstSquares, secondSquares, product);
    }

    /// <summary>Takes some rows and writes the sums of each, to other memory: what as many updates give.</summary>
    public void Update(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> firsts, Span<double> seconds, Span<double> products)
    {
        for (int row = 0; row < first.Length;)
        {
            row += SumWindows(first[row..], second[row..], firsts[row..], seconds[row..], products[row..], out bool lostTooMuch);
            if (lostTooMuch)
            {
                (firsts[row - 1], seconds[row - 1], products[row - 1]) = InTwoPasses(_firstRing, _secondRing);
            }
        }
    }

    // Rows up to the first that lost too much to cancellation; returns how many. Inside one block nothing depends on the place of a row.
    // No call in the loop: the state stays in registers.
    private int SumWindows(
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        Span<double> firsts,
        Span<double> seconds,
        Span<double> products,
        out bool lostTooMuch)
    {
        (double[] firstRing, double[] secondRing, double[] tails) = (_firstRing, _secondRing, _tails);
        (double x, double y, double xx, double yy, double xy) = (_x, _y, _xx, _yy, _xy);
        (double firstAnchor, double secondAnchor, double share) = (_firstAnchor, _secondAnchor, _share);
        (int position, int i) = (_position, 0);
        lostTooMuch = false;
        while (i < first.Length && !lostTooMuch)
        {
            if (position == 0)
            {
                (firstAnchor, secondAnchor) = (first[i], second[i]);
                SumTails(firstRing, secondRing, tails, firstAnchor, secondAnchor);
                (x, y, xx, yy, xy) = (0, 0, 0, 0, 0);
            }

            int end = Math.Min(first.Length, i + firstRing.Length - position);
            while (i < end)
            {
                firstRing[position] = first[i];
                secondRing[position] = second[i];
                position++;
                Grow(first[i] - firstAnchor, second[i] - secondAnchor, ref x, ref y, ref xx, ref yy, ref xy);
                ReadOnlySpan<double> tail = tails.AsSpan(Stride * position, Stride);
                (firsts[i], seconds[i], products[i], lostTooMuch) =
                    WindowOf(x + tail[0], y + tail[1], xx + tail[2], yy + tail[3], xy + tail[4], share);
                i++;
                if (lostTooMuch)
                {
                    break;
                }
            }

            position = position == firstRing.Length ? 0 : position;
        }

        (_x, _y, _xx, _yy, _xy) = (x, y, xx, yy, xy);
        (_firstAnchor, _secondAnchor, _position) = (firstAnchor, secondAnchor, position);
        return i;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double First, double Second, double Product, bool LostTooMuch) WindowOf(
        double x, double y, double xx, double yy, double xy, double share)
    {
        (double xMean, double yMean) = (x * share, y * share);
        (double first, double second) = (xx - x * xMean, yy - y * yMean);
        return (first, second, xy - x * yMean, first < xx * LeastShareKept || second < yy * LeastShareKept);
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void SumTails(double[] firsts, double[] seconds, double[] tails, double firstAnchor, double secondAnchor)
    {
        (double x, double y, double xx, double yy, double xy) = (0, 0, 0, 0, 0);
        for (int i = firsts.Length - 1; i > 0; i--)
        {
            Grow(firsts[i] - firstAnchor, seconds[i] - secondAnchor, ref x, ref y, ref xx, ref yy, ref xy);
            Span<double> tail = tails.AsSpan(Stride * i, Stride);
            (tail[0], tail[1], tail[2], tail[3], tail[4]) = (x, y, xx, yy, xy);
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
