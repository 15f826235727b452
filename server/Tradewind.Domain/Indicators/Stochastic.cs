namespace Tradewind.Domain.Indicators;

/// <summary>
/// Stochastic oscillator: K = 100(C − min L)/(max H − min L) over n rows, 50 where the range is zero; D = mean of the last m K.
/// K leaves [0, 100] when the close lies outside the bar. First valid rows n − 1 and n + m − 2.
/// </summary>
/// <remarks>Lane, "Lane's Stochastics", Technical Analysis of Stocks and Commodities 2(3), 1984.</remarks>
public struct Stochastic : IBarIndicator
{
    private RollingMax _highest;
    private RollingMin _lowest;
    private Sma _smooth;

    /// <summary>Creates the oscillator.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <param name="smoothing">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    public Stochastic(int window, int smoothing = 3) =>
        (_highest, _lowest, _smooth) = (new RollingMax(window), new RollingMin(window), new Sma(smoothing));

    /// <summary>K of the last row.</summary>
    public double K { get; private set; }

    /// <summary>D of the last row.</summary>
    public double D { get; private set; }

    /// <summary>Takes the next bar and returns <see cref="K"/>.</summary>
    public double Update(double high, double low, double close)
    {
        K = RangePosition.Percent(close, _lowest.Update(low), _highest.Update(high));
        D = _smooth.Update(K);
        return K;
    }
}
