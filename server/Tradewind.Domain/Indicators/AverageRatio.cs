using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>A value over the mean of the last n rows, its own included; NaN where that mean is 0. First valid row n − 1.</summary>
public struct AverageRatio : IIndicator
{
    private Sma _average;

    /// <summary>Creates the ratio.</summary>
    /// <param name="window">n, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="window"/> is below 1.</exception>
    public AverageRatio(int window) => _average = new Sma(window);

    /// <inheritdoc />
    public double Update(double value) => Lanes.Map(default(RatioStep), value, _average.Update(value));

    static void IIndicator.Fold<T>(ref T indicator, ReadOnlySpan<double> values, Span<double> output)
    {
        IndicatorFold.Run(ref Unsafe.As<T, AverageRatio>(ref indicator)._average, values, output);
        Lanes.Map(default(RatioStep), values, output, output);
    }
}
