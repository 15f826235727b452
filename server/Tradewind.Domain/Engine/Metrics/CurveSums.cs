using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>
/// What one pass over a curve gives, in tiles that stay in the nearest cache.
/// </summary>
/// <param name="MeanEquity">Mean of the points; NaN for none.</param>
/// <param name="MeanReturn">Mean of the returns; NaN for none.</param>
/// <param name="Returns">Sums over the returns.</param>
/// <param name="Stability">Squared correlation of ln equity with the index; NaN for a curve that is ever not positive.</param>
internal readonly record struct CurveSums(double MeanEquity, double MeanReturn, ReturnSums Returns, double Stability)
{
    private const int Tile = 2048;

    /// <summary>Writes the simple returns of a curve, zero once the base is not positive, and adds up what can be on the way.</summary>
    /// <param name="equity">The curve.</param>
    /// <param name="returns">Receives the returns, one less than points.</param>
    /// <param name="riskFree">Risk-free rate of a period.</param>
    public static CurveSums Of(ReadOnlySpan<double> equity, Span<double> returns, double riskFree)
    {
        MeanAdder level = new(equity.IsEmpty ? 0 : equity[0]);
        MeanAdder mean = new(ReturnOf(equity, 0));
        ReturnAdder sums = new(riskFree);
        LogTrend trend = new(equity.IsEmpty ? double.NaN : equity[0], equity.Length);
        for (int from = 0; from < equity.Length; from += Tile)
        {
            ReadOnlySpan<double> points = equity.Slice(from, Math.Min(Tile, equity.Length - from));
            Span<double> changes = returns.Slice(from, Math.Min(points.Length, returns.Length - from));
            WriteReturns(equity.Slice(from, Math.Min(changes.Length + 1, equity.Length - from)), changes);
            level.Add(points);
            trend.Add(points);
            mean.Add(changes);
            sums.Add(changes);
        }

        return new CurveSums(level.Mean, mean.Mean, sums.Sums, trend.Correlation);
    }

    /// <summary>Writes the simple returns of a curve, zero once the base is not positive.</summary>
    /// <param name="equity">The curve.</param>
    /// <param name="returns">Receives the returns, one less than points.</param>
    public static void WriteReturns(ReadOnlySpan<double> equity, Span<double> returns)
    {
        int i = 0;
        ref double from = ref MemoryMarshal.GetReference(equity);
        ref double to = ref MemoryMarshal.GetReference(returns);
        for (; i <= returns.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            Vector512<double> before = Vector512.LoadUnsafe(ref from, (nuint)i);
            Vector512<double> change = Vector512.LoadUnsafe(ref from, (nuint)i + 1) / before - Vector512<double>.One;
            Vector512.ConditionalSelect(Vector512.GreaterThan(before, Vector512<double>.Zero), change, Vector512<double>.Zero)
                .StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < returns.Length; i++)
        {
            returns[i] = ReturnOf(equity, i);
        }
    }

    private static double ReturnOf(ReadOnlySpan<double> equity, int row) =>
        row + 1 < equity.Length && equity[row] > 0 ? equity[row + 1] / equity[row] - 1 : 0;
}
