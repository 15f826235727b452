using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Pearson correlation of two series over the last n rows, in [−1, 1]. NaN for the first n − 1 rows, while a NaN of either is inside the
/// window, and where one of them does not vary. First valid row n − 1.
/// </summary>
public struct RollingCorrelation : IPairIndicator
{
    private PairMoments _moments;

    /// <summary>Creates the correlation.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public RollingCorrelation(int window) => _moments = new PairMoments(window);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double first, double second)
    {
        (double firstSpread, double secondSpread, double covariance) = _moments.Update(first, second);
        if (_moments.FirstIsConstant || _moments.SecondIsConstant)
        {
            return double.NaN;
        }

        // The product of two variances over- and underflows long before the variances do; then the roots are taken one by one.
        double product = firstSpread * secondSpread;
        double scale = product is > 1e-280 and < 1e280 ? Math.Sqrt(product) : Math.Sqrt(firstSpread) * Math.Sqrt(secondSpread);
        double correlation = covariance / scale;
        return double.IsFinite(correlation) ? Math.Clamp(correlation, -1, 1) : double.NaN;
    }
}
