namespace Tradewind.Domain.Engine.Costs;

/// <summary>Which cost model charges slippage, spread and impact.</summary>
public enum CostModelKind
{
    /// <summary>Fixed ticks of slippage and half spread.</summary>
    Simple = 0,

    /// <summary>Simple, scaled by volatility over its usual value, at most five times.</summary>
    VolatilityAdjusted,

    /// <summary>Simple, plus impact that grows with the square root of the share of daily volume.</summary>
    SquareRootImpact,

    /// <summary>Simple, with commission by marginal tiers of the day's volume.</summary>
    Tiered,
}
