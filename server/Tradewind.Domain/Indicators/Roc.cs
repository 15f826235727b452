namespace Tradewind.Domain.Indicators;

/// <summary>
/// Rate of change in percent: 100(C_t − C_{t−n})/C_{t−n}. NaN where the base is missing or not positive; the newer value may have any
/// sign. First valid row n.
/// </summary>
public struct Roc : IIndicator
{
    private Lag _base;

    /// <summary>Creates the indicator.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public Roc(int window) => _base = new Lag(window);

    /// <inheritdoc />
    public double Update(double value)
    {
        double earlier = _base.Update(value);
        double percent = 100 * (value - earlier) / earlier;
        return earlier > 0 && double.IsFinite(percent) ? percent : double.NaN;
    }

    /// <summary>Rate of change of a whole series.</summary>
    /// <param name="values">Shape [n], longer than the window.</param>
    /// <param name="window">Rows between the two values.</param>
    /// <exception cref="ArgumentException">The series is not longer than the window, or the window is below 1.</exception>
    public static double[] Compute(ReadOnlySpan<double> values, int window = 10)
    {
        Roc indicator = new(window);
        if (values.Length <= window)
        {
            throw new ArgumentException($"Rate of change over {window} rows needs more values than that, got {values.Length}.", nameof(values));
        }

        double[] output = new double[values.Length];
        IndicatorFold.Run(ref indicator, values, output);
        return output;
    }
}
