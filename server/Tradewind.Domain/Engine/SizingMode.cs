namespace Tradewind.Domain.Engine;

/// <summary>How a signal becomes a quantity.</summary>
public enum SizingMode
{
    /// <summary>A fixed quantity.</summary>
    FixedQuantity = 0,

    /// <summary>A fraction of the account's equity at the decision, at the last close.</summary>
    FractionOfEquity,
}
