using System.Net;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client;

/// <summary>
/// The body of a request with one message. HTTP may send it again, on another connection, where a server has refused it unread; so it is
/// kept until there is an answer.
/// </summary>
internal sealed class MessageContent(PooledBufferWriter frame) : HttpContent
{
    private readonly Lock _lock = new();
    private int _writes;
    private bool _isAnswered;

    /// <summary>The server has answered: the message is not sent again.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            _isAnswered = true;
            ReleaseUnused();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _writes++;
        }

        await stream.WriteAsync(frame.WrittenMemory, cancellationToken).ConfigureAwait(false);
        // Only now: a cancelled write may read the buffer still, and its memory is better lost to the pool than shared.
        lock (_lock)
        {
            _writes--;
            ReleaseUnused();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = frame.WrittenCount;
        return false;
    }

    private void ReleaseUnused()
    {
        if (_isAnswered && _writes == 0)
        {
            frame.Release();
        }
    }
}
