namespace Tradewind.Domain.Engine.Orders;

/// <summary>An order as it is asked for. What is wrong with it comes back as a rejected order, never as an exception.</summary>
public sealed record OrderRequest
{
    /// <summary>Id of the instrument; one of the session's universe.</summary>
    public required string Instrument { get; init; }

    /// <summary>Direction.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>Quantity, positive, a multiple of the instrument's lot size.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>How it is priced. Default market.</summary>
    public OrderType Type { get; init; } = OrderType.Market;

    /// <summary>Limit price; required by limit and stop-limit orders. Rounded to the tick away from the market.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>Stop price; required by stop and stop-limit orders. Rounded to the tick away from the market.</summary>
    public decimal? StopPrice { get; init; }

    /// <summary>How long it lives. Default good till cancelled.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTillCancelled;

    /// <summary>Distance of a trailing stop from the best price since it was placed, in price points; null where given in percent.</summary>
    public decimal? TrailAmount { get; init; }

    /// <summary>The same in percent of the best price.</summary>
    public decimal? TrailPercent { get; init; }

    /// <summary>
    /// Part of a limit order that the market sees (iceberg): a bar that only touches the limit fills no more than this, a bar that trades
    /// through fills whatever its volume allows. Null for all of it.
    /// </summary>
    public decimal? DisplayQuantity { get; init; }

    /// <summary>When a <see cref="TimeInForce.GoodTillDate"/> order ends, UNIX nanoseconds; null otherwise.</summary>
    public long? ExpireTime { get; init; }

    /// <summary>Orders of one group cancel each other: the first that fills, in part or whole, cancels the others. Empty for none.</summary>
    public string OneCancelsOther { get; init; } = "";

    /// <summary>True for an order that may only reduce a position: it fills up to the position there is and is cancelled where there is none.</summary>
    public bool ReduceOnly { get; init; }

    /// <summary>Stop price of a bracket: each fill of this order is followed by a stop and target for what it filled. Null for none.</summary>
    public decimal? BracketStop { get; init; }

    /// <summary>Limit price of a bracket's target; null for none.</summary>
    public decimal? BracketTarget { get; init; }

    /// <summary>Free text kept with the order, e.g. a client's own id; empty where none.</summary>
    public string Tag { get; init; } = "";
}
