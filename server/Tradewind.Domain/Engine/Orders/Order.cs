using System.Globalization;

namespace Tradewind.Domain.Engine.Orders;

/// <summary>
/// An order. The engine's own object changes while it works; whoever needs the state of one moment keeps a copy (<c>order with { }</c>).
/// </summary>
public sealed record Order
{
    /// <summary>Running number of the order in its session, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Identifier, <c>ORD-000001</c>.</summary>
    public string Id => IdOf(Number);

    /// <summary>Ordinal of the instrument in the universe.</summary>
    public required int InstrumentOrdinal { get; init; }

    /// <summary>Id of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>Direction.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>How it is priced.</summary>
    public required OrderType Type { get; init; }

    /// <summary>How long it lives.</summary>
    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Total quantity.</summary>
    public decimal Quantity { get; internal set; }

    /// <summary>Limit price on the tick; null where the type has none.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>Stop price on the tick; null where the type has none. That of a trailing stop moves; null before its first bar.</summary>
    public decimal? StopPrice { get; internal set; }

    /// <summary>Why it exists.</summary>
    public required OrderPurpose Purpose { get; init; }

    /// <summary>State.</summary>
    public OrderStatus Status { get; internal set; }

    /// <summary>Time of the decision, UNIX nanoseconds.</summary>
    public required long CreatedTime { get; init; }

    /// <summary>Only a bar that opens at this time or later can fill the order.</summary>
    public long EligibleFrom { get; internal set; }

    /// <summary>Time of the last change.</summary>
    public long UpdatedTime { get; internal set; }

    /// <summary>Quantity filled.</summary>
    public decimal FilledQuantity { get; internal set; }

    /// <summary>Mean fill price weighted by quantity; null before the first fill.</summary>
    public decimal? AverageFillPrice { get; internal set; }

    /// <summary>Costs charged for its fills.</summary>
    public decimal Costs { get; internal set; }

    /// <summary>True when the stop price was reached: a stop order is a market order from here on, a stop-limit order a limit order.</summary>
    public bool Triggered { get; internal set; }

    /// <summary>Why it was refused.</summary>
    public OrderRejection Rejection { get; internal set; }

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

    /// <summary>Number of the order whose fill made this one (bracket); null for none.</summary>
    public long? Parent { get; init; }

    /// <summary>Free text of the request.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Quantity not filled.</summary>
    public decimal Remaining => Quantity - FilledQuantity;

    /// <summary>True in a state that no longer changes.</summary>
    public bool IsComplete => OrderStateMachine.IsTerminal(Status);

    /// <summary>True where filling it may add to a position: orders the engine makes itself only ever reduce.</summary>
    internal bool Adds => !ReduceOnly && Purpose is OrderPurpose.Direct or OrderPurpose.SignalTarget;

    /// <summary>True where one of the terms few orders have is set.</summary>
    internal bool HasRareTerms => Type == OrderType.TrailingStop || DisplayQuantity.HasValue || ExpireTime.HasValue || ReduceOnly
        || OneCancelsOther.Length > 0 || BracketStop.HasValue || BracketTarget.HasValue || Parent.HasValue;

    /// <summary>Identifier of an order number.</summary>
    public static string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"ORD-{number:D6}");

    /// <summary>Number of an identifier; false when the text is not one.</summary>
    public static bool TryParseId(string? id, out long number)
    {
        number = 0;
        return id is not null && id.StartsWith("ORD-", StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;
    }
}
