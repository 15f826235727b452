namespace Tradewind.Domain.Engine;

/// <summary>
/// The order in which one bar fills orders. What the open reaches comes before what the range reaches, since the open is first in
/// time; inside each, stops before limits, since which came first is unknown and the stop is the worse outcome, unless
/// <see cref="IntrabarAssumption"/> says otherwise.
/// </summary>
internal enum MatchPhase
{
    /// <summary>Market orders and limits on open, at the open.</summary>
    Open,

    /// <summary>Stops at or beyond which the bar opens.</summary>
    StopsAtOpen,

    /// <summary>Limits at or better than which the bar opens.</summary>
    LimitsAtOpen,

    /// <summary>Stops inside the range.</summary>
    StopsInside,

    /// <summary>Limits inside the range.</summary>
    LimitsInside,

    /// <summary>Stops and limits inside the range as the assumed way through the bar meets them; in place of the two before.</summary>
    Inside,

    /// <summary>On-close orders.</summary>
    Close,
}
