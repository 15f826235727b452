namespace Tradewind.Domain.Indicators;

/// <summary>
/// Correlations of two whole samples, in [−1, 1]: the rolling ones with one window. NaN with fewer than 2 values, with a missing value, and
/// where one of them does not vary.
/// </summary>
public static class SampleCorrelation
{
    /// <summary>Linear correlation.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Pearson(ReadOnlySpan<double> first, ReadOnlySpan<double> second) =>
        first.Length < 2 ? double.NaN : Last(new RollingCorrelation(first.Length), first, second);

    /// <summary>Correlation of average ranks.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Spearman(ReadOnlySpan<double> first, ReadOnlySpan<double> second) =>
        first.Length < 2 ? double.NaN : Last(new RankCorrelation(first.Length), first, second);

    /// <summary>τ-b; n² comparisons.</summary>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double Kendall(ReadOnlySpan<double> first, ReadOnlySpan<double> second) =>
        first.Length < 2 ? double.NaN : Last(new KendallCorrelation(first.Length), first, second);

    private static double Last<T>(T correlation, ReadOnlySpan<double> first, ReadOnlySpan<double> second)
        where T : struct, IPairIndicator
    {
        double[] values = new double[first.Length];
        IndicatorFold.Run(ref correlation, first, second, values);
        return values[^1];
    }
}
