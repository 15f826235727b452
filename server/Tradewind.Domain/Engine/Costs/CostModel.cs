namespace Tradewind.Domain.Engine.Costs;

/// <summary>
/// Costs of fills by a <see cref="CostModelConfig"/> (backtest specification, section 4). Holds the day's volume for the tiers,
/// counted over all instruments of the account, so every run needs its own.
/// </summary>
/// <param name="config">Valid parameters.</param>
public sealed class CostModel(CostModelConfig config)
{
    private const double LargestVolatilityRatio = 5;
    private long _day = long.MinValue;
    private decimal _dayVolume;

    /// <summary>Charges one fill; counts its quantity towards the day's tiers.</summary>
    public FillCost Charge(in CostInput fill)
    {
        decimal tick = fill.Tick > 0 ? fill.Tick : config.DefaultTick;
        decimal units = fill.Quantity * fill.Multiplier;
        decimal traded = Math.Abs(fill.Price) * units;
        decimal slippage = config.SlippageTicks * tick * units + config.SlippagePercent / 100m * traded;
        decimal spread = config.HalfSpreadTicks * tick * units;
        decimal impact = 0;
        double volatility = fill.Volatility > 0 ? fill.Volatility : config.ReferenceVolatility;
        switch (config.Kind)
        {
            case CostModelKind.VolatilityAdjusted:
                decimal ratio = (decimal)Math.Min(volatility / config.ReferenceVolatility, LargestVolatilityRatio);
                (slippage, spread) = (slippage * ratio, spread * ratio);
                break;
            case CostModelKind.SquareRootImpact:
                double share = (double)fill.Quantity / config.AverageDailyVolume;
                impact = traded * (decimal)(config.ImpactCoefficient * volatility * Math.Sqrt(share));
                break;
        }

        decimal perContract = config.Kind == CostModelKind.Tiered
            ? TieredCommission(fill.Quantity, fill.Day)
            : config.CommissionPerContract * fill.Quantity;
        decimal commission = perContract + config.CommissionPerTrade + traded * config.CommissionFraction;
        return new FillCost(Money.Round(commission), Money.Round(slippage), Money.Round(spread), Money.Round(impact));
    }

    private decimal TieredCommission(decimal quantity, long day)
    {
        if (day != _day)
        {
            (_day, _dayVolume) = (day, 0);
        }

        decimal from = _dayVolume;
        decimal to = _dayVolume += quantity;
        (decimal commission, decimal lower) = (0, 0);
        foreach (CommissionTier tier in config.Tiers)
        {
            decimal inside = Math.Min(to, tier.UpTo ?? to) - Math.Max(from, lower);
            commission += Math.Max(0, inside) * tier.PerContract;
            lower = tier.UpTo ?? lower;
        }

        return commission;
    }
}
