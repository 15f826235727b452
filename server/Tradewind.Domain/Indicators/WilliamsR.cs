using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Williams %R: −100(max H − C)/(max H − min L) over n rows, which is K − 100 of the stochastic; −50 where the range is zero.
/// First valid row n − 1.
/// </summary>
public struct WilliamsR : IBarIndicator
{
    private FastStochastic _fast;

    /// <summary>Creates the indicator.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public WilliamsR(int window) => _fast = new FastStochastic(window);

    /// <inheritdoc />
    public double Update(double high, double low, double close) => _fast.Update(high, low, close) - 100;

    static void IBarIndicator.Fold<T>(
        ref T indicator, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, Span<double> output)
    {
        Unsafe.As<T, WilliamsR>(ref indicator)._fast.Update(high, low, close, output);
        foreach (ref double place in output)
        {
            place -= 100;
        }
    }
}
