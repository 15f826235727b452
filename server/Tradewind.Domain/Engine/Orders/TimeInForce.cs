namespace Tradewind.Domain.Engine.Orders;

/// <summary>How long an order lives. A bar counts only when it opens at or after the order's decision.</summary>
public enum TimeInForce : byte
{
    /// <summary>Until filled or cancelled.</summary>
    GoodTillCancelled = 1,

    /// <summary>The next bar only; what is left expires.</summary>
    Day = 2,

    /// <summary>The next bar only; what is left is cancelled.</summary>
    ImmediateOrCancel = 3,

    /// <summary>The whole quantity on the next bar, or nothing.</summary>
    FillOrKill = 4,

    /// <summary>Until a time: bars that open at or after it do not fill the order, and it expires.</summary>
    GoodTillDate = 5,
}
