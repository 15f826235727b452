namespace Tradewind.Domain.Indicators;

/// <summary>
/// Slope of the least-squares line of the first series on the second over the last n rows: covariance over the second's variance. NaN
/// for the first n − 1 rows, while a NaN of either is inside the window, and where the second does not vary. First valid row n − 1.
/// </summary>
public struct RollingBeta : IPairIndicator
{
    private PairMoments _moments;

    /// <summary>Creates the slope.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public RollingBeta(int window) => _moments = new PairMoments(window);

    /// <summary>Takes the next value of the series and of its benchmark.</summary>
    public double Update(double first, double second)
    {
        (_, double spread, double product) = _moments.Update(first, second);
        double slope = Defined.OrMissing(product / spread);
        return _moments.SecondIsConstant ? double.NaN : _moments.FirstIsConstant && !double.IsNaN(slope) ? 0 : slope;
    }
}
