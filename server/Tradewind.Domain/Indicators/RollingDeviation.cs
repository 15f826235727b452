using System.Runtime.CompilerServices;

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
    private readonly double[] _tails;
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
        // Pairs: tail sum of distances, tail sum of squares; the last pair is the empty tail.
        _tails = new double[2 * (window + 1)];
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
            SumTails(_ring, _tails, value);
            (_anchor, _sum, _squares) = (value, 0, 0);
        }

        double[] ring = _ring;
        ring[position] = value;
        double distance = value - _anchor;
        double sum = _sum + distance;
        double squares = Math.FusedMultiplyAdd(distance, distance, _squares);
        (_sum, _squares) = (sum, squares);
        ReadOnlySpan<double> tail = _tails.AsSpan(2 * position + 2, 2);
        sum += tail[0];
        squares += tail[1];
        _position = position + 1 == ring.Length ? 0 : position + 1;
        _equalRows = value == _previous ? _equalRows + 1 : 1;
        _previous = value;

        double offset = sum * _share;
        double spread = squares - sum * offset;
        double mean = _anchor + offset;
        if (spread < squares * LeastShareKept)
        {
            spread = SpreadInTwoPasses(ring, mean);
        }

        double deviation = Math.Sqrt(spread * _inverseDivisor);
        Mean = mean;
        Deviation = deviation;
        if (!double.IsFinite(deviation))
        {
            Deviation = double.NaN;
            Mean = double.IsFinite(mean) ? mean : double.NaN;
        }

        return Deviation;
    }

    // Static: a call on the struct itself would keep its state in memory instead of registers in a fold.
    private static void SumTails(double[] ring, double[] tails, double anchor)
    {
        double sum = 0, squares = 0;
        int i = ring.Length - 1;
        // Two rows a step: only one addition in two waits for the step before.
        for (; i >= 2; i -= 2)
        {
            (double first, double second) = (ring[i] - anchor, ring[i - 1] - anchor);
            double square = first * first;
            Span<double> pairs = tails.AsSpan(2 * i - 2, 4);
            (pairs[2], pairs[3]) = (sum + first, squares + square);
            sum += first + second;
            squares += Math.FusedMultiplyAdd(second, second, square);
            (pairs[0], pairs[1]) = (sum, squares);
        }

        for (; i > 0; i--)
        {
            double distance = ring[i] - anchor;
            sum += distance;
            squares = Math.FusedMultiplyAdd(distance, distance, squares);
            tails[2 * i] = sum;
            tails[2 * i + 1] = squares;
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
}
