namespace Tradewind.Server.Connectors;

/// <summary>What happened to a live subscription.</summary>
internal enum LiveUpdateKind
{
    /// <summary>Events came.</summary>
    Ticks,

    /// <summary>Events come from now on.</summary>
    Active,

    /// <summary>Events are being missed: the source or the connector dropped, or this reader was too slow.</summary>
    Lost,

    /// <summary>Nothing more comes: the source refused.</summary>
    Ended,
}
