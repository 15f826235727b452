namespace Tradewind.Domain.Engine.Orders;

/// <summary>New terms of a working order; what is null stays as it was.</summary>
/// <param name="Quantity">New total quantity, more than what is filled, in lots.</param>
/// <param name="LimitPrice">New limit price.</param>
/// <param name="StopPrice">New stop price.</param>
public sealed record OrderChange(decimal? Quantity = null, decimal? LimitPrice = null, decimal? StopPrice = null);
