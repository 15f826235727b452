namespace Tradewind.Domain.Indicators;

/// <summary>
/// Hurst exponent of the last n values: half the least-squares slope of ln K(τ) on ln τ, K(τ) the mean of (x_{i+τ} − x_i)² inside the window,
/// τ = 1 to min(20, n/4). Near 0.5 for a random walk, above where moves persist, below where they revert. Give it levels (log prices), not
/// returns. NaN for the first n − 1 rows, while a NaN is inside the window, and where some K is 0. A row costs n·τ operations.
/// </summary>
/// <remarks>Generalised Hurst exponent of order 2: Di Matteo, Aste and Dacorogna 2003, Physica A 324.</remarks>
public struct HurstExponent : IIndicator
{
    /// <summary>Shortest window: lags 1 to 4.</summary>
    public const int LeastWindow = 16;

    private const int MostLags = 20;

    private readonly double[] _centredLogs;
    private readonly double _squares;
    private SlidingWindow _values;

    /// <summary>Creates the exponent.</summary>
    /// <param name="window">n, at least 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 16.</exception>
    public HurstExponent(int window)
    {
        _values = new SlidingWindow(WindowLength.Require(window, LeastWindow));
        _centredLogs = new double[Math.Min(MostLags, window / 4)];
        double mean = 0;
        for (int i = 0; i < _centredLogs.Length; i++)
        {
            _centredLogs[i] = Math.Log(i + 1);
            mean += _centredLogs[i] / _centredLogs.Length;
        }

        for (int i = 0; i < _centredLogs.Length; i++)
        {
            _centredLogs[i] -= mean;
            _squares += _centredLogs[i] * _centredLogs[i];
        }
    }

    /// <inheritdoc />
    public double Update(double value)
    {
        ReadOnlySpan<double> values = _values.Add(value);
        double products = 0;
        for (int lag = 1; lag <= _centredLogs.Length; lag++)
        {
            double sum = 0;
            ReadOnlySpan<double> later = values[lag..];
            for (int i = 0; i < later.Length; i++)
            {
                double step = later[i] - values[i];
                sum += step * step;
            }

            products += _centredLogs[lag - 1] * Math.Log(sum / later.Length);
        }

        return Defined.OrMissing(0.5 * products / _squares);
    }
}
