using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Attached stop loss and take profit, one-cancels-other: placed off the average price, placed anew whenever a fill changes the
/// position, cancelled when it is flat.
/// </summary>
internal sealed class ProtectiveOrders(TradingUniverse universe, EngineOptions options, OrderDesk desk, AccountBook book)
{
    /// <summary>Places the orders for the position as it is now.</summary>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="eligibleFrom">The bar's own open when the fill was a market order at the open, so that they live on the same bar.</param>
    /// <param name="time">Known time.</param>
    public void Renew(int instrument, long eligibleFrom, long time)
    {
        if (options.StopLossPercent is null && options.TakeProfitPercent is null)
        {
            return;
        }

        CancelAll(instrument, time);
        PositionState position = book[instrument];
        if (position.Quantity == 0)
        {
            return;
        }

        bool isLong = position.Quantity > 0;
        decimal percent = Math.Abs(position.AveragePrice) / 100m;
        OrderRequest request = new()
        {
            Instrument = universe.Instruments[instrument].Id,
            Side = isLong ? OrderSide.Sell : OrderSide.Buy,
            Quantity = Math.Abs(position.Quantity),
        };
        if (options.StopLossPercent is { } stop)
        {
            decimal price = position.AveragePrice + (isLong ? -stop : stop) * percent;
            OrderRequest order = request with { Type = OrderType.Stop, StopPrice = price };
            desk.Place(order, instrument, OrderPurpose.StopLoss, time, eligibleFrom, halted: false);
        }

        if (options.TakeProfitPercent is { } target)
        {
            decimal price = position.AveragePrice + (isLong ? target : -target) * percent;
            OrderRequest order = request with { Type = OrderType.Limit, LimitPrice = price };
            desk.Place(order, instrument, OrderPurpose.TakeProfit, time, eligibleFrom, halted: false);
        }
    }

    private void CancelAll(int instrument, long time)
    {
        List<Order> open = desk.Open(instrument);
        for (int i = open.Count - 1; i >= 0; i--)
        {
            if (open[i].Purpose is OrderPurpose.StopLoss or OrderPurpose.TakeProfit)
            {
                desk.Cancel(open[i], time, "the position it protects has changed");
            }
        }
    }
}
