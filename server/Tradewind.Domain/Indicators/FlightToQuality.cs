namespace Tradewind.Domain.Indicators;

/// <summary>
/// Flight to quality: f = −(mean crypto return) − (relative change of the primary credit spread), as a z-score over its own last n
/// rows. Positive: crypto falls and spreads tighten. First valid row n − 1 of f.
/// </summary>
public struct FlightToQuality : IPairIndicator
{
    /// <summary>Score above which the published signal is 1.</summary>
    public const double SignalThreshold = 1.5;

    private RollingZScore _score;

    /// <summary>Creates the indicator.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public FlightToQuality(int window) => _score = new RollingZScore(window);

    /// <summary>f of the last row.</summary>
    public double Raw { get; private set; }

    /// <summary>Takes the mean crypto return and the credit return of a row and returns the z-score of f.</summary>
    public double Update(double first, double second)
    {
        Raw = -first - second;
        return _score.Update(Raw);
    }
}
