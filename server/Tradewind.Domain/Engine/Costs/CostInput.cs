namespace Tradewind.Domain.Engine.Costs;

/// <summary>What a cost model looks at.</summary>
/// <param name="Price">Raw price of the fill.</param>
/// <param name="Quantity">Quantity, positive.</param>
/// <param name="Multiplier">Money per price point and unit.</param>
/// <param name="Tick">Tick of the instrument; 0 where unknown.</param>
/// <param name="Volatility">Daily volatility as a fraction; NaN where unknown.</param>
/// <param name="Day">Start of the UTC day of the fill, UNIX nanoseconds.</param>
public readonly record struct CostInput(decimal Price, decimal Quantity, decimal Multiplier, decimal Tick, double Volatility, long Day);
