namespace Tradewind.Domain.Indicators;

/// <summary>
/// Relative strength index in [0, 100]: 100 − 100/(1 + A/B), A and B the average gain and loss. No loss ⇒ 100, neither gain nor loss ⇒
/// 50. First valid row n. A missing value gives NaN and starts anew at the next one.
/// </summary>
/// <remarks>Wilder, New Concepts in Technical Trading Systems, 1978. Written as 100·A/(A + B), which is the same number.</remarks>
public struct Rsi : IIndicator
{
    private readonly RsiSmoothing _smoothing;
    private readonly int _window;
    private readonly double _share;
    private readonly double _keep;
    private Sma _gains;
    private Sma _losses;
    private double _previous;
    private double _gain;
    private double _loss;
    private double _level;
    private int _rows;

    /// <summary>Creates the index.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <param name="smoothing">How gains and losses are averaged.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public Rsi(int window, RsiSmoothing smoothing = RsiSmoothing.Wilder)
    {
        (_window, _smoothing) = (WindowLength.Require(window), smoothing);
        _share = 1.0 / window;
        _keep = (window - 1.0) / window;
        if (smoothing == RsiSmoothing.Sma)
        {
            (_gains, _losses) = (new Sma(window), new Sma(window));
        }
    }

    /// <inheritdoc />
    public double Update(double value)
    {
        double change = value - _previous;
        _previous = value;
        if (!double.IsFinite(value))
        {
            _rows = 0;
            return double.NaN;
        }

        if (_rows == 0)
        {
            (_rows, _gain, _loss, _level) = (1, 0, 0, double.NaN);
            return double.NaN;
        }

        // Exact and free of branches: half of (|c| + c) is c or 0.
        double size = Math.Abs(change);
        double gain = 0.5 * (size + change);
        double loss = 0.5 * (size - change);
        return _smoothing == RsiSmoothing.Wilder ? UpdateWilder(gain, loss) : UpdateOther(gain, loss);
    }

    private double UpdateWilder(double gain, double loss)
    {
        if (_rows > _window)
        {
            // A flat row shrinks A and B alike. Keeping the level avoids rounding noise, which a stochastic of this index would
            // blow up to its full range.
            double newGain = Math.FusedMultiplyAdd(_keep, _gain, _share * gain);
            double newLoss = Math.FusedMultiplyAdd(_keep, _loss, _share * loss);
            (_gain, _loss) = (newGain, newLoss);
            return gain == loss ? _level : _level = Level(newGain, newLoss);
        }

        _gain += gain;
        _loss += loss;
        if (_rows++ < _window)
        {
            return double.NaN;
        }

        (_gain, _loss) = (_gain / _window, _loss / _window);
        return _level = Level(_gain, _loss);
    }

    private double UpdateOther(double gain, double loss)
    {
        if (_smoothing == RsiSmoothing.Sma)
        {
            _gain = _gains.Update(gain);
            _loss = _losses.Update(loss);
        }
        else
        {
            _gain = Math.FusedMultiplyAdd(_keep, _gain, _share * gain);
            _loss = Math.FusedMultiplyAdd(_keep, _loss, _share * loss);
        }

        bool unchanged = _smoothing == RsiSmoothing.Ewm && gain == loss && _rows > 1;
        _level = unchanged ? _level : Level(_gain, _loss);
        if (_rows < _window)
        {
            _rows++;
            return double.NaN;
        }

        return _level;
    }

    private static double Level(double gain, double loss)
    {
        double total = gain + loss;
        return total == 0 ? 50 : 100 * (gain / total);
    }
}
