using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Stochastic oscillator: K = 100(C − min L)/(max H − min L) over n rows, 50 where the range is zero; D = mean of the last m K.
/// K leaves [0, 100] when the close lies outside the bar. First valid rows n − 1 and n + m − 2.
/// </summary>
/// <remarks>Lane, "Lane's Stochastics", Technical Analysis of Stocks and Commodities 2(3), 1984.</remarks>
public struct Stochastic : IBarIndicator
{
    private FastStochastic _fast;
    private Sma _smooth;

    /// <summary>Creates the oscillator.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <param name="smoothing">m, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A window is below 1.</exception>
    public Stochastic(int window, int smoothing = 3) =>
        (_fast, _smooth) = (new FastStochastic(window), new Sma(smoothing));

    /// <summary>K of the last row.</summary>
    public double K { get; private set; }

    /// <summary>D of the last row.</summary>
    public double D { get; private set; }

    /// <summary>Takes the next bar and returns <see cref="K"/>.</summary>
    public double Update(double high, double low, double close)
    {
        K = _fast.Update(high, low, close);
        D = _smooth.Update(K);
        return K;
    }

    /// <summary>Takes a run of bars and writes both outputs of every row: bit for bit what <see cref="Update(double, double, double)"/> gives.</summary>
    /// <param name="high">Highs.</param>
    /// <param name="low">Lows.</param>
    /// <param name="close">Closes.</param>
    /// <param name="k">K, as long as the inputs and other memory, as <paramref name="d"/> is.</param>
    /// <param name="d">D.</param>
    /// <exception cref="ArgumentException">A span is shorter than <paramref name="close"/>.</exception>
    public void Update(ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> k, Span<double> d)
    {
        _fast.Update(high, low, close, k);
        IndicatorFold.Run(ref _smooth, k[..close.Length], d[..close.Length]);
        if (!close.IsEmpty)
        {
            (K, D) = (k[close.Length - 1], d[close.Length - 1]);
        }
    }

    static void IBarIndicator.Fold<T>(
        ref T indicator, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> output)
    {
        ref Stochastic self = ref Unsafe.As<T, Stochastic>(ref indicator);
        Span<double> d = stackalloc double[Lanes.Tile];
        for (int start = 0, rows; start < close.Length; start += rows)
        {
            rows = Math.Min(Lanes.Tile, close.Length - start);
            self.Update(high.Slice(start, rows), low.Slice(start, rows), close.Slice(start, rows), output.Slice(start, rows), d[..rows]);
        }
    }
}
