namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Figures relative to a benchmark's returns; null where undefined.</summary>
/// <param name="InformationRatio">Annual mean of the difference over its deviation.</param>
/// <param name="TrackingErrorPercent">Deviation of the difference in percent per year.</param>
/// <param name="Beta">Covariance over the benchmark's variance.</param>
/// <param name="AlphaPercent">Annual return beyond beta times the benchmark's, both over the risk-free rate, in percent.</param>
/// <param name="RSquared">Squared correlation.</param>
/// <param name="TreynorRatio">Annual return over the risk-free rate, per unit of beta.</param>
public sealed record BenchmarkMetrics(
    double? InformationRatio, double? TrackingErrorPercent, double? Beta, double? AlphaPercent, double? RSquared, double? TreynorRatio)
{
    /// <summary>Computes them from returns of the same periods.</summary>
    public static BenchmarkMetrics Of(ReadOnlySpan<double> returns, ReadOnlySpan<double> benchmark, double periodsPerYear, double riskFreePerPeriod)
    {
        if (returns.Length != benchmark.Length)
        {
            throw new ArgumentException($"{returns.Length} returns and {benchmark.Length} benchmark returns do not pair up.", nameof(benchmark));
        }

        double[] difference = new double[returns.Length];
        for (int i = 0; i < difference.Length; i++)
        {
            difference[i] = returns[i] - benchmark[i];
        }

        double error = SampleMoments.DeviationOf(difference);
        double variance = SampleMoments.Covariance(benchmark, benchmark);
        double own = SampleMoments.Covariance(returns, returns);
        double covariance = SampleMoments.Covariance(returns, benchmark);
        double beta = covariance / variance;
        double excess = SampleMoments.MeanOf(returns) - riskFreePerPeriod;
        double benchmarkExcess = SampleMoments.MeanOf(benchmark) - riskFreePerPeriod;
        return new BenchmarkMetrics(
            Defined.OrNull(SampleMoments.MeanOf(difference) / error * Math.Sqrt(periodsPerYear)),
            Defined.OrNull(error * Math.Sqrt(periodsPerYear) * 100),
            Defined.OrNull(beta),
            Defined.OrNull((excess - beta * benchmarkExcess) * periodsPerYear * 100),
            Defined.OrNull(covariance * covariance / (variance * own)),
            Defined.OrNull(excess * periodsPerYear / beta));
    }
}
