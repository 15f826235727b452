namespace Tradewind.Domain.Indicators;

/// <summary>
/// Average true range in price units. TR_0 = H − L, then the largest of H − L, |H − C_{t−1}| and |L − C_{t−1}|. First valid row n − 1.
/// A bar with a missing price gives NaN and starts anew at the next complete one.
/// </summary>
/// <remarks>Wilder, New Concepts in Technical Trading Systems, 1978.</remarks>
public struct Atr : IBarIndicator
{
    private readonly AtrSmoothing _smoothing;
    private readonly int _window;
    private readonly double _share;
    private readonly double _keep;
    private double _previousClose;
    private double _average;
    private int _rows;

    /// <summary>Creates the average.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <param name="smoothing">How ranges are averaged.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public Atr(int window, AtrSmoothing smoothing = AtrSmoothing.Wilder)
    {
        (_window, _smoothing) = (WindowLength.Require(window), smoothing);
        _share = smoothing == AtrSmoothing.Wilder ? 1.0 / window : 2.0 / (window + 1.0);
        _keep = 1 - _share;
    }

    /// <inheritdoc />
    public double Update(double high, double low, double close)
    {
        double range = high - low;
        if (!double.IsFinite(range) || !double.IsFinite(close))
        {
            _rows = 0;
            return double.NaN;
        }

        if (_rows > 0)
        {
            range = Math.Max(range, Math.Max(Math.Abs(high - _previousClose), Math.Abs(low - _previousClose)));
        }

        _previousClose = close;
        bool seeding = _smoothing == AtrSmoothing.Wilder ? _rows < _window : _rows == 0;
        if (seeding)
        {
            _average = _rows == 0 ? range : _average + range;
        }
        else
        {
            _average = Math.FusedMultiplyAdd(_keep, _average, _share * range);
        }

        if (_rows < _window)
        {
            _rows++;
            if (_rows < _window)
            {
                return double.NaN;
            }

            if (_smoothing == AtrSmoothing.Wilder)
            {
                _average /= _window;
            }
        }

        return _average;
    }
}
