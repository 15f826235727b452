namespace Tradewind.Domain.Market.Alignment;

/// <summary>Which rows an aligned frame has.</summary>
public enum AlignmentMethod
{
    /// <summary>The labels of all inputs together.</summary>
    Outer = 0,

    /// <summary>The labels every input has.</summary>
    Inner,

    /// <summary>The labels of the first input.</summary>
    Left,
}
