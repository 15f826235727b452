namespace Tradewind.Domain.Indicators;

/// <summary>
/// (SMA_s − SMA_b)/SMA_b: how far the short average is above the baseline average, as a fraction. NaN where |SMA_b| ≤ 1e-12·max|x|
/// over the baseline. A negative baseline reverses the sign. First valid row max(s, b) − 1.
/// </summary>
public struct MomentumRatio : IIndicator
{
    private const double LeastShare = 1e-12;

    private Sma _short;
    private Sma _baseline;
    private RollingMax _largest;

    /// <summary>Creates the ratio.</summary>
    /// <param name="shortWindow">s, at least 1.</param>
    /// <param name="baselineWindow">b, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    public MomentumRatio(int shortWindow, int baselineWindow = 30) =>
        (_short, _baseline, _largest) = (new Sma(shortWindow), new Sma(baselineWindow), new RollingMax(baselineWindow));

    /// <summary>True once a baseline average below zero has reversed the sign of a result.</summary>
    public bool SawNegativeBaseline { get; private set; }

    /// <inheritdoc />
    public double Update(double value)
    {
        double average = _short.Update(value);
        double baseline = _baseline.Update(value);
        double largest = _largest.Update(Math.Abs(value));
        double ratio = (average - baseline) / baseline;
        if (!(Math.Abs(baseline) > LeastShare * largest) || !double.IsFinite(ratio))
        {
            return double.NaN;
        }

        SawNegativeBaseline |= baseline < 0;
        return ratio;
    }
}
