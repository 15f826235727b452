using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Web;

/// <summary>Collects what is written and passes it on as base64 at each flush, padded: gRPC-Web readers take such pieces one by one.</summary>
internal sealed class Base64PipeWriter(PipeWriter inner) : PipeWriter
{
    private readonly PooledBufferWriter _plain = new();

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _plain.WrittenCount;

    public override void Advance(int bytes) => _plain.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _plain.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _plain.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        Encode();
        inner.Complete(exception);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Encode();
        return inner.FlushAsync(cancellationToken);
    }

    private void Encode()
    {
        if (_plain.WrittenCount == 0)
        {
            return;
        }

        ReadOnlySpan<byte> plain = _plain.WrittenMemory.Span;
        Span<byte> encoded = inner.GetSpan(Base64.GetMaxEncodedToUtf8Length(plain.Length));
        OperationStatus status = Base64.EncodeToUtf8(plain, encoded, out _, out int written);
        if (status != OperationStatus.Done)
        {
            throw new InvalidOperationException($"A message could not be encoded as base64: {status}.");
        }

        inner.Advance(written);
        _plain.Release();
    }
}
