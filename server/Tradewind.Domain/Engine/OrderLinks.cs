using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>What a fill of one order does to others: it cancels those of its group and is followed by the exits of its bracket.</summary>
internal sealed class OrderLinks(TradingUniverse universe, OrderDesk desk, AccountBook book)
{
    /// <summary>Acts on a fill.</summary>
    /// <param name="order">The order, after the fill.</param>
    /// <param name="quantity">Quantity of the fill.</param>
    /// <param name="eligibleFrom">When exits may fill first: the bar's own open where the entry filled there.</param>
    /// <param name="time">Known time.</param>
    public void AfterFill(Order order, decimal quantity, long eligibleFrom, long time)
    {
        if (order.OneCancelsOther.Length > 0)
        {
            CancelGroup(order, quantity, time);
        }

        if (order.BracketStop is not null || order.BracketTarget is not null)
        {
            decimal held = book[order.InstrumentOrdinal].Quantity;
            // A fill that closed a position of the other side has opened less than it filled, or nothing.
            decimal opened = Math.Clamp(order.Side == OrderSide.Buy ? held : -held, 0, quantity);
            if (opened > 0)
            {
                PlaceExits(order, opened, eligibleFrom, time);
            }
        }

        CancelOrphans(order.InstrumentOrdinal, time);
    }

    /// <summary>Cancels exits of brackets whose position is gone: they would act on the next one.</summary>
    private void CancelOrphans(int instrument, long time)
    {
        decimal held = book[instrument].Quantity;
        List<Order> open = desk.Open(instrument);
        for (int i = open.Count - 1; i >= 0; i--)
        {
            Order order = open[i];
            bool reduces = order.Side == OrderSide.Buy ? held < 0 : held > 0;
            if (order.Purpose == OrderPurpose.Bracket && !reduces)
            {
                desk.Cancel(order, time, "the position it protects is closed");
            }
        }
    }

    private void CancelGroup(Order filled, decimal quantity, long time)
    {
        for (int instrument = 0; instrument < universe.Instruments.Length; instrument++)
        {
            List<Order> open = desk.Open(instrument);
            for (int i = open.Count - 1; i >= 0; i--)
            {
                Order other = open[i];
                if (other.Number == filled.Number || other.OneCancelsOther != filled.OneCancelsOther)
                {
                    continue;
                }

                // Exits of one bracket share the quantity: what one of them has closed the other need not close any more.
                if (filled.Purpose == OrderPurpose.Bracket && filled.Remaining > 0)
                {
                    desk.Reduce(other, quantity, time);
                }
                else
                {
                    desk.Cancel(other, time, $"{filled.Id} of the same group has filled");
                }
            }
        }
    }

    private void PlaceExits(Order entry, decimal quantity, long eligibleFrom, long time)
    {
        // Each fill has a bracket of its own, so that exits of a part need not be moved when more fills.
        OrderRequest exit = new()
        {
            Instrument = entry.Instrument,
            Side = OrderDesk.Opposite(entry.Side),
            Quantity = quantity,
            ReduceOnly = true,
            OneCancelsOther = entry.BracketStop is null || entry.BracketTarget is null ? "" : $"bracket {desk.NextNumber}",
            Tag = entry.Tag,
        };
        if (entry.BracketStop is { } stop)
        {
            OrderRequest order = exit with { Type = OrderType.Stop, StopPrice = stop };
            desk.Place(order, entry.InstrumentOrdinal, OrderPurpose.Bracket, time, eligibleFrom, halted: false, entry.Number);
        }

        if (entry.BracketTarget is { } target)
        {
            OrderRequest order = exit with { Type = OrderType.Limit, LimitPrice = target };
            desk.Place(order, entry.InstrumentOrdinal, OrderPurpose.Bracket, time, eligibleFrom, halted: false, entry.Number);
        }
    }
}
