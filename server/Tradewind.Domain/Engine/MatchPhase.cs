namespace Tradewind.Domain.Engine;

/// <summary>
/// The order in which one bar fills orders. What the open reaches comes before what the range reaches, since the open is first in
/// time; inside each, stops before limits, since which came first is unknown and the stop is the worse outcome.
/// </summary>
internal enum MatchPhase
{
    /// <summary>Market orders at the open.</summary>
    Open,

    /// <summary>Stops at or beyond which the bar opens.</summary>
    StopsAtOpen,

    /// <summary>Limits at or better than which the bar opens.</summary>
    LimitsAtOpen,

    /// <summary>Stops inside the range.</summary>
    StopsInside,

    /// <summary>Limits inside the range.</summary>
    LimitsInside,

    /// <summary>Market-on-close orders.</summary>
    Close,
}
