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
    public required decimal Quantity { get; init; }

    /// <summary>Limit price on the tick; null where the type has none.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>Stop price on the tick; null where the type has none.</summary>
    public decimal? StopPrice { get; init; }

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

    /// <summary>Free text of the request.</summary>
    public string Tag { get; init; } = "";

    /// <summary>Quantity not filled.</summary>
    public decimal Remaining => Quantity - FilledQuantity;

    /// <summary>True in a state that no longer changes.</summary>
    public bool IsComplete => OrderStateMachine.IsTerminal(Status);

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
