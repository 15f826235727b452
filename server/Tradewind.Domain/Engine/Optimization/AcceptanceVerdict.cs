using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Whether a change of parameters is taken over, and why.</summary>
public sealed record AcceptanceVerdict
{
    /// <summary>What it had to show, in the order of the rule.</summary>
    public required ImmutableArray<AcceptanceCondition> Conditions { get; init; }

    /// <summary>Parameters as they are, of those that were varied.</summary>
    public required IReadOnlyDictionary<string, string> Baseline { get; init; }

    /// <summary>Figures of the baseline, traded fold by fold on the same out-of-sample bars.</summary>
    public required PerformanceMetrics BaselineMetrics { get; init; }

    /// <summary>Equity of the baseline out of sample, at the times of the walk-forward's.</summary>
    public required ReadOnlyMemory<double> BaselineEquity { get; init; }

    /// <summary>What the choices made beyond the market.</summary>
    public required ResidualReturns Residual { get; init; }

    /// <summary>True when every condition is met.</summary>
    public bool Accepted => Conditions.All(condition => condition.IsMet);

    /// <summary>Judges the stitched curve of the choices against that of the baseline.</summary>
    internal static AcceptanceVerdict Of(
        AcceptanceRule rule, IReadOnlyDictionary<string, string> baseline, long[] times, double[] equity, PerformanceMetrics metrics,
        double[] baselineEquity, PerformanceMetrics baselineMetrics)
    {
        double[] market = PerformanceCalculator.Returns(BenchmarkLevels.At(rule.Market, times));
        ResidualReturns residual = ResidualReturns.Of(PerformanceCalculator.Returns(equity), market, metrics.PeriodsPerYear);
        return new AcceptanceVerdict
        {
            Conditions = [Sharpe(rule, metrics.SharpeRatio, baselineMetrics.SharpeRatio), Information(rule, residual)],
            Baseline = baseline,
            BaselineMetrics = baselineMetrics,
            BaselineEquity = baselineEquity,
            Residual = residual,
        };
    }

    private static AcceptanceCondition Sharpe(AcceptanceRule rule, double? chosen, double? baseline)
    {
        double least = rule.Thresholds.LeastSharpeImprovement;
        double? gain = chosen - baseline;
        string reason = gain is { } value
            ? Text($"The Sharpe ratio out of sample is {chosen:0.000} against {baseline:0.000} of the baseline, a change of {value:+0.000;-0.000;0.000}: {Against(value >= least)} {least:0.###}.")
            : Text($"The Sharpe ratio out of sample is undefined for {(chosen is null ? "the choices" : "the baseline")}: its returns do not vary, so no improvement of {least:0.###} is shown.");
        return new AcceptanceCondition("sharpe_improvement", gain, least, reason);
    }

    private static AcceptanceCondition Information(AcceptanceRule rule, ResidualReturns residual)
    {
        double least = rule.Thresholds.LeastInformationRatio;
        string market = rule.Market.Instrument.Id;
        string reason = residual.InformationRatio is { } value
            ? Text($"The residual information ratio is {value:0.000} (beta {residual.Beta:0.000} to {market}, {residual.AnnualAlpha * 100:0.00} % a year beyond it): {Against(value >= least)} {least:0.###}.")
            : Text($"The residual information ratio against {market} is undefined: nothing varies beyond the market, so {least:0.###} is not shown.");
        return new AcceptanceCondition("residual_information_ratio", residual.InformationRatio, least, reason);
    }

    private static string Against(bool met) => met ? "at least" : "less than";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
