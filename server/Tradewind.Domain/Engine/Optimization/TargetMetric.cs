using System.Collections.Immutable;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>A figure a search can maximise or minimise, under the name it has in results; percentages are fractions.</summary>
/// <param name="Name">Name, e.g. <c>sharpe_ratio</c>.</param>
/// <param name="IsSharpe">True for Sharpe ratios, to which the least acceptable Sharpe ratio applies.</param>
/// <param name="Value">The figure; null where undefined.</param>
public sealed record TargetMetric(string Name, bool IsSharpe, Func<PerformanceMetrics, double?> Value)
{
    /// <summary>Name of the metric used unless told otherwise.</summary>
    public const string DefaultName = "sharpe_ratio";

    /// <summary>All metrics, by name.</summary>
    public static ImmutableArray<TargetMetric> All { get; } =
    [
        new("annualized_return_fraction", false, metrics => metrics.AnnualizedReturnPercent / 100),
        new("annualized_volatility_fraction", false, metrics => metrics.AnnualizedVolatilityPercent / 100),
        new("cagr_fraction", false, metrics => metrics.CagrPercent / 100),
        new("calmar_ratio", false, metrics => metrics.CalmarRatio),
        new("expectancy", false, metrics => metrics.Trades.Expectancy),
        new("max_drawdown_fraction", false, metrics => metrics.MaxDrawdownPercent / 100),
        new("omega_ratio", false, metrics => metrics.OmegaRatio),
        new("probabilistic_sharpe_ratio", false, metrics => metrics.ProbabilisticSharpeRatio),
        new("profit_factor", false, metrics => metrics.Trades.ProfitFactor),
        new("sharpe_ratio", true, metrics => metrics.SharpeRatio),
        new("sortino_ratio", false, metrics => metrics.SortinoRatio),
        new("sqn", false, metrics => metrics.Trades.SystemQualityNumber),
        new("total_return", false, metrics => metrics.TotalReturn),
        new("total_return_fraction", false, metrics => metrics.TotalReturnPercent / 100),
        new("ulcer_index", false, metrics => metrics.UlcerIndex),
        new("win_rate_fraction", false, metrics => metrics.Trades.WinRatePercent / 100),
    ];

    /// <summary>The metric of a name.</summary>
    /// <exception cref="InvalidInputException">Reason <c>UNKNOWN_METRIC</c>; lists the names there are.</exception>
    public static TargetMetric Find(string name)
    {
        if (All.FirstOrDefault(metric => metric.Name == name) is { } found)
        {
            return found;
        }

        string[] names = [.. All.Select(metric => metric.Name)];
        string near = NearestName.Find(name, names) is { } nearest ? $"Did you mean '{nearest}'? " : "";
        throw new InvalidInputException("UNKNOWN_METRIC", "target_metric", $"'{name}' is not a metric. {near}Available: {string.Join(", ", names)}.");
    }
}
