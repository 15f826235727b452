using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>A fill. What it cost beside fees, which only cost models charge, stands beside the rows.</summary>
internal readonly record struct FillRow(
    long Number, long OrderNumber, long Time, long BarTime, int Instrument, OrderSide Side, OrderPurpose Purpose, bool IsSlipped, decimal Quantity,
    decimal Price, decimal RawPrice, decimal Commission, decimal Realised, decimal PositionAfter, decimal Multiplier)
{
    /// <summary>The row of a fill.</summary>
    public static FillRow Of(Fill fill) => new(
        fill.Number, fill.OrderNumber, fill.Time, fill.BarTime, fill.InstrumentOrdinal, fill.Side, fill.Purpose,
        fill.Price != fill.RawPrice, fill.Quantity, fill.Price, fill.RawPrice, fill.Cost.Commission, fill.Realised, fill.PositionAfter, fill.Multiplier);

    /// <summary>The fill of the row.</summary>
    /// <param name="universe">Universe of the run.</param>
    /// <param name="cost">Its costs.</param>
    public Fill ToFill(TradingUniverse universe, in FillCost cost) => new()
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
        Cost = cost,
        Realised = Realised,
        PositionAfter = PositionAfter,
        Purpose = Purpose,
        Multiplier = Multiplier,
    };
}
