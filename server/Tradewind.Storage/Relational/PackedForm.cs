namespace Tradewind.Storage;

/// <summary>What the offsets of a packed column mean. The numbers are on disk.</summary>
internal enum PackedForm
{
    /// <summary>No packed column.</summary>
    None = 0,

    /// <summary>Times at equal distances; there are no offsets.</summary>
    EqualSteps = 1,

    /// <summary>Times as multiples of a unit after the first.</summary>
    Times = 2,

    /// <summary>Values with few decimals, as whole numbers above the smallest.</summary>
    Decimals = 3,
}
