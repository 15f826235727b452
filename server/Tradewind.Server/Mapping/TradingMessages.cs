using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;
using Tradewind.V1;
using Fill = Tradewind.Domain.Engine.Orders.Fill;
using Order = Tradewind.Domain.Engine.Orders.Order;
using OrderStatus = Tradewind.Domain.Engine.Orders.OrderStatus;
using Position = Tradewind.Domain.Engine.Position;
using Signal = Tradewind.Domain.Strategies.Signal;
using SignalDirection = Tradewind.Domain.Strategies.SignalDirection;
using Trade = Tradewind.Domain.Engine.Trade;

namespace Tradewind.Server.Mapping;

/// <summary>Orders, fills, trades, positions and signals as messages.</summary>
internal static class TradingMessages
{
    /// <summary>An order.</summary>
    public static V1.Order From(Order order) => new()
    {
        Id = order.Id,
        InstrumentId = order.Instrument,
        Side = (Side)(int)order.Side,
        Type = (V1.OrderType)(int)order.Type,
        TimeInForce = (V1.TimeInForce)(int)order.TimeInForce,
        Quantity = ProtoDecimal.Format(order.Quantity),
        FilledQuantity = ProtoDecimal.Format(order.FilledQuantity),
        LimitPrice = ProtoDecimal.Format(order.LimitPrice),
        StopPrice = ProtoDecimal.Format(order.StopPrice),
        Status = From(order.Status),
        AverageFillPrice = ProtoDecimal.Format(order.AverageFillPrice),
        CreateTime = ProtoTime.ToMarketTime(order.CreatedTime),
        UpdateTime = ProtoTime.ToMarketTime(order.UpdatedTime),
        RejectionReason = order.Rejection == OrderRejection.None ? "" : order.Rejection.ToString(),
        Origin = From(order.Purpose),
        TrailAmount = ProtoDecimal.Format(order.TrailAmount),
        TrailPercent = ProtoDecimal.Format(order.TrailPercent),
        DisplayQuantity = ProtoDecimal.Format(order.DisplayQuantity),
        ExpireTime = order.ExpireTime is { } expires ? ProtoTime.ToMarketTime(expires) : null,
        OneCancelsOther = order.OneCancelsOther,
        ReduceOnly = order.ReduceOnly,
        BracketStopPrice = ProtoDecimal.Format(order.BracketStop),
        BracketTargetPrice = ProtoDecimal.Format(order.BracketTarget),
        ParentOrderId = order.Parent is { } parent ? Order.IdOf(parent) : "",
    };

    /// <summary>A fill.</summary>
    public static V1.Fill From(Fill fill) => new()
    {
        Id = fill.Id,
        OrderId = fill.OrderId,
        InstrumentId = fill.Instrument,
        Side = (Side)(int)fill.Side,
        Quantity = ProtoDecimal.Format(fill.Quantity),
        Price = ProtoDecimal.Format(fill.Price),
        Commission = ProtoDecimal.Format(fill.Cost.Total),
        Slippage = ProtoDecimal.Format(fill.SlippageInPrice),
        RealizedPnl = ProtoDecimal.Format(fill.Realised),
        Time = ProtoTime.ToTimestamp(fill.Time),
    };

    /// <summary>A round trip.</summary>
    public static V1.Trade From(Trade trade)
    {
        V1.Trade message = new()
        {
            InstrumentId = trade.Instrument,
            Side = (Side)(int)trade.Side,
            Quantity = ProtoDecimal.Format(trade.Quantity),
            EntryTime = ProtoTime.ToTimestamp(trade.EntryTime),
            ExitTime = ProtoTime.ToTimestamp(trade.ExitTime),
            EntryPrice = ProtoDecimal.Format(trade.EntryPrice),
            ExitPrice = ProtoDecimal.Format(trade.ExitPrice),
            GrossPnl = ProtoDecimal.Format(trade.Gross),
            Costs = ProtoDecimal.Format(trade.Costs),
            Pnl = ProtoDecimal.Format(trade.ProfitAndLoss),
            BarCount = (int)trade.Bars,
            MaxAdverseExcursion = trade.MaxAdverseExcursion,
            MaxFavorableExcursion = trade.MaxFavourableExcursion,
        };
        if (trade.ReturnPercent is { } percent)
        {
            message.ReturnFraction = percent / 100;
        }

        return message;
    }

    /// <summary>A position; mark and open profit are absent before the first bar.</summary>
    public static V1.Position From(Position position)
    {
        V1.Position message = new()
        {
            InstrumentId = position.Instrument,
            Quantity = ProtoDecimal.Format(position.Quantity),
            AveragePrice = ProtoDecimal.Format(position.AveragePrice),
            RealizedPnl = ProtoDecimal.Format(position.Realised),
        };
        if (!double.IsNaN(position.Mark))
        {
            (message.MarkPrice, message.UnrealizedPnl) = (position.Mark, position.Unrealised);
        }

        return message;
    }

    /// <summary>A signal; undefined indicator values stay absent.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="price">Close of the instrument when it was made; NaN where unknown.</param>
    public static V1.Signal From(Signal signal, double price)
    {
        V1.Signal message = new()
        {
            InstrumentId = signal.Instrument,
            Time = ProtoTime.ToTimestamp(signal.Time),
            Direction = signal.Direction switch
            {
                SignalDirection.Long => V1.SignalDirection.Long,
                SignalDirection.Short => V1.SignalDirection.Short,
                _ => V1.SignalDirection.Flat,
            },
            Label = signal.Label,
            Reason = signal.Reason,
        };
        if (signal.Strength is { } strength)
        {
            message.Strength = strength;
        }

        if (!double.IsNaN(price))
        {
            message.Price = price;
        }

        foreach (SignalValue value in signal.Values)
        {
            if (!double.IsNaN(value.Value))
            {
                message.Indicators[value.Name] = value.Value;
            }
        }

        return message;
    }

    private static V1.OrderStatus From(OrderStatus status) => status switch
    {
        OrderStatus.Created or OrderStatus.Pending or OrderStatus.Acknowledged => V1.OrderStatus.Pending,
        OrderStatus.Working or OrderStatus.PendingCancel or OrderStatus.PendingReplace => V1.OrderStatus.Working,
        OrderStatus.PartiallyFilled => V1.OrderStatus.PartiallyFilled,
        OrderStatus.Filled => V1.OrderStatus.Filled,
        OrderStatus.Cancelled => V1.OrderStatus.Cancelled,
        OrderStatus.Expired => V1.OrderStatus.Expired,
        _ => V1.OrderStatus.Rejected,
    };

    private static string From(OrderPurpose purpose) => purpose switch
    {
        OrderPurpose.Direct => "direct",
        OrderPurpose.SignalTarget => "signal",
        OrderPurpose.StopLoss => "stop_loss",
        OrderPurpose.TakeProfit => "take_profit",
        OrderPurpose.Flatten => "flatten",
        OrderPurpose.CloseAtEnd => "close_at_end",
        OrderPurpose.Bracket => "bracket",
        OrderPurpose.Liquidation => "liquidation",
        OrderPurpose.Roll => "roll",
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "Unknown purpose of an order."),
    };
}
