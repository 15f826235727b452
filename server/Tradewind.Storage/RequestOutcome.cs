namespace Tradewind.Storage;

/// <summary>What is known of a request id.</summary>
public enum RequestOutcome
{
    /// <summary>The id is new and now claimed by the caller, who must complete or abandon it.</summary>
    New = 0,

    /// <summary>The same request was answered before; repeat that answer.</summary>
    Replay,

    /// <summary>The id was used for a request of other content.</summary>
    Conflict,

    /// <summary>The same request is being worked on.</summary>
    InProgress,
}
