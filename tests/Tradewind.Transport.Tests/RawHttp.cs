using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;

namespace Tradewind.Transport.Tests;

/// <summary>Speaks to the server in plain HTTP/2, to send what no proper client would and to see what goes over the wire.</summary>
internal static class RawHttp
{
    public static HttpClient Client(TestHost host) => new()
    {
        BaseAddress = new Uri(host.Address),
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public static HttpRequestMessage Request(string method, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/{Interop.Descriptor.FullName}/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } },
        };
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray(), 0);

    public static byte[] Frame(byte[] payload, byte flag, uint? length = null)
    {
        var frame = new byte[payload.Length + 5];
        frame[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), length ?? (uint)payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    /// <summary>The grpc-status of a response, wherever it is.</summary>
    public static string? Status(HttpResponseMessage response) =>
        Value(response.TrailingHeaders, "grpc-status") ?? Value(response.Headers, "grpc-status");

    public static string? Value(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : null;
}
