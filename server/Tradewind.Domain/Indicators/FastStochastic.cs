using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>K of the <see cref="Stochastic"/> alone, without its average D. First valid row n − 1.</summary>
public struct FastStochastic : IBarIndicator
{
    private RollingMax _highest;
    private RollingMin _lowest;

    /// <summary>Creates the indicator.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public FastStochastic(int window) => (_highest, _lowest) = (new RollingMax(window), new RollingMin(window));

    /// <inheritdoc />
    public double Update(double high, double low, double close) =>
        RangePosition.Percent(close, _lowest.Update(low), _highest.Update(high));

    static void IBarIndicator.Fold<T>(
        ref T indicator, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> output) =>
        Unsafe.As<T, FastStochastic>(ref indicator).Update(high, low, close, output);

    /// <summary>Takes a run of bars and writes K of every row, to other memory: what as many updates give.</summary>
    internal void Update(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> output)
    {
        Span<double> highest = stackalloc double[Lanes.Tile];
        Span<double> lowest = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < close.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, close.Length - start);
            IndicatorFold.Run(ref _highest, high.Slice(start, rows), highest[..rows]);
            IndicatorFold.Run(ref _lowest, low.Slice(start, rows), lowest[..rows]);
            Lanes.Map(default(RangePosition), close.Slice(start, rows), lowest, highest, output.Slice(start, rows));
        }
    }
}
