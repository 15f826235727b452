using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>A fill.</summary>
internal readonly record struct FillRow(
    long Number, long OrderNumber, long Time, long BarTime, int Instrument, OrderSide Side, OrderPurpose Purpose, decimal Quantity,
    decimal Price, decimal RawPrice, FillCost Cost, decimal Realised, decimal PositionAfter, decimal Multiplier)
{
    /// <summary>The row of a fill.</summary>
    public static FillRow Of(Fill fill) => new(
        fill.Number, fill.OrderNumber, fill.Time, fill.BarTime, fill.InstrumentOrdinal, fill.Side, fill.Purpose,
        fill.Quantity, fill.Price, fill.RawPrice, fill.Cost, fill.Realised, fill.PositionAfter, fill.Multiplier);

    /// <summary>The fill of the row.</summary>
    public Fill ToFill(TradingUniverse universe) => new()
    {
        Number = Number,
        OrderNumber = OrderNumber,
        Time = Time,
        BarTime = BarTime,
        Instrument = universe.Instruments[Instrument].Id,
        InstrumentOrdinal = Instrument,
        Side = Side,
        Quantity = Quantity,
        Price = Price,
        RawPrice = RawPrice,
        Cost = Cost,
        Realised = Realised,
        PositionAfter = PositionAfter,
        Purpose = Purpose,
        Multiplier = Multiplier,
    };
}
