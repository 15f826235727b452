namespace Tradewind.Domain.Indicators;

/// <summary>
/// (x − mean)/(SD + 1e-8) over the last n rows, sample deviation; 0 where all values are equal. First valid row n − 1.
/// </summary>
public struct RollingZScore : IIndicator
{
    /// <summary>Added to the deviation; part of the published definition of the cross-asset columns.</summary>
    public const double Floor = 1e-8;

    private RollingDeviation _window;

    /// <summary>Creates the score.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public RollingZScore(int window) => _window = new RollingDeviation(window);

    /// <inheritdoc />
    public double Update(double value)
    {
        double deviation = _window.Update(value);
        double score = (value - _window.Mean) / (deviation + Floor);
        return double.IsFinite(score) ? score : double.NaN;
    }
}
