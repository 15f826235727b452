using System.Runtime.CompilerServices;
using Grpc.Core;

namespace Tradewind.Client;

/// <summary>A subscription with a cursor that outlives the connection it runs on.</summary>
/// <param name="Open">Opens the stream after a cursor.</param>
/// <param name="Cursor">Cursor of a message.</param>
/// <param name="Sequence">Sequence of a message.</param>
/// <param name="Kind">What a message is.</param>
internal sealed record ResumableStream<TMessage>(
    Func<string, CallOptions, AsyncServerStreamingCall<TMessage>> Open,
    Func<TMessage, string> Cursor,
    Func<TMessage, long> Sequence,
    Func<TMessage, StreamMessageKind> Kind)
    where TMessage : class
{
    /// <summary>Messages after the cursor, each once, without heartbeats, until the server ends the stream.</summary>
    public async IAsyncEnumerable<TMessage> ReadAsync(
        TradewindClientOptions options, string cursor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long lastSequence = 0;
        int failures = 0;
        for (; ; )
        {
            using AsyncServerStreamingCall<TMessage> call = Open(cursor, new CallOptions(cancellationToken: cancellationToken));
            for (; ; )
            {
                bool more = false;
                RpcException? lost = null;
                try
                {
                    more = await call.ResponseStream.MoveNext(cancellationToken).ConfigureAwait(false);
                }
                catch (RpcException error) when (Reconnection.MayRepeat(error, ++failures, options.Retry, cancellationToken))
                {
                    lost = error;
                }

                if (lost is not null)
                {
                    break;
                }

                if (!more)
                {
                    yield break;
                }

                failures = 0;
                TMessage message = call.ResponseStream.Current;
                cursor = Cursor(message) is { Length: > 0 } next ? next : cursor;
                StreamMessageKind kind = Kind(message);
                if (kind == StreamMessageKind.Heartbeat || (kind == StreamMessageKind.Event && Sequence(message) <= lastSequence))
                {
                    continue;
                }

                // Not recorded: it has the sequence of the event before it.
                if (kind == StreamMessageKind.Passing)
                {
                    yield return message;
                    continue;
                }

                lastSequence = Math.Max(lastSequence, Sequence(message));
                yield return message;
                if (kind == StreamMessageKind.End)
                {
                    yield break;
                }
            }

            await Reconnection.WaitAsync(options, failures, cancellationToken).ConfigureAwait(false);
        }
    }
}
