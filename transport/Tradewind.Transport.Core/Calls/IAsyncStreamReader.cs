namespace Grpc.Core;

/// <summary>A stream of received messages. One reader at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message the last successful <see cref="MoveNext"/> read.</summary>
    T Current { get; }

    /// <summary>Reads the next message; false when the other side has ended the stream.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
