using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Which of several results is best, and which are not fit to be chosen.</summary>
public sealed record SelectionRule
{
    /// <summary>Metric to choose by, see <see cref="TargetMetric"/>. Default <c>sharpe_ratio</c>.</summary>
    public string TargetMetric { get; init; } = Optimization.TargetMetric.DefaultName;

    /// <summary>True when more is better. Default true.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>Fewest trades of a result that may be chosen. Default 20.</summary>
    public int MinTrades { get; init; } = 20;

    /// <summary>Least Sharpe ratio of a result that may be chosen; applies where the target is a Sharpe ratio. Default 0.</summary>
    public double MinSharpe { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="InvalidInputException">A value is wrong or the metric unknown.</exception>
    public void Validate()
    {
        Optimization.TargetMetric.Find(TargetMetric);
        if (MinTrades < 0)
        {
            throw new InvalidInputException("SELECTION_INVALID", "min_trades", $"must be 0 or more, was {MinTrades}.");
        }

        if (!double.IsFinite(MinSharpe))
        {
            throw new InvalidInputException("SELECTION_INVALID", "min_sharpe", "must be a finite number.");
        }
    }

    /// <summary>Value of the target; null where undefined or infinite.</summary>
    public double? Score(PerformanceMetrics metrics) =>
        Optimization.TargetMetric.Find(TargetMetric).Value(metrics) is { } value && double.IsFinite(value) ? value : null;

    /// <summary>True when the result may be chosen: a finite score, enough trades, and a Sharpe target not below the least.</summary>
    public bool IsValid(PerformanceMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return Score(metrics) is { } score && metrics.Trades.Total >= MinTrades
            && (!Optimization.TargetMetric.Find(TargetMetric).IsSharpe || score >= MinSharpe);
    }

    /// <summary>True when one score is strictly better than another; equal ones leave the first in place.</summary>
    public bool IsBetter(double score, double than) => HigherIsBetter ? score > than : score < than;

    /// <summary>Index of the best valid result, the first among equals; −1 where none is valid.</summary>
    public int Best(IReadOnlyList<PerformanceMetrics> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        (int best, double bestScore) = (-1, 0);
        for (int i = 0; i < results.Count; i++)
        {
            if (IsValid(results[i]) && Score(results[i]) is { } score && (best < 0 || IsBetter(score, bestScore)))
            {
                (best, bestScore) = (i, score);
            }
        }

        return best;
    }
}
