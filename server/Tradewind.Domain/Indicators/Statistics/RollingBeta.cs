using System.Runtime.CompilerServices;

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
        // A benchmark that does not vary has sums of exactly 0 (0/0, missing), a series that does not has products of exactly 0.
        (_, double squares, double product) = _moments.Update(first, second);
        return Lanes.Map(default(RatioStep), product, squares);
    }

    static void IPairIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
    {
        ref RollingBeta self = ref Unsafe.As<T, RollingBeta>(ref indicator);
        Span<double> firsts = stackalloc double[Lanes.Tile];
        Span<double> seconds = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < output.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, output.Length - start);
            Span<double> products = output.Slice(start, rows);
            self._moments.Update(first.Slice(start, rows), second.Slice(start, rows), firsts[..rows], seconds[..rows], products);
            Lanes.Map(default(RatioStep), products, seconds, products);
        }
    }
}
