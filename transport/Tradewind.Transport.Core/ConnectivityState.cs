namespace Grpc.Core;

/// <summary>Where a channel stands with its connections.</summary>
public enum ConnectivityState
{
    /// <summary>No connection, and none is being made.</summary>
    Idle,

    /// <summary>A connection is being made.</summary>
    Connecting,

    /// <summary>There is a connection.</summary>
    Ready,

    /// <summary>The last attempt to connect failed; another will be made.</summary>
    TransientFailure,

    /// <summary>The channel was disposed.</summary>
    Shutdown,
}
