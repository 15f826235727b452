using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    public double Update(double first, double second) =>
        Lanes.Map(new ShareStep(_inverseDivisor), _moments.Update(first, second).Product);

    static void IPairIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
    {
        ref RollingCovariance self = ref Unsafe.As<T, RollingCovariance>(ref indicator);
        Span<double> firsts = stackalloc double[Lanes.Tile];
        Span<double> seconds = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < output.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, output.Length - start);
            Span<double> products = output.Slice(start, rows);
            self._moments.Update(first.Slice(start, rows), second.Slice(start, rows), firsts[..rows], seconds[..rows], products);
            Lanes.Map(new ShareStep(self._inverseDivisor), products, products);
        }
    }

    // Sum of products in, covariance out; exactly 0 where one of the two does not vary.
    private readonly struct ShareStep(double inverseDivisor) : IRowStep
    {
        private readonly Vector256<double> _inverseDivisor = Vector256.Create(inverseDivisor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third) =>
            Lanes.OrMissing(first * _inverseDivisor);
    }
}
