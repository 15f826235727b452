namespace Tradewind.Domain.Indicators;

/// <summary>ln(x_t/x_{t−w}); NaN where one of the two is missing or not positive. First valid row w.</summary>
public struct LogReturn : IIndicator
{
    private Lag _base;

    /// <summary>Creates the return.</summary>
    /// <param name="window">w, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public LogReturn(int window) => _base = new Lag(window);

    /// <inheritdoc />
    public double Update(double value) => Defined.LogRatio(value, _base.Update(value));
}
