using MathNet.Numerics.Distributions;
using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Domain.Engine.Robustness;

/// <summary>What the best of many trials is worth, when the search itself would have found something in noise.</summary>
public static class SharpeDeflation
{
    private const double EulerMascheroni = 0.57721566490153286;

    /// <summary>
    /// Expected largest Sharpe ratio of trials without skill, in units of their deviation:
    /// (1 − γ)Φ⁻¹(1 − 1/N) + γΦ⁻¹(1 − 1/(N·e)) (Bailey and López de Prado 2014, The deflated Sharpe ratio). 0 for one trial.
    /// </summary>
    /// <param name="trials">Number of trials N, at least 1.</param>
    public static double ExpectedMaximum(long trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return trials == 1
            ? 0
            : (1 - EulerMascheroni) * Normal.InvCDF(0, 1, 1 - 1.0 / trials) + EulerMascheroni * Normal.InvCDF(0, 1, 1 - 1 / (trials * Math.E));
    }

    /// <summary>Sharpe ratio per period that the best of the trials is expected to have without skill; 0 for one trial or no deviation.</summary>
    /// <param name="trials">Number of trials N.</param>
    /// <param name="deviation">Sample deviation of the trials' Sharpe ratios per period; NaN counts as none.</param>
    public static double Threshold(long trials, double deviation) => trials == 1 || !(deviation > 0) ? 0 : deviation * ExpectedMaximum(trials);

    /// <summary>
    /// Probability that the true Sharpe ratio of the chosen trial is above what the search finds in noise: the probabilistic Sharpe ratio
    /// against <see cref="Threshold"/>. NaN where that is undefined.
    /// </summary>
    /// <param name="moments">Of the returns of the chosen trial.</param>
    /// <param name="trials">Number of trials N.</param>
    /// <param name="deviation">Sample deviation of the trials' Sharpe ratios per period.</param>
    public static double DeflatedSharpe(ReturnMoments moments, long trials, double deviation)
    {
        ArgumentNullException.ThrowIfNull(moments);
        return moments.Sharpe is not { } sharpe || moments.Skewness is not { } skewness || moments.Kurtosis is not { } kurtosis
            ? double.NaN
            : SharpeSignificance.Probabilistic(sharpe, moments.Count, skewness, kurtosis, Threshold(trials, deviation));
    }

    /// <summary>Sample deviation of the Sharpe ratios of trials; those without one (never traded) are left out. NaN below two.</summary>
    public static double Deviation(IEnumerable<ReturnMoments> trials) =>
        SampleMoments.DeviationOf([.. trials.Where(trial => trial.Sharpe.HasValue).Select(trial => trial.Sharpe ?? 0)]);

    /// <summary>
    /// Minimum backtest length in years: (<see cref="ExpectedMaximum"/>(N) / SR)², the length at which the best of N trials without skill is
    /// expected to have an annual Sharpe ratio of only SR (Bailey, Borwein, López de Prado and Zhu 2014, Pseudo-mathematics and financial
    /// charlatanism, theorem 1). On shorter data such a ratio is what noise gives. NaN for a ratio that is not positive.
    /// </summary>
    /// <param name="trials">Number of trials N.</param>
    /// <param name="annualSharpe">Annual Sharpe ratio of the chosen trial, risk-free rate zero.</param>
    public static double MinimumBacktestYears(long trials, double annualSharpe)
    {
        double ratio = ExpectedMaximum(trials) / annualSharpe;
        return annualSharpe > 0 ? ratio * ratio : double.NaN;
    }
}
