using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Pearson correlation of the relative changes of two series over the last n of them; NaN as in <see cref="RollingCorrelation"/>. A
/// change from a base that is not positive is missing. First valid row n.
/// </summary>
public struct ReturnCorrelation : IPairIndicator
{
    private Change _first;
    private Change _second;
    private RollingCorrelation _correlation;

    /// <summary>Creates the correlation.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 2.</exception>
    public ReturnCorrelation(int window) => (_first, _second, _correlation) =
        (new Change(ChangeKind.Return), new Change(ChangeKind.Return), new RollingCorrelation(window));

    /// <inheritdoc />
    public double Update(double first, double second) => _correlation.Update(_first.Update(first), _second.Update(second));

    static void IPairIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
    {
        ref ReturnCorrelation self = ref Unsafe.As<T, ReturnCorrelation>(ref indicator);
        Span<double> firsts = stackalloc double[Lanes.Tile];
        Span<double> seconds = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < output.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, output.Length - start);
            IndicatorFold.Run(ref self._first, first.Slice(start, rows), firsts[..rows]);
            IndicatorFold.Run(ref self._second, second.Slice(start, rows), seconds[..rows]);
            IndicatorFold.Run(ref self._correlation, firsts[..rows], seconds[..rows], output.Slice(start, rows));
        }
    }
}
