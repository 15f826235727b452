using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>
/// What is checked before an order may work. The same in backtests and paper sessions. Orders the engine makes to protect or
/// close a position pass the limits: they can only reduce risk.
/// </summary>
internal sealed class PreTradeChecks(TradingUniverse universe, EngineOptions options, AccountBook book, MarginAccount? margin)
{
    /// <summary>Reason to refuse, or <see cref="OrderRejection.None"/>.</summary>
    /// <param name="order">The order, prices on the tick.</param>
    /// <param name="open">Open orders by instrument; the order itself does not count.</param>
    /// <param name="halted">True when trading is halted.</param>
    public OrderRejection Check(Order order, IReadOnlyList<List<Order>> open, bool halted)
    {
        OrderRejection form = CheckForm(order);
        return form != OrderRejection.None || order.Purpose is not (OrderPurpose.Direct or OrderPurpose.SignalTarget)
            ? form
            : CheckLimits(order, open, halted);
    }

    /// <summary>True for a whole number of lots.</summary>
    public static bool IsInLots(decimal quantity, decimal lot) => (lot == 1 && quantity.Scale == 0) || quantity % lot == 0;

    private OrderRejection CheckForm(Order order)
    {
        if (order.Quantity <= 0)
        {
            return OrderRejection.QuantityNotPositive;
        }

        decimal lot = universe.Instruments[order.InstrumentOrdinal].LotSize;
        if (!IsInLots(order.Quantity, lot))
        {
            return OrderRejection.QuantityNotInLots;
        }

        if (!universe.Tradable[order.InstrumentOrdinal])
        {
            return OrderRejection.NotTradable;
        }

        bool needsLimit = order.Type is OrderType.Limit or OrderType.StopLimit or OrderType.LimitOnOpen or OrderType.LimitOnClose;
        bool needsStop = order.Type is OrderType.Stop or OrderType.StopLimit;
        bool lacksLimit = needsLimit && order.LimitPrice is null;
        bool lacksStop = needsStop && order.StopPrice is null;
        if (lacksLimit || lacksStop)
        {
            return order.Type switch
            {
                OrderType.StopLimit => OrderRejection.BothPricesRequired,
                OrderType.Limit or OrderType.LimitOnOpen or OrderType.LimitOnClose => OrderRejection.LimitPriceRequired,
                _ => OrderRejection.StopPriceRequired,
            };
        }

        // A trailing stop may be given the price to start from.
        bool mayStop = needsStop || order.Type == OrderType.TrailingStop;
        if ((!needsLimit && order.LimitPrice is not null) || (!mayStop && order.StopPrice is not null))
        {
            return OrderRejection.PriceNotUsed;
        }

        return (order.LimitPrice <= 0 || order.StopPrice <= 0 || order.BracketStop <= 0 || order.BracketTarget <= 0)
            && !options.AllowNonPositivePrices && order.Purpose is OrderPurpose.Direct
            ? OrderRejection.NonPositivePrice
            : CheckExtras(order, lot);
    }

    private static OrderRejection CheckExtras(Order order, decimal lot)
    {
        int trails = (order.TrailAmount > 0 ? 1 : 0) + (order.TrailPercent is > 0 and < 100 ? 1 : 0);
        bool anyTrail = order.TrailAmount is not null || order.TrailPercent is not null;
        if (order.Type == OrderType.TrailingStop ? trails != 1 : anyTrail)
        {
            return OrderRejection.TrailInvalid;
        }

        if (order.DisplayQuantity is { } shown
            && (order.Type != OrderType.Limit || shown <= 0 || shown > order.Quantity || shown % lot != 0))
        {
            return OrderRejection.DisplayQuantityInvalid;
        }

        if (order.TimeInForce == TimeInForce.GoodTillDate ? !(order.ExpireTime > order.CreatedTime) : order.ExpireTime is not null)
        {
            return OrderRejection.ExpiryInvalid;
        }

        // A long position is stopped below its target, a short one above it.
        bool turned = order.Side == OrderSide.Buy ? order.BracketStop >= order.BracketTarget : order.BracketStop <= order.BracketTarget;
        return turned ? OrderRejection.BracketInvalid : OrderRejection.None;
    }

    private OrderRejection CheckLimits(Order order, IReadOnlyList<List<Order>> open, bool halted)
    {
        if (order.Purpose == OrderPurpose.Direct && order.Quantity > options.MaxOrderQuantity)
        {
            return OrderRejection.OrderTooLarge;
        }

        decimal position = book[order.InstrumentOrdinal].Quantity;
        if (order.ReduceOnly)
        {
            bool reducesPosition = order.Side == OrderSide.Buy ? position < 0 : position > 0;
            return reducesPosition ? OrderRejection.None : OrderRejection.NothingToReduce;
        }

        decimal projected = Projected(order, open[order.InstrumentOrdinal], position);
        bool reduces = position != 0 && Math.Sign(projected) is var sign && (sign == 0 || sign == Math.Sign(position))
            && Math.Abs(projected) < Math.Abs(position);
        if (reduces)
        {
            return OrderRejection.None;
        }

        if (halted)
        {
            return OrderRejection.TradingHalted;
        }

        // Without an exchange rate nothing it does could be booked.
        if (book[order.InstrumentOrdinal] is { IsConverted: true, Rate: 0 })
        {
            return OrderRejection.NoMarketPrice;
        }

        if (options.MaxLossFraction is { } loss && book.Equity - (double)book.Capital <= -loss * (double)book.Capital)
        {
            return OrderRejection.LossLimit;
        }

        OrderRejection limits = Math.Abs(projected) > options.MaxPosition ? OrderRejection.PositionLimit : CheckExposure(order, projected);
        return limits == OrderRejection.None && margin is not null ? CheckMargin(margin, order, open) : limits;
    }

    private OrderRejection CheckExposure(Order order, decimal projected)
    {
        if (options.MaxGrossExposure is not { } limit)
        {
            return OrderRejection.None;
        }

        PositionState position = book[order.InstrumentOrdinal];
        if (double.IsNaN(position.Mark))
        {
            return OrderRejection.NoMarketPrice;
        }

        double unit = Math.Abs(position.Mark) * position.MultiplierValue;
        double gross = book.GrossExposure - Math.Abs(position.QuantityValue) * unit + (double)Math.Abs(projected) * unit;
        return gross > (double)limit ? OrderRejection.GrossExposureLimit : OrderRejection.None;
    }

    private OrderRejection CheckMargin(MarginAccount margin, Order order, IReadOnlyList<List<Order>> open)
    {
        if (double.IsNaN(book[order.InstrumentOrdinal].Mark))
        {
            return OrderRejection.NoMarketPrice;
        }

        return margin.InCall || !margin.Carries(order, open) ? OrderRejection.InsufficientMargin : OrderRejection.None;
    }

    /// <summary>
    /// The position if every open order of the same side were filled too: attached ones only ever reduce and are left out. An order towards
    /// a target counts from where earlier ones on their way lead to, of either side.
    /// </summary>
    private static decimal Projected(Order order, List<Order> open, decimal position)
    {
        decimal quantity = order.Remaining;
        foreach (Order other in open)
        {
            if (other.Side == order.Side && other.Number != order.Number && other.Adds)
            {
                quantity += other.Remaining;
            }
            else if (other.Number < order.Number && (order.Purpose, other.Purpose) == (OrderPurpose.SignalTarget, OrderPurpose.SignalTarget))
            {
                quantity -= other.Remaining;
            }
        }

        return order.Side == OrderSide.Buy ? position + quantity : position - quantity;
    }
}
