namespace Tradewind.Domain.Indicators;

/// <summary>
/// SD_n(r_a)/(SD_n(r_s) + 1e-8) of two return series; NaN where the second did not vary. First valid row n − 1 of the returns.
/// </summary>
public struct VolRatio : IPairIndicator
{
    private RollingDeviation _numerator;
    private RollingDeviation _denominator;

    /// <summary>Creates the ratio.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public VolRatio(int window) => (_numerator, _denominator) = (new RollingDeviation(window), new RollingDeviation(window));

    /// <summary>Takes the next return of each series.</summary>
    public double Update(double first, double second)
    {
        double ratio = _numerator.Update(first) / (_denominator.Update(second) + RollingZScore.Floor);
        return _denominator.IsConstant || !double.IsFinite(ratio) ? double.NaN : ratio;
    }
}
