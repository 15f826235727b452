namespace Tradewind.Domain.Indicators;

/// <summary>
/// Sample entropy of the last n values: −ln(A/B), B the number of pairs of runs of 2 values that stay within 0.2 sample deviations of each
/// other, A those that also do so in the next value. 0 for a regular series, higher for a less predictable one. NaN for the first n − 1
/// rows, while a NaN is inside the window, for equal values and where A or B is 0. A row costs n² operations.
/// </summary>
/// <remarks>Richman and Moorman 2000, American Journal of Physiology 278.</remarks>
public struct SampleEntropy : IIndicator
{
    /// <summary>Shortest window.</summary>
    public const int LeastWindow = 10;

    /// <summary>Values in a run.</summary>
    public const int RunLength = 2;

    private const double ToleranceInDeviations = 0.2;

    private SlidingWindow _values;
    private RollingDeviation _deviation;

    /// <summary>Creates the entropy.</summary>
    /// <param name="window">n, at least 10.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 10.</exception>
    public SampleEntropy(int window) =>
        (_values, _deviation) = (new SlidingWindow(WindowLength.Require(window, LeastWindow)), new RollingDeviation(window));

    /// <inheritdoc />
    public double Update(double value)
    {
        double tolerance = ToleranceInDeviations * _deviation.Update(value);
        ReadOnlySpan<double> values = _values.Add(value);
        if (double.IsNaN(tolerance) || _deviation.IsConstant)
        {
            return double.NaN;
        }

        (long runs, long longer) = (0, 0);
        int starts = values.Length - RunLength;
        for (int i = 0; i < starts; i++)
        {
            for (int j = i + 1; j < starts; j++)
            {
                if (Math.Abs(values[i] - values[j]) <= tolerance && Math.Abs(values[i + 1] - values[j + 1]) <= tolerance)
                {
                    runs++;
                    longer += Math.Abs(values[i + RunLength] - values[j + RunLength]) <= tolerance ? 1 : 0;
                }
            }
        }

        return longer == 0 ? double.NaN : Math.Log((double)runs / longer);
    }
}
