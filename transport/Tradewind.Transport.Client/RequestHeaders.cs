using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client;

/// <summary>The headers of a call.</summary>
internal static class RequestHeaders
{
    private static readonly string UserAgent =
        $"grpc-dotnet-tradewind/{typeof(RequestHeaders).Assembly.GetName().Version?.ToString(3)}";

    public static void AddProtocol(HttpRequestHeaders headers, string acceptEncoding, string? encoding, DateTime? deadlineUtc)
    {
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", UserAgent);
        headers.TryAddWithoutValidation(ProtocolHeaders.AcceptEncoding, acceptEncoding);
        if (encoding is not null)
        {
            headers.TryAddWithoutValidation(ProtocolHeaders.Encoding, encoding);
        }

        if (deadlineUtc is { } deadline && deadline != DateTime.MaxValue)
        {
            headers.TryAddWithoutValidation(ProtocolHeaders.Timeout, TimeoutHeader.Format(deadline - DateTime.UtcNow));
        }
    }

    public static void AddMetadata(HttpRequestHeaders headers, Metadata? metadata)
    {
        foreach (Metadata.Entry entry in metadata ?? Metadata.Empty)
        {
            if (!ProtocolHeaders.IsReserved(entry.Key))
            {
                headers.TryAddWithoutValidation(entry.Key, MetadataCodec.Encode(entry));
            }
        }
    }

    public static async ValueTask AddCredentialsAsync(
        HttpRequestHeaders headers, CallCredentials? credentials, GrpcChannel channel, IMethod method, CancellationToken cancellationToken)
    {
        if (credentials is null)
        {
            return;
        }

        if (!channel.SendsCallCredentials)
        {
            throw new RpcException(new Status(
                StatusCode.Unauthenticated,
                "Call credentials are not sent over plain text; use https, or set UnsafeUseInsecureChannelCallCredentials."));
        }

        var metadata = new Metadata();
        string serviceUrl = new Uri(channel.Address, method.ServiceName).ToString();
        await credentials.ApplyAsync(new AuthInterceptorContext(serviceUrl, method.Name, cancellationToken), metadata).ConfigureAwait(false);
        AddMetadata(headers, metadata);
    }
}
