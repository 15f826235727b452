namespace Tradewind.Domain.Engine.Orders;

/// <summary>How an order is priced. The fill rules on a bar are stated at <see cref="BarMatching"/>.</summary>
public enum OrderType : byte
{
    /// <summary>At the open of the next bar, with slippage.</summary>
    Market = 1,

    /// <summary>At the limit or better, without slippage.</summary>
    Limit = 2,

    /// <summary>Becomes a market order when the stop price is reached.</summary>
    Stop = 3,

    /// <summary>Becomes a limit order when the stop price is reached.</summary>
    StopLimit = 4,

    /// <summary>At the open of the next bar, with slippage.</summary>
    MarketOnOpen = 5,

    /// <summary>At the close of the next bar, with slippage.</summary>
    MarketOnClose = 6,

    /// <summary>
    /// A stop that follows the market at a distance: after each bar it moves up to the bar's high less the distance (selling), or down to the low
    /// plus it (buying), never back. A bar is held against the stop as it stood before that bar.
    /// </summary>
    TrailingStop = 7,

    /// <summary>At the open of the next bar where that is at the limit or better, without slippage; else it expires.</summary>
    LimitOnOpen = 8,

    /// <summary>At the close of the next bar where that is at the limit or better, without slippage; else it expires.</summary>
    LimitOnClose = 9,
}
