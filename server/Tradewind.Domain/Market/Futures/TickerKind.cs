namespace Tradewind.Domain.Market.Futures;

/// <summary>What a ticker names.</summary>
public enum TickerKind
{
    /// <summary>Nothing known.</summary>
    Unknown = 0,

    /// <summary>A position on the curve: <c>CL1 Comdty</c>.</summary>
    Generic,

    /// <summary>One contract: <c>CLF5 Comdty</c>.</summary>
    Specific,

    /// <summary>A known index: <c>DXY Index</c>.</summary>
    Index,

    /// <summary>A month of the 3-2-1 crack index: <c>FVCSM F5 Index</c>.</summary>
    CrackIndex,
}
