namespace Tradewind.Domain.Indicators;

/// <summary>
/// Volume-weighted average price of the last n rows, Σ P·V/Σ V, in price units; NaN where no volume was traded. First valid row n − 1.
/// </summary>
public struct RollingVwap : IPairIndicator
{
    private Sma _turnover;
    private Sma _volume;

    /// <summary>Creates the average.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public RollingVwap(int window) => (_turnover, _volume) = (new Sma(window), new Sma(window));

    /// <summary>Price of a bar as a whole: (H + L + C)/3.</summary>
    public static double TypicalPrice(double high, double low, double close) => (high + low + close) / 3;

    /// <summary>Takes the price and the volume of the next row.</summary>
    public double Update(double first, double second)
    {
        double average = _turnover.Update(first * second) / _volume.Update(second);
        return double.IsFinite(average) ? average : double.NaN;
    }
}
