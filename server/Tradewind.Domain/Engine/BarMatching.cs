using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>
/// At which price a bar fills an order (backtest specification, section 2), for one order and one phase of the bar. Pure rules;
/// sequence, quantity and slippage are the matcher's.
/// <list type="bullet">
/// <item>Market, market on open: the open, with slippage. Market on close: the close, with slippage.</item>
/// <item>Limit: the open where it is at the limit or better; else the limit where the bar's range reaches it. No slippage.</item>
/// <item>Stop: the open where it is at the stop or beyond (a gap); else the stop where the range reaches it. With slippage.</item>
/// <item>Stop-limit: triggered at the open, it is a limit order on the same bar. Triggered inside the bar, it fills at the stop where
/// the limit allows that price, else it is a limit order from the next bar on. No slippage.</item>
/// <item>Trailing stop: as a stop at the price it stood at before the bar.</item>
/// <item>Limit on open, limit on close: the open or the close where it is at the limit or better. No slippage.</item>
/// </list>
/// Written for buying; selling mirrors it.
/// </summary>
internal static class BarMatching
{
    /// <summary>True for an order that waits for its stop price.</summary>
    public static bool IsWaitingStop(Order order) =>
        order.Type is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop && !order.Triggered && order.StopPrice is not null;

    /// <summary>True for a stop that becomes a market order.</summary>
    public static bool IsMarketStop(Order order) => order.Type is OrderType.Stop or OrderType.TrailingStop;

    /// <summary>True for an order that trades at the open whatever it is; what a volume cap left of a triggered stop is one.</summary>
    public static bool IsForOpen(Order order) =>
        order.Type is OrderType.Market or OrderType.MarketOnOpen || (IsMarketStop(order) && order.Triggered);

    /// <summary>True for an order that rests at its limit price.</summary>
    public static bool IsRestingLimit(Order order) =>
        order.Type == OrderType.Limit || (order.Type == OrderType.StopLimit && order.Triggered);

    /// <summary>True when the open is at the stop or beyond.</summary>
    public static bool OpenReachesStop(Order order, in BarPrices bar) =>
        order.Side == OrderSide.Buy ? bar.Open >= order.StopPrice : bar.Open <= order.StopPrice;

    /// <summary>True when the range reaches the stop.</summary>
    public static bool RangeReachesStop(Order order, in BarPrices bar) =>
        order.Side == OrderSide.Buy ? bar.High >= order.StopPrice : bar.Low <= order.StopPrice;

    /// <summary>True when the open is at the limit or better; strictly better where a trade-through is needed.</summary>
    public static bool OpenReachesLimit(Order order, in BarPrices bar, bool tradeThrough) =>
        Reaches(order, bar.Open, tradeThrough);

    /// <summary>True when the range reaches the limit; beyond it where a trade-through is needed.</summary>
    public static bool RangeReachesLimit(Order order, in BarPrices bar, bool tradeThrough) =>
        Reaches(order, order.Side == OrderSide.Buy ? bar.Low : bar.High, tradeThrough);

    /// <summary>True when a price is at the limit or better, whatever is asked of touches: for auctions, which have one price.</summary>
    public static bool IsWithinLimit(Order order, decimal price) => Reaches(order, price, tradeThrough: false);

    /// <summary>True when the bar trades beyond the limit, so that everything resting there was filled.</summary>
    public static bool TradesThrough(Order order, in BarPrices bar) => RangeReachesLimit(order, bar, tradeThrough: true);

    /// <summary>True when a stop-limit order's limit allows its own stop price.</summary>
    public static bool LimitAllowsStop(Order order) =>
        order.Side == OrderSide.Buy ? order.StopPrice <= order.LimitPrice : order.StopPrice >= order.LimitPrice;

    private static bool Reaches(Order order, decimal price, bool tradeThrough)
    {
        decimal limit = order.LimitPrice ?? throw new InvalidOperationException($"{order.Id} has no limit price.");
        int comparison = order.Side == OrderSide.Buy ? limit.CompareTo(price) : price.CompareTo(limit);
        return tradeThrough ? comparison > 0 : comparison >= 0;
    }
}
