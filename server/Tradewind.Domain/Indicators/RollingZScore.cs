namespace Tradewind.Domain.Indicators;

/// <summary>
/// (x − mean)/(SD + floor) over the last n rows, sample deviation; 0 where all values are equal. First valid row n − 1.
/// </summary>
public struct RollingZScore : IIndicator
{
    /// <summary>Added to the deviation; part of the published definition of the cross-asset columns.</summary>
    public const double Floor = 1e-8;

    private readonly double _floor;
    private RollingDeviation _window;

    /// <summary>Creates the score.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <param name="floor">Added to the deviation, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public RollingZScore(int window, double floor = Floor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(floor);
        (_window, _floor) = (new RollingDeviation(window), floor);
    }

    /// <inheritdoc />
    public double Update(double value)
    {
        double deviation = _window.Update(value);
        double score = (value - _window.Mean) / (deviation + _floor);
        return double.IsFinite(score) ? score : double.NaN;
    }
}
