namespace Tradewind.Domain.Indicators;

/// <summary>
/// Commodity channel index: (TP − mean TP)/(c·MD) over n rows, TP = (H + L + C)/3, MD = mean distance from the window's mean.
/// 0 where all TP are equal. First valid row n − 1. A row costs n operations.
/// </summary>
/// <remarks>Lambert, "Commodity Channel Index", Commodities magazine, 1980.</remarks>
public struct Cci : IBarIndicator
{
    private readonly double[] _ring;
    private readonly double _constant;
    private Sma _mean;
    private double _previous;
    private int _equalRows;
    private int _position;

    /// <summary>Creates the index.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <param name="constant">c, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public Cci(int window, double constant = 0.015)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(constant);
        (_mean, _ring, _constant, _previous) = (new Sma(window), new double[window], constant, double.NaN);
    }

    /// <inheritdoc />
    public double Update(double high, double low, double close)
    {
        double typical = RollingVwap.TypicalPrice(high, low, close);
        double mean = _mean.Update(typical);
        _ring[_position] = typical;
        _position = _position + 1 == _ring.Length ? 0 : _position + 1;
        _equalRows = typical == _previous ? _equalRows + 1 : 1;
        _previous = typical;
        if (double.IsNaN(mean))
        {
            return double.NaN;
        }

        if (_equalRows >= _ring.Length)
        {
            return 0;
        }

        double index = (typical - mean) / (_constant * SumOfDistances(_ring, mean) / _ring.Length);
        return double.IsFinite(index) ? index : double.NaN;
    }

    private static double SumOfDistances(ReadOnlySpan<double> values, double mean)
    {
        // Four sums in turn: additions that do not wait for each other.
        (double a, double b, double c, double d) = (0, 0, 0, 0);
        int i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            a += Math.Abs(values[i] - mean);
            b += Math.Abs(values[i + 1] - mean);
            c += Math.Abs(values[i + 2] - mean);
            d += Math.Abs(values[i + 3] - mean);
        }

        for (; i < values.Length; i++)
        {
            a += Math.Abs(values[i] - mean);
        }

        return a + b + (c + d);
    }
}
