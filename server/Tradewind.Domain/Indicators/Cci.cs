using System.Runtime.Intrinsics;

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
        // Four lanes on every machine, so that the order of additions, and with it the last bit, is the same everywhere.
        Vector256<double> lanes = Vector256<double>.Zero;
        Vector256<double> centre = Vector256.Create(mean);
        int whole = values.Length - values.Length % Vector256<double>.Count;
        for (int i = 0; i < whole; i += Vector256<double>.Count)
        {
            lanes += Vector256.Abs(Vector256.Create(values.Slice(i, Vector256<double>.Count)) - centre);
        }

        double sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        foreach (double value in values[whole..])
        {
            sum += Math.Abs(value - mean);
        }

        return sum;
    }
}
