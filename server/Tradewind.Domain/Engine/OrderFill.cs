using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>A fill as a strategy is told of it.</summary>
/// <param name="OrderNumber">Number of the order.</param>
/// <param name="Instrument">Ordinal of the instrument.</param>
/// <param name="Side">Direction.</param>
/// <param name="Quantity">Quantity, positive.</param>
/// <param name="Price">Price with slippage.</param>
/// <param name="RawPrice">Price without.</param>
/// <param name="Cost">Cost charged to cash.</param>
public readonly record struct OrderFill(
    long OrderNumber, int Instrument, OrderSide Side, decimal Quantity, decimal Price, decimal RawPrice, decimal Cost);
