namespace Tradewind.Domain.Indicators;

/// <summary>
/// Sample covariance (n − 1) of two series over the last n rows, in the product of their units; 0 where one of them does not vary. NaN for
/// the first n − 1 rows and while a NaN of either is inside the window. First valid row n − 1.
/// </summary>
public struct RollingCovariance : IPairIndicator
{
    private readonly double _inverseDivisor;
    private PairMoments _moments;

    /// <summary>Creates the covariance.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public RollingCovariance(int window) => (_moments, _inverseDivisor) = (new PairMoments(window), 1.0 / (window - 1));

    /// <inheritdoc />
    public double Update(double first, double second)
    {
        double product = _moments.Update(first, second).Product;
        bool flat = _moments.FirstIsConstant || _moments.SecondIsConstant;
        return flat && double.IsFinite(product) ? 0 : Defined.OrMissing(product * _inverseDivisor);
    }
}
