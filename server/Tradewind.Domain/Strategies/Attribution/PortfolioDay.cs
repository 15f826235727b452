namespace Tradewind.Domain.Strategies.Attribution;

/// <summary>Exposure and risk at a day's close, before the orders decided on it. Weights are fractions of equity.</summary>
public readonly record struct PortfolioDay
{
    /// <summary>Known time of the close, UNIX nanoseconds.</summary>
    public required long Time { get; init; }

    /// <summary>Equity.</summary>
    public required double Equity { get; init; }

    /// <summary>Σ|weight|.</summary>
    public required double Gross { get; init; }

    /// <summary>Σ weight.</summary>
    public required double Net { get; init; }

    /// <summary>Σ weight × beta of everything held.</summary>
    public required double Beta { get; init; }

    /// <summary>The same over the scope that is kept neutral, with the hedge.</summary>
    public required double ScopeBeta { get; init; }

    /// <summary>Leverage factor in effect.</summary>
    public required double Leverage { get; init; }

    /// <summary>True while risk is off.</summary>
    public required bool RiskOff { get; init; }

    /// <summary>True while the drawdown circuit is tripped.</summary>
    public required bool CircuitTripped { get; init; }

    /// <summary>Average correlation; NaN where unknown.</summary>
    public required double AverageCorrelation { get; init; }

    /// <summary>Share of assets without momentum; NaN where unknown.</summary>
    public required double FlatShare { get; init; }

    /// <summary>Fall from the highest equity as a fraction, 0 or more.</summary>
    public required double Drawdown { get; init; }

    /// <summary>Expected annual volatility of the weights held; NaN where a covariance is missing.</summary>
    public required double ExpectedVolatility { get; init; }

    /// <summary>Entries asked for.</summary>
    public required int Opportunities { get; init; }

    /// <summary>Positions open.</summary>
    public required int OpenPositions { get; init; }
}
