namespace Tradewind.Domain.Indicators;

/// <summary>
/// Williams %R: −100(max H − C)/(max H − min L) over n rows, which is K − 100 of the stochastic; −50 where the range is zero.
/// First valid row n − 1.
/// </summary>
public struct WilliamsR : IBarIndicator
{
    private RollingMax _highest;
    private RollingMin _lowest;

    /// <summary>Creates the indicator.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public WilliamsR(int window) => (_highest, _lowest) = (new RollingMax(window), new RollingMin(window));

    /// <inheritdoc />
    public double Update(double high, double low, double close) =>
        RangePosition.Percent(close, _lowest.Update(low), _highest.Update(high)) - 100;
}
