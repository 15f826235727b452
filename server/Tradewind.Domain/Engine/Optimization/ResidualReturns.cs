using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>
/// What is left of returns after costs when the market's part is taken off: aₜ = rₜ − β·mₜ, β the least-squares slope of r on m over the
/// same returns. The mean of a stays in it: it is the net alpha.
/// </summary>
/// <param name="Beta">Slope; null below two pairs or where the market did not move.</param>
/// <param name="AnnualAlpha">Mean of a times the periods in a year, as a fraction.</param>
/// <param name="InformationRatio">Mean of a over its sample deviation, times the root of the periods in a year; null where a does not vary.</param>
/// <param name="Count">Pairs of returns.</param>
public sealed record ResidualReturns(double? Beta, double? AnnualAlpha, double? InformationRatio, int Count)
{
    // Below it a deviation of returns is what rounding leaves of an exact multiple of the market.
    private const double LeastDeviation = 1e-12;

    /// <summary>Measures returns of the same periods; pairs with a missing value are left out.</summary>
    /// <param name="returns">Returns after costs, fractions.</param>
    /// <param name="market">The market's returns.</param>
    /// <param name="periodsPerYear">Returns a year.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static ResidualReturns Of(ReadOnlySpan<double> returns, ReadOnlySpan<double> market, double periodsPerYear)
    {
        if (returns.Length != market.Length)
        {
            throw new ArgumentException($"{returns.Length} returns and {market.Length} of the market do not pair up.", nameof(market));
        }

        List<double> own = [], other = [];
        for (int i = 0; i < returns.Length; i++)
        {
            if (double.IsFinite(returns[i]) && double.IsFinite(market[i]))
            {
                own.Add(returns[i]);
                other.Add(market[i]);
            }
        }

        (double[] r, double[] m) = ([.. own], [.. other]);
        double beta = SampleMoments.Covariance(r, m) / SampleMoments.Covariance(m, m);
        double[] residuals = [.. r.Select((value, i) => value - beta * m[i])];
        (double mean, double deviation) = (SampleMoments.MeanOf(residuals), SampleMoments.DeviationOf(residuals));
        return new ResidualReturns(
            Defined.OrNull(beta),
            Defined.OrNull(mean * periodsPerYear),
            deviation > LeastDeviation ? Defined.OrNull(mean / deviation * Math.Sqrt(periodsPerYear)) : null,
            r.Length);
    }
}
