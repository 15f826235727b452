namespace Tradewind.Domain.Engine.Orders;

/// <summary>Why an order was refused.</summary>
public enum OrderRejection : byte
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The quantity is zero or negative.</summary>
    QuantityNotPositive,

    /// <summary>The quantity is not a multiple of the instrument's lot size.</summary>
    QuantityNotInLots,

    /// <summary>A limit order needs a limit price.</summary>
    LimitPriceRequired,

    /// <summary>A stop order needs a stop price.</summary>
    StopPriceRequired,

    /// <summary>A stop-limit order needs both prices.</summary>
    BothPricesRequired,

    /// <summary>A price that the order type does not use was given.</summary>
    PriceNotUsed,

    /// <summary>A zero or negative price where such prices are not allowed.</summary>
    NonPositivePrice,

    /// <summary>The instrument has no bars in this session, so nothing can fill it.</summary>
    NotTradable,

    /// <summary>No price of the instrument is known yet and a limit in money needs one.</summary>
    NoMarketPrice,

    /// <summary>Larger than the largest order allowed.</summary>
    OrderTooLarge,

    /// <summary>With the open orders of its side it could take the position beyond the limit.</summary>
    PositionLimit,

    /// <summary>It could take the gross exposure beyond the limit.</summary>
    GrossExposureLimit,

    /// <summary>The loss limit is reached; only orders that reduce a position are accepted.</summary>
    LossLimit,

    /// <summary>Trading is halted; only orders that reduce a position are accepted.</summary>
    TradingHalted,

    /// <summary>A trailing stop needs either an amount or a percentage, above zero; other orders have neither.</summary>
    TrailInvalid,

    /// <summary>The displayed quantity is for limit orders, positive, in lots and not above the whole.</summary>
    DisplayQuantityInvalid,

    /// <summary>An order good till a date needs one after its decision; other orders have none.</summary>
    ExpiryInvalid,

    /// <summary>The stop or target of a bracket is on the wrong side of the other.</summary>
    BracketInvalid,

    /// <summary>There is no position it could reduce.</summary>
    NothingToReduce,

    /// <summary>The session has ended.</summary>
    SessionEnded,

    /// <summary>The account could not carry it with its margin, or a margin call is open and it would not reduce a position.</summary>
    InsufficientMargin,
}
