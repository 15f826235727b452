namespace Tradewind.Transport.Client;

/// <summary>Where a response stream gets its messages from.</summary>
internal interface IResponses<TResponse>
    where TResponse : class
{
    /// <summary>The token the call itself was made with.</summary>
    CancellationToken CancellationToken { get; }

    /// <summary>Reads the next response; null at the end of a stream that ended well.</summary>
    ValueTask<TResponse?> ReadResponseAsync();

    /// <summary>Cancels the call when a token fires.</summary>
    CancellationTokenRegistration CancelOn(CancellationToken token);
}
