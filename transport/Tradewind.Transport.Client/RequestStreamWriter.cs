using Grpc.Core;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client;

/// <summary>The stream of requests of a call.</summary>
internal sealed class RequestStreamWriter<TRequest, TResponse>(ClientCall<TRequest, TResponse> call) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    /// <summary>How many bytes may stay in the buffer when the caller hints that more follow.</summary>
    private const int LargestBufferedBytes = 32 * 1024;

    private readonly PooledBufferWriter _buffer = new();
    private readonly WriteTurn _turn = new();

    public RequestStreamContent Content { get; } = new(call.RetryBuffer);

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        _turn.Take();
        try
        {
            using CancellationTokenRegistration registration =
                cancellationToken.CanBeCanceled ? call.CancelOn(cancellationToken) : default;
            ThrowIfEnded();
            WriteFlags flags = WriteOptions?.Flags ?? default;
            call.Frames.Write(message, call.RequestSerializer, _buffer, flags);
            if ((flags & WriteFlags.BufferHint) == 0 || _buffer.WrittenCount >= LargestBufferedBytes)
            {
                await SendBufferAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Give();
        }
    }

    public async Task CompleteAsync()
    {
        _turn.Take();
        try
        {
            _turn.EndStream();
            if (_buffer.WrittenCount > 0 && call.EndStatus is null)
            {
                await SendBufferAsync().ConfigureAwait(false);
            }

            _buffer.Release();
            Content.Complete();
        }
        finally
        {
            _turn.Give();
        }
    }

    private void ThrowIfEnded()
    {
        if (call.EndStatus is { } status)
        {
            throw status.StatusCode == StatusCode.OK
                ? new InvalidOperationException("The call has ended; no message can be written any more.")
                : call.EndException();
        }
    }

    private async ValueTask SendBufferAsync()
    {
        try
        {
            await Content.SendAsync(_buffer.WrittenMemory, call.HttpToken).ConfigureAwait(false);
            _buffer.Clear();
        }
        catch (Exception e)
        {
            // Why the server took no more is told by its status. Where one response is waited for, the status is on its way; a
            // duplex call may have nobody reading, and waiting for it here could last for ever.
            if (call.IsResponseAwaited)
            {
                await Content.Ended.ConfigureAwait(false);
            }

            ThrowIfEnded();
            throw new RpcException(FailureStatus.From(e));
        }
    }
}
