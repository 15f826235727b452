using Tradewind.V1;

namespace Tradewind.Server.Remote;

/// <summary>Where the decisions of a strategy come from that is not in the server.</summary>
internal interface IRemoteDecider
{
    /// <summary>True while history is shown that is not traded.</summary>
    bool IsWarmUp(long time);

    /// <summary>Asks for a decision and waits for it. On the engine's thread.</summary>
    RemoteAnswer Ask(RemoteStep step);
}
