namespace Tradewind.Domain.Engine.Orders;

/// <summary>State of an order. Legal changes: <see cref="OrderStateMachine"/>.</summary>
public enum OrderStatus : byte
{
    /// <summary>Written down, not sent.</summary>
    Created = 1,

    /// <summary>Sent to the broker.</summary>
    Pending = 2,

    /// <summary>The broker has it.</summary>
    Acknowledged = 3,

    /// <summary>Can be filled.</summary>
    Working = 4,

    /// <summary>Filled in part, the rest can be filled.</summary>
    PartiallyFilled = 5,

    /// <summary>A cancellation is under way.</summary>
    PendingCancel = 6,

    /// <summary>A change is under way.</summary>
    PendingReplace = 7,

    /// <summary>Filled whole. Terminal.</summary>
    Filled = 8,

    /// <summary>Cancelled. Terminal; may hold a partial fill.</summary>
    Cancelled = 9,

    /// <summary>Refused. Terminal.</summary>
    Rejected = 10,

    /// <summary>Its time ran out. Terminal; may hold a partial fill.</summary>
    Expired = 11,

    /// <summary>The broker failed. Terminal.</summary>
    Error = 12,
}
