namespace Grpc.Core;

/// <summary>A stream of messages to send. One write at a time: awaiting it is the backpressure.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Options of the following writes; null for the defaults.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes a message.</summary>
    /// <exception cref="InvalidOperationException">A write is under way, or the stream is complete.</exception>
    Task WriteAsync(T message);

    /// <summary>Writes a message; a cancelled write cancels the call, for a half-written message cannot be taken back.</summary>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            throw new NotSupportedException("This stream writer does not support cancelling a write.");
        }

        return WriteAsync(message);
    }
}
