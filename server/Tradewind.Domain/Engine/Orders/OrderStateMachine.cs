using static Tradewind.Domain.Engine.Orders.OrderStatus;

namespace Tradewind.Domain.Engine.Orders;

/// <summary>The legal changes of order state. Anything not listed is refused.</summary>
public static class OrderStateMachine
{
    /// <summary>True for FILLED, CANCELLED, REJECTED, EXPIRED and ERROR.</summary>
    public static bool IsTerminal(OrderStatus status) => status is Filled or Cancelled or Rejected or Expired or Error;

    /// <summary>True from PENDING to PENDING_REPLACE: the broker has or may have the order.</summary>
    public static bool IsActive(OrderStatus status) =>
        status is Pending or Acknowledged or Working or PartiallyFilled or PendingCancel or PendingReplace;

    /// <summary>True when the change is legal.</summary>
    public static bool Allows(OrderStatus from, OrderStatus to) => from switch
    {
        Created => to is Pending or Rejected or Cancelled,
        Pending => to is Acknowledged or Working or PartiallyFilled or Filled or Rejected or PendingCancel or Cancelled or Expired or Error,
        Acknowledged => to is Working or PartiallyFilled or Filled or PendingCancel or PendingReplace or Cancelled or Rejected or Expired,
        Working => to is PartiallyFilled or Filled or PendingCancel or PendingReplace or Cancelled or Expired or Rejected,
        PartiallyFilled => to is PartiallyFilled or Filled or PendingCancel or PendingReplace or Cancelled or Expired,
        PendingCancel => to is Cancelled or PartiallyFilled or Filled or Working,
        PendingReplace => to is Working or PartiallyFilled or Filled or Cancelled,
        _ => false,
    };

    /// <summary>Moves an order to another state.</summary>
    /// <exception cref="InvalidOrderTransitionException">The change is not legal; the order is as it was.</exception>
    public static void Move(Order order, OrderStatus to, long time)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!Allows(order.Status, to))
        {
            throw new InvalidOrderTransitionException(order.Id, order.Status, to);
        }

        (order.Status, order.UpdatedTime) = (to, time);
    }
}
