using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Tradewind.Transport.Web;

/// <summary>The body of a gRPC-Web response: collects the trailers and writes them as its last frame.</summary>
internal sealed class GrpcWebResponseBody : IHttpResponseBodyFeature, IHttpResponseTrailersFeature
{
    /// <summary>The flag byte of a frame that holds trailers.</summary>
    private const byte TrailersFlag = 0x80;

    private readonly IHttpResponseBodyFeature _inner;
    private readonly HttpResponse _response;
    private bool _isEnded;

    public GrpcWebResponseBody(IHttpResponseBodyFeature inner, HttpResponse response, bool isText)
    {
        _inner = inner;
        _response = response;
        Writer = isText ? new Base64PipeWriter(inner.Writer) : inner.Writer;
        Stream = Writer.AsStream(leaveOpen: true);
    }

    public Stream Stream { get; }

    public PipeWriter Writer { get; }

    public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();

    public void DisableBuffering() => _inner.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default) => _inner.StartAsync(cancellationToken);

    public async Task CompleteAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await _inner.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Writes the trailers, unless the status has gone in the headers or was written already.</summary>
    public async Task EndAsync()
    {
        if (_isEnded || Trailers.Count == 0)
        {
            return;
        }

        _isEnded = true;
        WriteTrailers();
        await Writer.FlushAsync(_response.HttpContext.RequestAborted).ConfigureAwait(false);
    }

    private void WriteTrailers()
    {
        var text = new StringBuilder();
        foreach ((string name, StringValues values) in Trailers)
        {
            foreach (string? value in values)
            {
#pragma warning disable CA1308 // Header names are lower case by protocol.
                text.Append(name.ToLowerInvariant()).Append(": ").Append(value).Append("\r\n");
#pragma warning restore CA1308
            }
        }

        byte[] payload = Encoding.ASCII.GetBytes(text.ToString());
        Span<byte> frame = Writer.GetSpan(payload.Length + 5);
        frame[0] = TrailersFlag;
        BinaryPrimitives.WriteUInt32BigEndian(frame[1..], (uint)payload.Length);
        payload.CopyTo(frame[5..]);
        Writer.Advance(payload.Length + 5);
    }
}
