using MathNet.Numerics.Distributions;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>How sure one can be of a Sharpe ratio (Bailey and López de Prado 2012, The Sharpe ratio efficient frontier).</summary>
public static class SharpeSignificance
{
    /// <summary>
    /// Probability that the true Sharpe ratio is above a threshold: Φ((SR − SR*)√(n − 1)/√(1 − γ₃SR + (γ₄ − 1)/4·SR²)). NaN where the
    /// root is not of a positive number or n is below 2.
    /// </summary>
    /// <param name="sharpe">Sharpe ratio per period, risk-free rate zero.</param>
    /// <param name="observations">Number of returns n.</param>
    /// <param name="skewness">Population skewness γ₃.</param>
    /// <param name="kurtosis">Raw population kurtosis γ₄ (3 for a normal).</param>
    /// <param name="threshold">SR* per period.</param>
    public static double Probabilistic(double sharpe, int observations, double skewness, double kurtosis, double threshold = 0)
    {
        double variance = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;
        return observations < 2 || !(variance > 0)
            ? double.NaN
            : Normal.CDF(0, 1, (sharpe - threshold) * Math.Sqrt(observations - 1) / Math.Sqrt(variance));
    }

    /// <summary>The same, with everything measured from returns; NaN below two returns or without variation.</summary>
    public static double Probabilistic(ReadOnlySpan<double> returns, double threshold = 0) =>
        Probabilistic(SampleMoments.Of(returns), threshold);

    /// <summary>The same for returns of known moments.</summary>
    internal static double Probabilistic(in SampleMoments moments, double threshold = 0) =>
        Probabilistic(moments.Mean / moments.Deviation, moments.Count, moments.RawSkewness, moments.RawKurtosis, threshold);
}
