using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Errors;
using CommissionTier = Tradewind.Domain.Engine.Costs.CommissionTier;
using CostModelKind = Tradewind.Domain.Engine.Costs.CostModelKind;

namespace Tradewind.Server.Mapping;

/// <summary>Reads a cost model; what is unset keeps the engine's default, ranges are checked by the engine's own rules.</summary>
internal static class CostModelReader
{
    /// <summary>The cost model of a message.</summary>
    /// <exception cref="InvalidInputException">A number is malformed or the kind is unknown.</exception>
    public static CostModelConfig Read(V1.CostModel message, string path)
    {
        CostModelConfig defaults = new();
        return defaults with
        {
            Kind = message.Kind switch
            {
                V1.CostModelKind.Unspecified => CostModelKind.Simple,
                _ when Enum.IsDefined(message.Kind) => (CostModelKind)((int)message.Kind - 1),
                _ => throw new InvalidInputException("COST_MODEL_INVALID", $"{path}.kind", "is not a cost model of the contract."),
            },
            CommissionPerContract = Money(message.CommissionPerUnit, "commission_per_unit", defaults.CommissionPerContract),
            CommissionPerTrade = Money(message.CommissionPerFill, "commission_per_fill", defaults.CommissionPerTrade),
            CommissionFraction = message.HasCommissionFraction ? Decimal(message.CommissionFraction, "commission_fraction") : defaults.CommissionFraction,
            SlippageTicks = message.HasSlippageTicks ? Decimal(message.SlippageTicks, "slippage_ticks") : defaults.SlippageTicks,
            SlippagePercent = message.HasSlippagePercent ? Decimal(message.SlippagePercent, "slippage_percent") : defaults.SlippagePercent,
            HalfSpreadTicks = message.HasHalfSpreadTicks ? Decimal(message.HalfSpreadTicks, "half_spread_ticks") : defaults.HalfSpreadTicks,
            ImpactCoefficient = message.HasImpactCoefficient ? message.ImpactCoefficient : defaults.ImpactCoefficient,
            ReferenceVolatility = message.HasReferenceVolatility ? message.ReferenceVolatility : defaults.ReferenceVolatility,
            AverageDailyVolume = message.HasAverageDailyVolume ? message.AverageDailyVolume : defaults.AverageDailyVolume,
            DefaultTick = message.HasDefaultTick ? Decimal(message.DefaultTick, "default_tick") : defaults.DefaultTick,
            Tiers = message.Tiers.Count == 0 ? defaults.Tiers : [.. message.Tiers.Select((tier, i) => new CommissionTier(
                ProtoDecimal.ReadOptionalMoney(tier.UpToQuantity, $"{path}.tiers[{i}].up_to_quantity"),
                Money(tier.CommissionPerUnit, $"tiers[{i}].commission_per_unit", 0)))],
        };

        decimal Money(string text, string field, decimal instead) => ProtoDecimal.ReadOptionalMoney(text, $"{path}.{field}") ?? instead;

        // Beyond this a product of prices and quantities would overflow; no cost is near it.
        decimal Decimal(double value, string field) => Math.Abs(value) <= 1e9
            ? (decimal)value
            : throw new InvalidInputException("COST_MODEL_INVALID", $"{path}.{field}", FormattableString.Invariant($"must be a number up to 1e9, got {value}."));
    }
}
