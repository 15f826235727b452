namespace Tradewind.Domain.Engine.Metrics;

/// <summary>
/// Figures of one equity curve and its trades (backtest specification, section 5). A figure that is undefined, for lack of data
/// or by a zero denominator, is null; percentages are named so, everything else is a fraction, a count or money.
/// </summary>
public sealed record PerformanceMetrics
{
    /// <summary>E_T − E_0 in money.</summary>
    public required double TotalReturn { get; init; }

    /// <summary>(E_T/E_0 − 1)·100.</summary>
    public required double? TotalReturnPercent { get; init; }

    /// <summary>Mean return × periods per year × 100.</summary>
    public required double? AnnualizedReturnPercent { get; init; }

    /// <summary>Compound annual growth in percent; −100 when nothing is left.</summary>
    public required double? CagrPercent { get; init; }

    /// <summary>Deviation of the returns in percent per period.</summary>
    public required double? VolatilityPercent { get; init; }

    /// <summary>Deviation of the returns in percent per year.</summary>
    public required double? AnnualizedVolatilityPercent { get; init; }

    /// <summary>√mean(min(r, 0)²) in percent per year.</summary>
    public required double? DownsideVolatilityPercent { get; init; }

    /// <summary>Annual Sharpe ratio over the risk-free rate.</summary>
    public required double? SharpeRatio { get; init; }

    /// <summary>Annual Sortino ratio.</summary>
    public required double? SortinoRatio { get; init; }

    /// <summary>Deepest drawdown in percent, zero or negative.</summary>
    public required double MaxDrawdownPercent { get; init; }

    /// <summary>Mean of the points below their peak, in percent; null when there are none.</summary>
    public required double? AverageDrawdownPercent { get; init; }

    /// <summary>Longest run of points below their peak.</summary>
    public required int MaxDrawdownDuration { get; init; }

    /// <summary>Points from the deepest trough back to its peak; null while not recovered, or without a drawdown.</summary>
    public required int? RecoveryTime { get; init; }

    /// <summary>CAGR over the depth of the deepest drawdown.</summary>
    public required double? CalmarRatio { get; init; }

    /// <summary>√mean(drawdown²), drawdown in percent.</summary>
    public required double UlcerIndex { get; init; }

    /// <summary>Ulcer performance index: (CAGR − risk-free rate) / ulcer index.</summary>
    public required double? UlcerPerformanceIndex { get; init; }

    /// <summary>Σ gains / Σ losses of returns, threshold 0.</summary>
    public required double? OmegaRatio { get; init; }

    /// <summary>Σ returns / Σ losses.</summary>
    public required double? GainToPainRatio { get; init; }

    /// <summary>|95th percentile / 5th percentile| of returns.</summary>
    public required double? TailRatio { get; init; }

    /// <summary>Bias-corrected skewness of returns (3 needed).</summary>
    public required double? Skewness { get; init; }

    /// <summary>Bias-corrected excess kurtosis of returns (4 needed).</summary>
    public required double? Kurtosis { get; init; }

    /// <summary>5th percentile of returns in percent.</summary>
    public required double? ValueAtRisk95Percent { get; init; }

    /// <summary>1st percentile of returns in percent.</summary>
    public required double? ValueAtRisk99Percent { get; init; }

    /// <summary>Mean of the returns at or below the 5th percentile, in percent.</summary>
    public required double? ConditionalValueAtRisk95Percent { get; init; }

    /// <summary>R² of ln equity on the point's index.</summary>
    public required double? Stability { get; init; }

    /// <summary>Probability that the true Sharpe ratio is above zero.</summary>
    public required double? ProbabilisticSharpeRatio { get; init; }

    /// <summary>Against the benchmark; null without one.</summary>
    public required BenchmarkMetrics? Benchmark { get; init; }

    /// <summary>Of the trades.</summary>
    public required TradeMetrics Trades { get; init; }

    /// <summary>Points with a position, in percent of all; null where positions are not known.</summary>
    public required double? ExposureTimePercent { get; init; }

    /// <summary>Money traded per year over mean equity; null where fills are not known.</summary>
    public required double? Turnover { get; init; }

    /// <summary>Cash costs plus slippage inside prices, in money.</summary>
    public required double TotalCosts { get; init; }

    /// <summary>Total costs in percent of the equity at the start.</summary>
    public required double? CostDragPercent { get; init; }

    /// <summary>Number of bars: points of the equity curve.</summary>
    public required int TradingPeriods { get; init; }

    /// <summary>Time of the first point, UNIX nanoseconds; null for an empty curve.</summary>
    public required long? StartTime { get; init; }

    /// <summary>Time of the last point.</summary>
    public required long? EndTime { get; init; }

    /// <summary>Periods in a year that annual figures were scaled with.</summary>
    public required double PeriodsPerYear { get; init; }

    /// <summary>Annual risk-free rate used, as a fraction.</summary>
    public required double RiskFreeRate { get; init; }
}
