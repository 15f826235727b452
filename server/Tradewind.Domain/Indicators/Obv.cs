namespace Tradewind.Domain.Indicators;

/// <summary>
/// On-balance volume: OBV_0 = 0, then plus or minus the volume by the sign of the change of the close. Its level depends on where the
/// series starts. A row with a missing close or volume gives NaN and starts anew at 0.
/// </summary>
/// <remarks>Granville, New Key to Stock Market Profits, 1963. Compensated summation (Neumaier 1974) keeps the level exact to rounding.</remarks>
public struct Obv : IPairIndicator
{
    private double _previousClose;
    private double _sum;
    private double _compensation;
    private bool _started;

    /// <summary>Takes the close and the volume of the next row.</summary>
    public double Update(double first, double second)
    {
        if (!double.IsFinite(first) || !double.IsFinite(second))
        {
            _started = false;
            return double.NaN;
        }

        if (!_started)
        {
            (_started, _sum, _compensation) = (true, 0, 0);
        }
        else
        {
            double signed = first > _previousClose ? second : first < _previousClose ? -second : 0;
            double sum = _sum + signed;
            _compensation += Math.Abs(_sum) >= Math.Abs(signed) ? _sum - sum + signed : signed - sum + _sum;
            _sum = sum;
        }

        _previousClose = first;
        return _sum + _compensation;
    }
}
