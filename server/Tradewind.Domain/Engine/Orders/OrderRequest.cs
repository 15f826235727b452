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

    /// <summary>Free text kept with the order, e.g. a client's own id; empty where none.</summary>
    public string Tag { get; init; } = "";
}
