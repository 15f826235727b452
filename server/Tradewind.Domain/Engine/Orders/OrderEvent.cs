namespace Tradewind.Domain.Engine.Orders;

/// <summary>One step in an order's life.</summary>
/// <param name="Time">When it happened, UNIX nanoseconds.</param>
/// <param name="Kind">What happened.</param>
/// <param name="From">State before; equal to the state after for <see cref="OrderEventKind.Created"/>.</param>
/// <param name="Order">The order afterwards. It goes on changing while it works: who keeps the step keeps a copy.</param>
/// <param name="Details">Reason in words; empty where there is nothing to add.</param>
public readonly record struct OrderEvent(long Time, OrderEventKind Kind, OrderStatus From, Order Order, string Details);
