namespace Tradewind.Client;

/// <summary>What a message of a subscription is.</summary>
internal enum StreamMessageKind
{
    /// <summary>Something happened.</summary>
    Event,

    /// <summary>Nothing happened; the stream lives.</summary>
    Heartbeat,

    /// <summary>The last message.</summary>
    End,
}
