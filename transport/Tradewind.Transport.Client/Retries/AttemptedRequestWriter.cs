using Grpc.Core;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client.Retries;

/// <summary>The stream of requests of a call that may be made several times. A write ends when an attempt has sent the request.</summary>
internal sealed class AttemptedRequestWriter<TRequest, TResponse>(AttemptedCall<TRequest, TResponse> call) : IClientStreamWriter<TRequest>
    where TRequest : class
    where TResponse : class
{
    private readonly FrameWriter _frames = call.CreateFrameWriter();
    private readonly PooledBufferWriter _buffer = new();
    private readonly WriteTurn _turn = new();

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
            int index = Append(message);
            if (!await call.Requests.WaitSentAsync(index).ConfigureAwait(false))
            {
                ThrowIfEnded();
                throw new RpcException(new Status(StatusCode.Cancelled, "The call has ended."));
            }
        }
        finally
        {
            _turn.Give();
        }
    }

    /// <summary>Takes a request without waiting for an attempt to send it.</summary>
    public int Append(TRequest message)
    {
        try
        {
            _frames.Write(message, call.RequestSerializer, _buffer, WriteOptions?.Flags ?? default);
            if (!call.Requests.Append(_buffer.WrittenMemory.ToArray(), out int index))
            {
                call.SettleNow();
            }

            return index;
        }
        finally
        {
            _buffer.Release();
        }
    }

    public Task CompleteAsync()
    {
        _turn.Take();
        _turn.EndStream();
        call.Requests.Complete();
        _turn.Give();
        return Task.CompletedTask;
    }

    private void ThrowIfEnded()
    {
        if (call.EndedCall is { } ended)
        {
            throw ended.EndStatus is { StatusCode: StatusCode.OK }
                ? new InvalidOperationException("The call has ended; no message can be written any more.")
                : ended.EndException();
        }
    }
}
