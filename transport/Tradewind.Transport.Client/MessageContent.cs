using System.Net;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client;

/// <summary>The body of a request with one message.</summary>
internal sealed class MessageContent(PooledBufferWriter frame) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(frame.WrittenMemory, cancellationToken).ConfigureAwait(false);
        // Only now: a cancelled write may read the buffer still, and its memory is better lost to the pool than shared.
        frame.Release();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = frame.WrittenCount;
        return false;
    }
}
