using System.Collections.Concurrent;
using System.Net;

namespace Tradewind.Transport.Tests;

/// <summary>Notes which messages of calls through it are marked as compressed, in both directions.</summary>
internal sealed class FrameFlagHandler(ConcurrentQueue<bool> requestFlags, ConcurrentQueue<bool> responseFlags)
    : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Content = new ObservedContent(request.Content!, body => new FrameFlagStream(body, requestFlags));
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var observed = new StreamContent(new FrameFlagStream(body, responseFlags));
        foreach ((string name, IEnumerable<string> values) in response.Content.Headers)
        {
            observed.Headers.TryAddWithoutValidation(name, values);
        }

        response.Content = observed;
        return response;
    }

    private sealed class ObservedContent : HttpContent
    {
        private readonly HttpContent _inner;
        private readonly Func<Stream, Stream> _observe;

        public ObservedContent(HttpContent inner, Func<Stream, Stream> observe)
        {
            (_inner, _observe) = (inner, observe);
            foreach ((string name, IEnumerable<string> values) in inner.Headers)
            {
                Headers.TryAddWithoutValidation(name, values);
            }
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            _inner.CopyToAsync(_observe(stream), context);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            _inner.CopyToAsync(_observe(stream), context, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
