using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Sums of squared and multiplied distances from the means of two series over the last n rows; NaN for the first n − 1 rows and while a NaN
/// of either is inside the window. The common part of correlation, covariance and beta.
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
    private double _previousFirst;
    private double _previousSecond;
    private int _firstEqualRows;
    private int _secondEqualRows;
    private int _position;

    public PairMoments(int window)
    {
        _share = 1.0 / WindowLength.Require(window, least: 2);
        _firstRing = new double[window];
        _secondRing = new double[window];
        _firstRing.AsSpan().Fill(double.NaN);
        _tails = new double[Stride * (window + 1)];
        (_previousFirst, _previousSecond) = (double.NaN, double.NaN);
    }

    /// <summary>True when all values of the first series in the window are equal.</summary>
    public readonly bool FirstIsConstant => _firstEqualRows >= _firstRing.Length;

    /// <summary>True when all values of the second series in the window are equal.</summary>
    public readonly bool SecondIsConstant => _secondEqualRows >= _firstRing.Length;

    /// <summary>Takes the next row.</summary>
    /// <returns>Sums over the window of squares of the first, of squares of the second and of products.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double First, double Second, double Product) Update(double first, double second)
    {
        int position = _position;
        _firstRing[position] = first;
        _secondRing[position] = second;
        if (position == 0)
        {
            SumTails(_firstRing, _secondRing, _tails);
            (_firstAnchor, _secondAnchor) = (first, second);
            (_x, _y, _xx, _yy, _xy) = (0, 0, 0, 0, 0);
        }

        (double dx, double dy) = (first - _firstAnchor, second - _secondAnchor);
        _x += dx;
        _y += dy;
        _xx = Math.FusedMultiplyAdd(dx, dx, _xx);
        _yy = Math.FusedMultiplyAdd(dy, dy, _yy);
        _xy = Math.FusedMultiplyAdd(dx, dy, _xy);
        ReadOnlySpan<double> tail = _tails.AsSpan(Stride * (position + 1), Stride);
        (double x, double y, double xx, double yy, double xy) = (_x + tail[0], _y + tail[1], _xx + tail[2], _yy + tail[3], _xy + tail[4]);
        _position = position + 1 == _firstRing.Length ? 0 : position + 1;
        _firstEqualRows = first == _previousFirst ? _firstEqualRows + 1 : 1;
        _secondEqualRows = second == _previousSecond ? _secondEqualRows + 1 : 1;
        (_previousFirst, _previousSecond) = (first, second);

        (double xMean, double yMean) = (x * _share, y * _share);
        (double firstSpread, double secondSpread) = (xx - x * xMean, yy - y * yMean);
        if (firstSpread < xx * LeastShareKept || secondSpread < yy * LeastShareKept)
        {
            return InTwoPasses(_firstRing, _secondRing, _firstAnchor + xMean, _secondAnchor + yMean);
        }

        return (firstSpread, secondSpread, xy - x * yMean);
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void SumTails(double[] firsts, double[] seconds, double[] tails)
    {
        // Row 0 of the rings already is the first of the new block, which distances are taken from.
        (double x, double y, double xx, double yy, double xy) = (0, 0, 0, 0, 0);
        for (int i = firsts.Length - 1; i > 0; i--)
        {
            (double dx, double dy) = (firsts[i] - firsts[0], seconds[i] - seconds[0]);
            x += dx;
            y += dy;
            xx = Math.FusedMultiplyAdd(dx, dx, xx);
            yy = Math.FusedMultiplyAdd(dy, dy, yy);
            xy = Math.FusedMultiplyAdd(dx, dy, xy);
            Span<double> tail = tails.AsSpan(Stride * i, Stride);
            (tail[0], tail[1], tail[2], tail[3], tail[4]) = (x, y, xx, yy, xy);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (double First, double Second, double Product) InTwoPasses(
        double[] firsts, double[] seconds, double firstMean, double secondMean)
    {
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
