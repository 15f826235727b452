namespace Tradewind.Domain.Indicators;

/// <summary>
/// Stochastic of the relative strength index: S = 100(R − min R)/(max R − min R) over m rows, 50 where the range is zero;
/// K = mean of the last k S, D = mean of the last d K. With r, m, k, d = 14, 14, 3, 3 the first valid rows are 29 and 31.
/// </summary>
/// <remarks>Chande and Kroll, The New Technical Trader, 1994.</remarks>
public struct StochasticRsi : IIndicator
{
    private Rsi _rsi;
    private RollingMax _highest;
    private RollingMin _lowest;
    private Sma _smoothK;
    private Sma _smoothD;

    /// <summary>Creates the indicator.</summary>
    /// <param name="rsiWindow">r, at least 1.</param>
    /// <param name="stochasticWindow">m, at least 1.</param>
    /// <param name="kWindow">k, at least 1.</param>
    /// <param name="dWindow">d, at least 1.</param>
    /// <param name="smoothing">Averages inside the relative strength index.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    public StochasticRsi(
        int rsiWindow, int stochasticWindow, int kWindow = 3, int dWindow = 3, RsiSmoothing smoothing = RsiSmoothing.Wilder)
    {
        _rsi = new Rsi(rsiWindow, smoothing);
        _highest = new RollingMax(stochasticWindow);
        _lowest = new RollingMin(stochasticWindow);
        _smoothK = new Sma(kWindow);
        _smoothD = new Sma(dWindow);
    }

    /// <summary>S of the last row, before smoothing.</summary>
    public double Raw { get; private set; }

    /// <summary>K of the last row.</summary>
    public double K { get; private set; }

    /// <summary>D of the last row.</summary>
    public double D { get; private set; }

    /// <summary>Takes the next value and returns <see cref="K"/>.</summary>
    public double Update(double value)
    {
        double rsi = _rsi.Update(value);
        Raw = RangePosition.Percent(rsi, _lowest.Update(rsi), _highest.Update(rsi));
        K = _smoothK.Update(Raw);
        D = _smoothD.Update(K);
        return K;
    }

    /// <summary>K and D of a whole series.</summary>
    /// <param name="values">Shape [n], n at least r + m + k.</param>
    /// <param name="rsiWindow">r.</param>
    /// <param name="stochasticWindow">m.</param>
    /// <param name="kWindow">k.</param>
    /// <param name="dWindow">d.</param>
    /// <exception cref="ArgumentException">The series is shorter than r + m + k, or a window is below 1.</exception>
    public static (double[] K, double[] D) Compute(
        ReadOnlySpan<double> values, int rsiWindow = 14, int stochasticWindow = 14, int kWindow = 3, int dWindow = 3)
    {
        StochasticRsi indicator = new(rsiWindow, stochasticWindow, kWindow, dWindow);
        if (values.Length < rsiWindow + stochasticWindow + kWindow)
        {
            throw new ArgumentException(
                $"Stochastic RSI needs at least {rsiWindow + stochasticWindow + kWindow} values, got {values.Length}.", nameof(values));
        }

        (double[] k, double[] d) = (new double[values.Length], new double[values.Length]);
        for (int i = 0; i < values.Length; i++)
        {
            k[i] = indicator.Update(values[i]);
            d[i] = indicator.D;
        }

        return (k, d);
    }
}
