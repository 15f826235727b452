using MathNet.Numerics;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Annualised volatility of the last n bars by their ranges: √(A·variance of a bar), a fraction a year. NaN for the first n − 1 rows (n for
/// Yang-Zhang), while a price that the method reads is missing or not positive inside the window, and where bars contradict themselves so
/// that the variance is negative. Bars without movement give 0.
/// </summary>
/// <remarks>Definitions and sources at <see cref="RangeVolatilityMethod"/>.</remarks>
public struct RangeVolatility
{
    private readonly RangeVolatilityMethod _method;
    private readonly double _rowsPerYear;
    private readonly double _shareOfDay;
    private Sma _mean;
    private RollingDeviation _night;
    private RollingDeviation _day;
    private double _previousClose;

    /// <summary>Creates the volatility.</summary>
    /// <param name="method">Estimator.</param>
    /// <param name="window">n, at least 2.</param>
    /// <param name="rowsPerYear">A, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public RangeVolatility(RangeVolatilityMethod method, int window, double rowsPerYear)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsPerYear);
        (_method, _rowsPerYear, _mean) = (method, rowsPerYear, new Sma(WindowLength.Require(window, least: 2)));
        (_previousClose, _shareOfDay) = (double.NaN, 0.34 / (1.34 + (window + 1.0) / (window - 1.0)));
        if (method == RangeVolatilityMethod.YangZhang)
        {
            (_night, _day) = (new RollingDeviation(window), new RollingDeviation(window));
        }
    }

    /// <summary>Takes the next bar (NaN where missing) and returns the volatility there, NaN where undefined.</summary>
    public double Update(double open, double high, double low, double close)
    {
        double range = Defined.LogRatio(high, low);
        double day = Defined.LogRatio(close, open);
        double variance = _method switch
        {
            RangeVolatilityMethod.Parkinson => _mean.Update(range * range / (4 * Constants.Ln2)),
            RangeVolatilityMethod.GarmanKlass => _mean.Update(0.5 * range * range - (2 * Constants.Ln2 - 1) * day * day),
            RangeVolatilityMethod.RogersSatchell => _mean.Update(RogersSatchell(open, high, low, close)),
            _ => YangZhang(open, day, RogersSatchell(open, high, low, close)),
        };
        _previousClose = close;
        return Defined.OrMissing(Math.Sqrt(variance * _rowsPerYear));
    }

    private static double RogersSatchell(double open, double high, double low, double close) =>
        Defined.LogRatio(high, open) * Defined.LogRatio(high, close) + Defined.LogRatio(low, open) * Defined.LogRatio(low, close);

    private double YangZhang(double open, double day, double rogersSatchell)
    {
        double night = _night.Update(Defined.LogRatio(open, _previousClose));
        double deviation = _day.Update(day);
        return night * night + _shareOfDay * deviation * deviation + (1 - _shareOfDay) * _mean.Update(rogersSatchell);
    }
}
