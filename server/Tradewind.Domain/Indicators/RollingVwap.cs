using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Volume-weighted average price of the last n rows, Σ P·V/Σ V, in price units; NaN where no volume was traded. First valid row n − 1.
/// </summary>
public struct RollingVwap : IPairIndicator
{
    private Sma _turnover;
    private Sma _volume;

    /// <summary>Creates the average.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public RollingVwap(int window) => (_turnover, _volume) = (new Sma(window), new Sma(window));

    /// <summary>Price of a bar as a whole: (H + L + C)/3.</summary>
    public static double TypicalPrice(double high, double low, double close) => (high + low + close) / 3;

    /// <summary>Takes the price and the volume of the next row.</summary>
    public double Update(double first, double second) =>
        Lanes.Map(default(RatioStep), _turnover.Update(first * second), _volume.Update(second));

    static void IPairIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> output)
    {
        ref RollingVwap self = ref Unsafe.As<T, RollingVwap>(ref indicator);
        Span<double> turnover = stackalloc double[Lanes.Tile];
        Span<double> volume = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < output.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, output.Length - start);
            Span<double> average = output.Slice(start, rows);
            for (int i = 0; i < rows; i++)
            {
                turnover[i] = first[start + i] * second[start + i];
            }

            IndicatorFold.Run(ref self._turnover, turnover[..rows], average);
            IndicatorFold.Run(ref self._volume, second.Slice(start, rows), volume[..rows]);
            Lanes.Map(default(RatioStep), average, volume, average);
        }
    }
}
