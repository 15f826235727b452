using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>What an order becomes by a change, and whether it may.</summary>
internal sealed class OrderTerms(TradingUniverse universe, OrderDesk desk, PreTradeChecks checks)
{
    /// <summary>Makes the changed order, which is not yet in place, and checks it like a new one.</summary>
    /// <param name="order">The order as it is.</param>
    /// <param name="change">What changes.</param>
    /// <param name="eligibleFrom">When the new terms may fill first.</param>
    /// <param name="halted">True when trading is halted.</param>
    /// <param name="changed">The order with the new terms.</param>
    /// <returns>Why it would be refused, or <see cref="OrderRejection.None"/>.</returns>
    public OrderRejection Try(Order order, OrderChange change, long eligibleFrom, bool halted, out Order changed)
    {
        decimal tick = universe.Instruments[order.InstrumentOrdinal].TickSize;
        changed = order with
        {
            Quantity = change.Quantity ?? order.Quantity,
            LimitPrice = PriceTick.RoundLimit(change.LimitPrice, order.Side, tick) ?? order.LimitPrice,
            StopPrice = PriceTick.RoundStop(change.StopPrice, order.Side, tick) ?? order.StopPrice,
            EligibleFrom = eligibleFrom,
        };
        return changed.Remaining <= 0 ? OrderRejection.QuantityNotPositive : checks.Check(changed, desk.AllOpen, halted);
    }
}
