namespace Tradewind.Domain.Engine.Metrics;

/// <summary>What performance is measured from.</summary>
public sealed record PerformanceInput
{
    /// <summary>Time of each point, ascending, UNIX nanoseconds.</summary>
    public required ReadOnlyMemory<long> Times { get; init; }

    /// <summary>Equity at each point, one a bar, as long as <see cref="Times"/>.</summary>
    public required ReadOnlyMemory<double> Equity { get; init; }

    /// <summary>Periods in a year, see <see cref="Metrics.PeriodsPerYear"/>.</summary>
    public required double PeriodsPerYear { get; init; }

    /// <summary>Annual risk-free rate as a fraction. Default 0.05.</summary>
    public double RiskFreeRate { get; init; } = 0.05;

    /// <summary>True to turn the annual rate into one per period by compounding instead of by division. Default false.</summary>
    public bool CompoundRiskFree { get; init; }

    /// <summary>Benchmark level at each point; empty for none.</summary>
    public ReadOnlyMemory<double> Benchmark { get; init; }

    /// <summary>Profit of each round trip after costs, in the order of exits.</summary>
    public ReadOnlyMemory<double> TradeProfits { get; init; }

    /// <summary>Bars each round trip was held; empty where not known.</summary>
    public ReadOnlyMemory<double> TradeBars { get; init; }

    /// <summary>Points with a position after fills; null where not known.</summary>
    public int? PointsInPosition { get; init; }

    /// <summary>Σ|quantity × price × multiplier| of all fills; null where not known.</summary>
    public double? MoneyTraded { get; init; }

    /// <summary>Cash costs plus slippage inside prices.</summary>
    public double TotalCosts { get; init; }
}
