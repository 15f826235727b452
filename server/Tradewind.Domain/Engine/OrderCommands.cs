using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine;

/// <summary>Orders, changes and cancels as clients and strategies ask for them. A refused command changes nothing.</summary>
internal sealed class OrderCommands(
    TradingUniverse universe, EngineOptions options, OrderDesk desk, AccountBook book, PreTradeChecks checks, SessionClock clock, TradingHalt halt)
{
    /// <summary>Sends an order; returns it working or rejected with its reason.</summary>
    /// <exception cref="NotFoundException">The instrument is not in the universe.</exception>
    public Order Submit(OrderRequest request, long time)
    {
        ArgumentNullException.ThrowIfNull(request);
        clock.RequireRunning();
        int instrument = universe.OrdinalOf(request.Instrument);
        clock.Advance(time);
        Order order = desk.Place(request, instrument, OrderPurpose.Direct, clock.Now, clock.Now, halt.IsHalted);
        if (order is { Type: OrderType.TrailingStop, IsComplete: false } && book[instrument].Mark is var mark && double.IsFinite(mark))
        {
            desk.Trail(order, (decimal)mark);
        }

        return order with { };
    }

    /// <summary>Cancels an open order.</summary>
    /// <exception cref="NotFoundException">No order of that id was ever made.</exception>
    /// <exception cref="PreconditionException">Reason <c>ORDER_COMPLETE</c>.</exception>
    public Order Cancel(string orderId, long time)
    {
        clock.RequireRunning();
        Order order = RequireOpen(orderId);
        clock.Advance(time);
        desk.Cancel(order, clock.Now, "asked for");
        return order with { };
    }

    /// <summary>Changes an open order that was sent directly; checked like a new one.</summary>
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

        decimal tick = universe.Instruments[order.InstrumentOrdinal].TickSize;
        Order changed = order with
        {
            Quantity = change.Quantity ?? order.Quantity,
            LimitPrice = PriceTick.RoundLimit(change.LimitPrice, order.Side, tick) ?? order.LimitPrice,
            StopPrice = PriceTick.RoundStop(change.StopPrice, order.Side, tick) ?? order.StopPrice,
            EligibleFrom = Math.Max(clock.Now, time),
        };
        OrderRejection rejection = changed.Remaining <= 0
            ? OrderRejection.QuantityNotPositive
            : checks.Check(changed, desk.AllOpen, halt.IsHalted);
        if (rejection != OrderRejection.None)
        {
            throw new InvalidInputException("ORDER_CHANGE_INVALID", "change", $"the new terms of {orderId} would be refused: {rejection}.");
        }

        clock.Advance(time);
        return desk.Replace(order, changed, clock.Now) with { };
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
