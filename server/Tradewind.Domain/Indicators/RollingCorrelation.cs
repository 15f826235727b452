using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Pearson correlation of two series over the last n rows, in [−1, 1]. NaN for the first n − 1 rows, while a NaN of either is inside the
/// window, and where one of them does not vary. First valid row n − 1.
/// </summary>
/// <remarks>Block sums of distances from the first row of the current block, as in <see cref="RollingDeviation"/>.</remarks>
public struct RollingCorrelation : IPairIndicator
{
    private const double LeastShareKept = 1.0 / 64;

    private readonly double[] _firstRing;
    private readonly double[] _secondRing;
    private readonly CorrelationSums[] _tails;
    private CorrelationSums _head;
    private double _firstAnchor;
    private double _secondAnchor;
    private double _previousFirst;
    private double _previousSecond;
    private int _firstEqualRows;
    private int _secondEqualRows;
    private int _position;

    /// <summary>Creates the correlation.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public RollingCorrelation(int window)
    {
        _firstRing = new double[WindowLength.Require(window, least: 2)];
        _secondRing = new double[window];
        _firstRing.AsSpan().Fill(double.NaN);
        _tails = new CorrelationSums[window + 1];
        (_previousFirst, _previousSecond) = (double.NaN, double.NaN);
    }

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double first, double second)
    {
        int position = _position;
        _firstRing[position] = first;
        _secondRing[position] = second;
        if (position == 0)
        {
            SumTails(_firstRing, _secondRing, _tails);
            (_firstAnchor, _secondAnchor, _head) = (first, second, default);
        }

        _head = _head.With(first - _firstAnchor, second - _secondAnchor);
        CorrelationSums sums = _head + _tails[position + 1];
        _position = position + 1 == _firstRing.Length ? 0 : position + 1;
        _firstEqualRows = first == _previousFirst ? _firstEqualRows + 1 : 1;
        _secondEqualRows = second == _previousSecond ? _secondEqualRows + 1 : 1;
        (_previousFirst, _previousSecond) = (first, second);
        if (Math.Max(_firstEqualRows, _secondEqualRows) >= _firstRing.Length)
        {
            return double.NaN;
        }

        double count = _firstRing.Length;
        double firstSpread = sums.FirstSquares - sums.First * sums.First / count;
        double secondSpread = sums.SecondSquares - sums.Second * sums.Second / count;
        if (firstSpread < sums.FirstSquares * LeastShareKept || secondSpread < sums.SecondSquares * LeastShareKept)
        {
            return InTwoPasses(_firstRing, _secondRing, _firstAnchor + sums.First / count, _secondAnchor + sums.Second / count);
        }

        return Ratio(sums.Products - sums.First * sums.Second / count, firstSpread, secondSpread);
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void SumTails(double[] firsts, double[] seconds, CorrelationSums[] tails)
    {
        // Row 0 of the rings already is the first of the new block, their distances are taken from it.
        CorrelationSums sums = default;
        for (int i = firsts.Length - 1; i > 0; i--)
        {
            sums = sums.With(firsts[i] - firsts[0], seconds[i] - seconds[0]);
            tails[i] = sums;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double InTwoPasses(double[] firsts, double[] seconds, double firstMean, double secondMean)
    {
        CorrelationSums sums = default;
        for (int i = 0; i < firsts.Length; i++)
        {
            sums = sums.With(firsts[i] - firstMean, seconds[i] - secondMean);
        }

        double count = firsts.Length;
        return Ratio(
            sums.Products - sums.First * sums.Second / count,
            sums.FirstSquares - sums.First * sums.First / count,
            sums.SecondSquares - sums.Second * sums.Second / count);
    }

    private static double Ratio(double covariance, double firstSpread, double secondSpread)
    {
        // Roots first: the product of two variances over- and underflows long before the variances do.
        double correlation = covariance / (Math.Sqrt(firstSpread) * Math.Sqrt(secondSpread));
        return double.IsFinite(correlation) ? Math.Clamp(correlation, -1, 1) : double.NaN;
    }
}
