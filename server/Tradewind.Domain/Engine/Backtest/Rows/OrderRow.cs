using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;

namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>An order as it was last. Orders with terms that few have are kept whole beside the rows.</summary>
internal readonly record struct OrderRow(
    long Number, int Instrument, int Tag, OrderSide Side, OrderType Type, TimeInForce TimeInForce, OrderPurpose Purpose, OrderStatus Status,
    OrderRejection Rejection, bool Triggered, decimal Quantity, decimal? LimitPrice, decimal? StopPrice, long Created, long EligibleFrom,
    long Updated, decimal Filled, decimal? AveragePrice, decimal Costs, bool HasRareTerms)
{
    /// <summary>The row of an order.</summary>
    public static OrderRow Of(Order order, TextTable texts) => new(
        order.Number, order.InstrumentOrdinal, texts.NumberOf(order.Tag), order.Side, order.Type, order.TimeInForce, order.Purpose,
        order.Status, order.Rejection, order.Triggered, order.Quantity, order.LimitPrice, order.StopPrice, order.CreatedTime,
        order.EligibleFrom, order.UpdatedTime, order.FilledQuantity, order.AverageFillPrice, order.Costs,
        order.HasRareTerms);

    /// <summary>The order of the row.</summary>
    public Order ToOrder(TradingUniverse universe, TextTable texts) => new()
    {
        Number = Number,
        InstrumentOrdinal = Instrument,
        Instrument = universe.Instruments[Instrument].Id,
        Side = Side,
        Type = Type,
        TimeInForce = TimeInForce,
        Quantity = Quantity,
        LimitPrice = LimitPrice,
        StopPrice = StopPrice,
        Purpose = Purpose,
        Status = Status,
        CreatedTime = Created,
        EligibleFrom = EligibleFrom,
        UpdatedTime = Updated,
        FilledQuantity = Filled,
        AverageFillPrice = AveragePrice,
        Costs = Costs,
        Triggered = Triggered,
        Rejection = Rejection,
        Tag = texts[Tag],
    };
}
