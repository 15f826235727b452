using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>A round trip as it is booked.</summary>
internal readonly record struct TradeRow(
    int Instrument, OrderSide Side, long EntryTime, long ExitTime, decimal Quantity, decimal EntryPrice, decimal ExitPrice, decimal Gross,
    Amount Costs, Amount ProfitAndLoss, double? ReturnPercent, long Bars, double MaxAdverseExcursion, double MaxFavourableExcursion, long ExitFillNumber)
{
    /// <summary>The row of a round trip.</summary>
    public static TradeRow Of(Trade trade) => new(
        trade.InstrumentOrdinal, trade.Side, trade.EntryTime, trade.ExitTime, trade.Quantity, trade.EntryPrice,
        trade.ExitPrice, trade.Gross, Amount.Of(trade.Costs), Amount.Of(trade.ProfitAndLoss), trade.ReturnPercent, trade.Bars, trade.MaxAdverseExcursion, trade.MaxFavourableExcursion,
        trade.ExitFillNumber);

    /// <summary>The round trip of the row.</summary>
    public Trade ToTrade(TradingUniverse universe) => new()
    {
        Instrument = universe.Instruments[Instrument].Id,
        InstrumentOrdinal = Instrument,
        Side = Side,
        EntryTime = EntryTime,
        ExitTime = ExitTime,
        Quantity = Quantity,
        EntryPrice = EntryPrice,
        ExitPrice = ExitPrice,
        Gross = Gross,
        Costs = Costs.Value,
        ReturnPercent = ReturnPercent,
        Bars = Bars,
        MaxAdverseExcursion = MaxAdverseExcursion,
        MaxFavourableExcursion = MaxFavourableExcursion,
        ExitFillNumber = ExitFillNumber,
    };
}
