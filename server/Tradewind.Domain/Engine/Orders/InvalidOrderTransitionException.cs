namespace Tradewind.Domain.Engine.Orders;

/// <summary>Code tried to move an order to a state it cannot reach: a defect, not a user's mistake.</summary>
/// <param name="orderId">The order.</param>
/// <param name="from">State it was in.</param>
/// <param name="to">State it was to get.</param>
public sealed class InvalidOrderTransitionException(string orderId, OrderStatus from, OrderStatus to)
    : InvalidOperationException($"{orderId} cannot change from {from} to {to}.")
{
    /// <summary>State it was in.</summary>
    public OrderStatus From { get; } = from;

    /// <summary>State it was to get.</summary>
    public OrderStatus To { get; } = to;
}
