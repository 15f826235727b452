using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;

namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>A market order towards the target of a signal that one fill completed: what its fill does not say.</summary>
/// <param name="Created">Time of the decision.</param>
/// <param name="Fill">Row of its fill.</param>
/// <param name="Tag">Number of its tag.</param>
internal readonly record struct WholeOrderRow(long Created, int Fill, int Tag)
{
    /// <summary>The order of the row.</summary>
    public Order ToOrder(in FillRow fill, TradingUniverse universe, TextTable texts) => new()
    {
        Number = fill.OrderNumber,
        InstrumentOrdinal = fill.Instrument,
        Instrument = universe.Instruments[fill.Instrument].Id,
        Side = fill.Side,
        Type = OrderType.Market,
        TimeInForce = TimeInForce.GoodTillCancelled,
        Quantity = fill.Quantity,
        Purpose = fill.Purpose,
        Status = OrderStatus.Filled,
        CreatedTime = Created,
        EligibleFrom = Created,
        UpdatedTime = fill.Time,
        FilledQuantity = fill.Quantity,
        AverageFillPrice = fill.Price,
        Costs = fill.Commission,
        Tag = texts[Tag],
    };
}
