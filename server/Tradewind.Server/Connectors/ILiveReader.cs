namespace Tradewind.Server.Connectors;

/// <summary>Receives the updates of subscriptions.</summary>
internal interface ILiveReader
{
    /// <summary>Takes an update in, never waiting.</summary>
    void Offer(in LiveUpdate update);
}
