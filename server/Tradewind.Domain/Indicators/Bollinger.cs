namespace Tradewind.Domain.Indicators;

/// <summary>
/// Bollinger bands: mean of the last n rows plus and minus k deviations, and the position of the value between them (0 at the lower,
/// 1 at the upper band; NaN when all values are equal). First valid row n − 1.
/// </summary>
/// <remarks>Bollinger, Bollinger on Bollinger Bands, 2001; he divides by n, the default here is the sample deviation.</remarks>
public struct Bollinger : IIndicator
{
    private readonly double _width;
    private RollingDeviation _window;

    /// <summary>Creates the bands.</summary>
    /// <param name="window">Rows, at least 2.</param>
    /// <param name="width">k, deviations from the mean to a band, positive.</param>
    /// <param name="degreesOfFreedomLost">1 for the sample deviation, 0 for the textbook one.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public Bollinger(int window, double width = 2, int degreesOfFreedomLost = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (_window, _width) = (new RollingDeviation(window, degreesOfFreedomLost), width);
    }

    /// <summary>Mean plus k deviations.</summary>
    public double Upper { get; private set; }

    /// <summary>Mean.</summary>
    public double Middle { get; private set; }

    /// <summary>Mean minus k deviations.</summary>
    public double Lower { get; private set; }

    /// <summary>(value − lower)/(upper − lower).</summary>
    public double Position { get; private set; }

    /// <summary>Takes the next value and returns <see cref="Middle"/>.</summary>
    public double Update(double value)
    {
        double reach = _width * _window.Update(value);
        Middle = _window.Mean;
        Upper = Middle + reach;
        Lower = Middle - reach;
        double position = (value - Lower) / (Upper - Lower);
        Position = _window.IsConstant || !double.IsFinite(position) ? double.NaN : position;
        return Middle;
    }
}
