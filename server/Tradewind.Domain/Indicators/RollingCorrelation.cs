using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
        (double firstSquares, double secondSquares, double product) = _moments.Update(first, second);
        return Lanes.Map(default(CoefficientStep), firstSquares, secondSquares, product);
    }

    static void IPairIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
    {
        ref RollingCorrelation self = ref Unsafe.As<T, RollingCorrelation>(ref indicator);
        Span<double> firsts = stackalloc double[Lanes.Tile];
        Span<double> seconds = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < output.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, output.Length - start);
            Span<double> products = output.Slice(start, rows);
            self._moments.Update(first.Slice(start, rows), second.Slice(start, rows), firsts[..rows], seconds[..rows], products);
            Lanes.Map(default(CoefficientStep), firsts, seconds, products, products);
        }
    }

    // Sums of squares of both and of products in, coefficient out. A series that does not vary has sums of exactly 0: 0/0, missing.
    private readonly struct CoefficientStep : IRowStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third)
        {
            // The product of two sums of squares over- and underflows long before the sums do; then the roots are taken one by one.
            Vector256<double> squares = first * second;
            Vector256<double> scale = Vector256.Sqrt(squares);
            Vector256<double> inRange =
                Vector256.GreaterThan(squares, Vector256.Create(1e-280)) & Vector256.LessThan(squares, Vector256.Create(1e280));
            if (inRange.ExtractMostSignificantBits() != 0b1111)
            {
                scale = Vector256.ConditionalSelect(inRange, scale, Vector256.Sqrt(first) * Vector256.Sqrt(second));
            }

            Vector256<double> coefficient = third / scale;
            Vector256<double> clamped =
                Vector256.MinNative(Vector256.MaxNative(coefficient, Vector256.Create(-1.0)), Vector256.Create(1.0));
            return Vector256.ConditionalSelect(Lanes.IsFinite(coefficient), clamped, Vector256.Create(double.NaN));
        }
    }
}
