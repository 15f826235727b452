using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Sample deviation of the last n changes times √A: annualised volatility of returns as a fraction, or, for differences with A = 1,
/// the deviation of a row's move in the unit of the series. First valid row n.
/// </summary>
public struct ReturnVolatility : IIndicator
{
    private readonly double _scale;
    private Change _change;
    private RollingDeviation _deviation;

    /// <summary>Creates the volatility.</summary>
    /// <param name="window">n, at least 2.</param>
    /// <param name="rowsPerYear">A, positive; 1 leaves the deviation of one row.</param>
    /// <param name="kind">Returns for prices, differences for spreads and yields.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public ReturnVolatility(int window, double rowsPerYear, ChangeKind kind = ChangeKind.Return)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsPerYear);
        (_deviation, _change, _scale) = (new RollingDeviation(window), new Change(kind), Math.Sqrt(rowsPerYear));
    }

    /// <inheritdoc />
    public double Update(double value) => _deviation.Update(_change.Update(value)) * _scale;

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        ref ReturnVolatility self = ref Unsafe.As<T, ReturnVolatility>(ref indicator);
        Span<double> changes = stackalloc double[Lanes.Tile];
        Span<double> means = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < values.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, values.Length - start);
            IndicatorFold.Run(ref self._change, values.Slice(start, rows), changes[..rows]);
            Span<double> deviations = output.Slice(start, rows);
            self._deviation.Update(changes[..rows], means[..rows], deviations);
            foreach (ref double deviation in deviations)
            {
                deviation *= self._scale;
            }
        }
    }
}
