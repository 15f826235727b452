namespace Tradewind.Client;

/// <summary>What a message of a subscription is.</summary>
internal enum StreamMessageKind
{
    /// <summary>Something happened.</summary>
    Event,

    /// <summary>Nothing happened; the stream lives.</summary>
    Heartbeat,

    /// <summary>A state that is not recorded; it has the sequence of the event before it.</summary>
    Passing,

    /// <summary>The last message.</summary>
    End,
}
