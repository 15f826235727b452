using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>A step in an order's life.</summary>
/// <param name="Event">The step.</param>
public sealed record OrderEntry(OrderEvent Event) : LedgerEntry(Event.Time);
