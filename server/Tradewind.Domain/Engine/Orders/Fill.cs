using System.Globalization;
using Tradewind.Domain.Engine.Costs;

namespace Tradewind.Domain.Engine.Orders;

/// <summary>One execution.</summary>
public sealed record Fill
{
    /// <summary>Running number in the session, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Identifier, <c>FILL-000001</c>.</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"FILL-{Number:D6}");

    /// <summary>Number of the order.</summary>
    public required long OrderNumber { get; init; }

    /// <summary>Identifier of the order.</summary>
    public string OrderId => Order.IdOf(OrderNumber);

    /// <summary>Time at which the fill became known: the known time of the bar that filled it, UNIX nanoseconds.</summary>
    public required long Time { get; init; }

    /// <summary>Open time of the bar that filled it.</summary>
    public required long BarTime { get; init; }

    /// <summary>Id of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>Ordinal of the instrument in the universe.</summary>
    public required int InstrumentOrdinal { get; init; }

    /// <summary>Direction.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>Quantity, positive.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Price paid or received, slippage included.</summary>
    public required decimal Price { get; init; }

    /// <summary>Price before slippage: a price the bar reached.</summary>
    public required decimal RawPrice { get; init; }

    /// <summary>Costs charged to cash.</summary>
    public required FillCost Cost { get; init; }

    /// <summary>Profit realised on what the fill closed, before costs.</summary>
    public required decimal Realised { get; init; }

    /// <summary>Signed position afterwards.</summary>
    public required decimal PositionAfter { get; init; }

    /// <summary>Why the order existed.</summary>
    public required OrderPurpose Purpose { get; init; }

    /// <summary>Money of the account per price point and unit.</summary>
    public required decimal Multiplier { get; init; }

    /// <summary>Slippage inside the price, in money; information only, it is not charged again.</summary>
    public decimal SlippageInPrice => Math.Abs(Price - RawPrice) * Quantity * Multiplier;
}
