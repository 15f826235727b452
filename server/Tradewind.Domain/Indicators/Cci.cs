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

        double distances = 0;
        foreach (double value in _ring)
        {
            distances += Math.Abs(value - mean);
        }

        double index = (typical - mean) / (_constant * distances / _ring.Length);
        return double.IsFinite(index) ? index : double.NaN;
    }
}
