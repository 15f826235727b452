using System.IO.Pipelines;
using Grpc.Core;

namespace Tradewind.Transport.Calls;

/// <summary>
/// The stream of responses of a call. A write ends when the connection has taken the message, so that a handler that awaits
/// its writes goes no faster than the client reads.
/// </summary>
internal sealed class ResponseStreamWriter<T>(HttpServerCallContext call, Action<T, SerializationContext> serializer)
    : IServerStreamWriter<T>
    where T : class
{
    /// <summary>How many bytes may stay in the buffer when the handler hints that more follow.</summary>
    private const int LargestBufferedBytes = 32 * 1024;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        cancellationToken.ThrowIfCancellationRequested();
        call.CancellationToken.ThrowIfCancellationRequested();
        call.Gate.BeginWrite();
        try
        {
            WriteFlags flags = WriteOptions?.Flags ?? default;
            await call.BufferMessageAsync(message, serializer, flags).ConfigureAwait(false);
            PipeWriter body = call.HttpContext.Response.BodyWriter;
            bool mayWait = (flags & WriteFlags.BufferHint) != 0
                && body.CanGetUnflushedBytes && body.UnflushedBytes < LargestBufferedBytes;
            if (!mayWait)
            {
                await FlushAsync(body, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            call.Gate.EndWrite();
        }
    }

    private async ValueTask FlushAsync(PipeWriter body, CancellationToken cancellationToken)
    {
        ValueTask<FlushResult> flush = body.FlushAsync(CancellationToken.None);
        if (flush.IsCompletedSuccessfully)
        {
            ThrowIfCancelled(flush.Result, cancellationToken);
            return;
        }

        // Not the flush itself is given the token: Kestrel would reset the stream, and the status could not be sent.
        using CancellationTokenRegistration registration = cancellationToken == call.CancellationToken
            ? default
            : cancellationToken.UnsafeRegister(static state => ((PipeWriter)state!).CancelPendingFlush(), body);
        ThrowIfCancelled(await flush.ConfigureAwait(false), cancellationToken);
    }

    private void ThrowIfCancelled(FlushResult result, CancellationToken cancellationToken)
    {
        if (result.IsCanceled)
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            throw new OperationCanceledException("Writing the message was cancelled.", cancellationToken);
        }
    }
}
