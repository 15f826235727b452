using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Costs;

/// <summary>
/// Parameters of a cost model. When one is set, fills happen at the raw price and the model's total is charged to cash, so that
/// slippage is counted once.
/// </summary>
public sealed record CostModelConfig
{
    /// <summary>Which model. Default simple.</summary>
    public CostModelKind Kind { get; init; }

    /// <summary>Money per unit of quantity. Default 2.50.</summary>
    public decimal CommissionPerContract { get; init; } = 2.50m;

    /// <summary>Money per fill. Default 0.</summary>
    public decimal CommissionPerTrade { get; init; }

    /// <summary>Fraction of the money traded. Default 0.</summary>
    public decimal CommissionFraction { get; init; }

    /// <summary>Ticks lost to slippage. Default 1.</summary>
    public decimal SlippageTicks { get; init; } = 1m;

    /// <summary>Percent of price lost to slippage, on top of the ticks. Default 0.</summary>
    public decimal SlippagePercent { get; init; }

    /// <summary>Ticks of half spread. Default 1.</summary>
    public decimal HalfSpreadTicks { get; init; } = 1m;

    /// <summary>Impact coefficient k. Default 0.1.</summary>
    public double ImpactCoefficient { get; init; } = 0.1;

    /// <summary>Daily volatility taken as usual, and where none is known. Default 0.02.</summary>
    public double ReferenceVolatility { get; init; } = 0.02;

    /// <summary>Average daily volume in units of quantity, positive. Default 50,000.</summary>
    public double AverageDailyVolume { get; init; } = 50_000;

    /// <summary>Tick for instruments that state none. Default 0.01.</summary>
    public decimal DefaultTick { get; init; } = 0.01m;

    /// <summary>Marginal tiers of the day's volume, ascending; the last has no bound.</summary>
    public ImmutableArray<CommissionTier> Tiers { get; init; } =
        [new(100m, 2.50m), new(500m, 2.00m), new(1000m, 1.50m), new(null, 1.00m)];

    /// <summary>Cheap execution: 1.50 a contract, half a tick of slippage and of half spread.</summary>
    public static CostModelConfig Low { get; } = new() { CommissionPerContract = 1.50m, SlippageTicks = 0.5m, HalfSpreadTicks = 0.5m };

    /// <summary>Dear execution: 5.00 a contract, two ticks of slippage and of half spread, impact 0.2.</summary>
    public static CostModelConfig High { get; } =
        new() { CommissionPerContract = 5m, SlippageTicks = 2m, HalfSpreadTicks = 2m, ImpactCoefficient = 0.2 };

    /// <summary>Lists what is wrong, with paths below <paramref name="path"/>.</summary>
    public IEnumerable<FieldViolation> Violations(string path)
    {
        (string Name, bool Valid, string Need)[] checks =
        [
            ("commission_per_contract", CommissionPerContract >= 0, "must be 0 or more"),
            ("commission_per_trade", CommissionPerTrade >= 0, "must be 0 or more"),
            ("commission_fraction", CommissionFraction is >= 0 and < 1, "must be in [0, 1)"),
            ("slippage_ticks", SlippageTicks >= 0, "must be 0 or more"),
            ("slippage_percent", SlippagePercent >= 0, "must be 0 or more"),
            ("half_spread_ticks", HalfSpreadTicks >= 0, "must be 0 or more"),
            ("impact_coefficient", ImpactCoefficient >= 0, "must be 0 or more"),
            ("reference_volatility", ReferenceVolatility > 0, "must be above 0"),
            ("average_daily_volume", AverageDailyVolume > 0, "must be above 0"),
            ("default_tick", DefaultTick > 0, "must be above 0"),
            ("tiers", TiersAscend(), "must ascend and end with one tier without a bound, rates 0 or more"),
        ];
        return checks.Where(check => !check.Valid).Select(check => new FieldViolation($"{path}.{check.Name}", $"{check.Need}."));
    }

    private bool TiersAscend()
    {
        decimal previous = 0;
        for (int i = 0; i < Tiers.Length; i++)
        {
            bool last = i == Tiers.Length - 1;
            if (Tiers[i].PerContract < 0 || Tiers[i].UpTo is null != last || Tiers[i].UpTo <= previous)
            {
                return false;
            }

            previous = Tiers[i].UpTo ?? previous;
        }

        return Tiers.Length > 0;
    }
}
