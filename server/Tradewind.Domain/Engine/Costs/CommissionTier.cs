namespace Tradewind.Domain.Engine.Costs;

/// <summary>One step of a volume-tiered commission.</summary>
/// <param name="UpTo">Cumulative quantity of the day up to which the rate holds; null for the last tier.</param>
/// <param name="PerContract">Money per unit of quantity inside the tier.</param>
public sealed record CommissionTier(decimal? UpTo, decimal PerContract);
