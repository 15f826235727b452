using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine;

/// <summary>Orders, changes and cancels as clients and strategies ask for them. A refused command changes nothing.</summary>
internal sealed class OrderCommands(
    TradingUniverse universe, EngineOptions options, OrderDesk desk, AccountBook book, OrderTerms terms, RequestsUnderWay requests,
    SessionClock clock, TradingHalt halt)
{
    /// <summary>Sends an order; returns it working or rejected with its reason.</summary>
    /// <exception cref="NotFoundException">The instrument is not in the universe.</exception>
    public Order Submit(OrderRequest request, long time)
    {
        ArgumentNullException.ThrowIfNull(request);
        clock.RequireRunning();
        int instrument = universe.OrdinalOf(request.Instrument);
        clock.Advance(time);
        Order order = desk.Place(request, instrument, OrderPurpose.Direct, clock.Now, clock.Now + options.Latency, halt.IsHalted);
        if (order is { Type: OrderType.TrailingStop, IsComplete: false } && book[instrument].Mark is var mark && double.IsFinite(mark))
        {
            desk.Trail(order, (decimal)mark);
        }

        return order with { };
    }

    /// <summary>Cancels an open order, at once or when the request has arrived.</summary>
    /// <exception cref="NotFoundException">No order of that id was ever made.</exception>
    /// <exception cref="PreconditionException">Reason <c>ORDER_COMPLETE</c>.</exception>
    public Order Cancel(string orderId, long time)
    {
        clock.RequireRunning();
        Order order = RequireOpen(orderId);
        clock.Advance(time);
        if (options.Latency == 0)
        {
            desk.Cancel(order, clock.Now, "asked for");
        }
        else
        {
            requests.Send(order, change: null, clock.Now + options.Latency);
        }

        return order with { };
    }

    /// <summary>Changes an open order that was sent directly, at once or when the request has arrived; checked like a new one.</summary>
    /// <exception cref="NotFoundException">No order of that id was ever made.</exception>
    /// <exception cref="PreconditionException">Reason <c>ORDER_COMPLETE</c> or <c>ORDER_MANAGED</c>.</exception>
    /// <exception cref="InvalidInputException">Reason <c>ORDER_CHANGE_INVALID</c>: the new terms would be refused.</exception>
    public Order Modify(string orderId, OrderChange change, long time)
    {
        ArgumentNullException.ThrowIfNull(change);
        clock.RequireRunning();
        Order order = RequireOpen(orderId);
        if (order.Purpose != OrderPurpose.Direct)
        {
            throw new PreconditionException(
                "ORDER_MANAGED", $"{orderId} is managed by the engine ({order.Purpose}); cancel it or send an order of your own.");
        }

        OrderRejection rejection = terms.Try(order, change, Math.Max(clock.Now, time) + options.Latency, halt.IsHalted, out Order changed);
        if (rejection != OrderRejection.None)
        {
            throw new InvalidInputException("ORDER_CHANGE_INVALID", "change", $"the new terms of {orderId} would be refused: {rejection}.");
        }

        clock.Advance(time);
        if (options.Latency == 0)
        {
            return desk.Replace(order, changed, clock.Now) with { };
        }

        requests.Send(order, change, clock.Now + options.Latency);
        return order with { };
    }

    private Order RequireOpen(string orderId)
    {
        if (!Order.TryParseId(orderId, out long number) || number < options.FirstOrderNumber || number >= desk.NextNumber)
        {
            throw new NotFoundException("order", orderId);
        }

        return desk.Find(number)
            ?? throw new PreconditionException(
                "ORDER_COMPLETE", $"{orderId} is complete (filled, cancelled, rejected or expired) and cannot change.");
    }
}
