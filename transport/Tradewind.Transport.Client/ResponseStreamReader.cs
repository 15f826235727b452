using Grpc.Core;

namespace Tradewind.Transport.Client;

/// <summary>The stream of responses of a call.</summary>
internal sealed class ResponseStreamReader<TResponse>(IResponses<TResponse> responses) : IAsyncStreamReader<TResponse>
    where TResponse : class
{
    private TResponse? _current;
    private int _isReading;

    public TResponse Current =>
        _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _isReading, 1, 0) != 0)
        {
            throw new InvalidOperationException("The previous read has not finished: await each MoveNext before the next.");
        }

        try
        {
            using CancellationTokenRegistration registration =
                cancellationToken.CanBeCanceled && cancellationToken != responses.CancellationToken
                    ? responses.CancelOn(cancellationToken)
                    : default;
            _current = null;
            _current = await responses.ReadResponseAsync().ConfigureAwait(false);
            return _current is not null;
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }
}
