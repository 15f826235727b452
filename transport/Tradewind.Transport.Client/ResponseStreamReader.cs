using Grpc.Core;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client;

/// <summary>The stream of responses of a call.</summary>
internal sealed class ResponseStreamReader<TRequest, TResponse>(ClientCall<TRequest, TResponse> call, Task<FrameReader?> sending)
    : IAsyncStreamReader<TResponse>
    where TRequest : class
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
                cancellationToken.CanBeCanceled && cancellationToken != call.Options.CancellationToken
                    ? call.CancelOn(cancellationToken)
                    : default;
            _current = null;
            _current = await call.ReadResponseAsync(sending).ConfigureAwait(false);
            return _current is not null;
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }
}
