using Grpc.Core;

namespace Tradewind.Transport.Calls;

/// <summary>The stream of requests of a call, read at the handler's pace: what it does not read, flow control holds back.</summary>
internal sealed class RequestStreamReader<T>(HttpServerCallContext call, Func<DeserializationContext, T> deserializer)
    : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message: MoveNext has not returned true.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = await ReadAsync(cancellationToken).ConfigureAwait(false);
        return _current is not null;
    }

    private async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        CancellationToken callToken = call.CancellationToken;
        if (!cancellationToken.CanBeCanceled || cancellationToken == callToken)
        {
            return await call.ReadRequestAsync(deserializer, callToken).ConfigureAwait(false);
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
        return await call.ReadRequestAsync(deserializer, both.Token).ConfigureAwait(false);
    }
}
