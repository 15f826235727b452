namespace Tradewind.Domain.Engine.Orders;

/// <summary>What happened to an order.</summary>
public enum OrderEventKind : byte
{
    /// <summary>Written down.</summary>
    Created = 1,

    /// <summary>Sent.</summary>
    Submitted = 2,

    /// <summary>Accepted; it is working.</summary>
    Acknowledged = 3,

    /// <summary>The stop price was reached: a stop order is a market order from here on, a stop-limit order a limit order.</summary>
    Triggered = 4,

    /// <summary>A part was filled.</summary>
    PartiallyFilled = 5,

    /// <summary>The last part was filled.</summary>
    Filled = 6,

    /// <summary>A cancellation was asked for.</summary>
    CancelRequested = 7,

    /// <summary>Cancelled.</summary>
    Cancelled = 8,

    /// <summary>A change was asked for.</summary>
    ReplaceRequested = 9,

    /// <summary>Changed.</summary>
    Replaced = 10,

    /// <summary>Refused.</summary>
    Rejected = 11,

    /// <summary>Expired.</summary>
    Expired = 12,
}
