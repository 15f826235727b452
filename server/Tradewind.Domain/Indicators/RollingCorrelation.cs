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
    public double Update(double first, double second)
    {
        int position = _position;
        if (position == 0)
        {
            BeginBlock(first, second);
        }

        _firstRing[position] = first;
        _secondRing[position] = second;
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
            return InTwoPasses(_firstAnchor + sums.First / count, _secondAnchor + sums.Second / count);
        }

        return Ratio(sums.Products - sums.First * sums.Second / count, firstSpread, secondSpread);
    }

    private void BeginBlock(double firstAnchor, double secondAnchor)
    {
        CorrelationSums sums = default;
        for (int i = _firstRing.Length - 1; i > 0; i--)
        {
            sums = sums.With(_firstRing[i] - firstAnchor, _secondRing[i] - secondAnchor);
            _tails[i] = sums;
        }

        (_firstAnchor, _secondAnchor, _head) = (firstAnchor, secondAnchor, default);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly double InTwoPasses(double firstMean, double secondMean)
    {
        CorrelationSums sums = default;
        for (int i = 0; i < _firstRing.Length; i++)
        {
            sums = sums.With(_firstRing[i] - firstMean, _secondRing[i] - secondMean);
        }

        double count = _firstRing.Length;
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
