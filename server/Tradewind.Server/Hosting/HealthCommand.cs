using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Health.V1;

namespace Tradewind.Server.Hosting;

/// <summary>Asks a running server for its health, for container health checks: no other program is needed in the image.</summary>
internal static class HealthCommand
{
    private const int FrameHeaderLength = 5;

    /// <summary>Exit code 0 when the server at the configured address is serving, 1 otherwise.</summary>
    public static async Task<int> RunAsync(ServerOptions options)
    {
        IPEndPoint endpoint = options.Endpoint();
        try
        {
            HealthCheckResponse health = await AskAsync(options, endpoint).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(health.Status.ToString()).ConfigureAwait(false);
            return health.Status == HealthCheckResponse.Types.ServingStatus.Serving ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or InvalidProtocolBufferException or IOException)
        {
            await Console.Error.WriteLineAsync($"No healthy server at {endpoint}: {error.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task<HealthCheckResponse> AskAsync(ServerOptions options, IPEndPoint endpoint)
    {
        IPAddress address = endpoint.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : endpoint.Address;
        TlsSettings? tls = TlsSettings.Load(options);
        using HttpClient client = new(CreateHandler(tls)) { Timeout = TimeSpan.FromSeconds(5) };
        string scheme = tls is null ? "http" : "https";
        using HttpRequestMessage request = new(HttpMethod.Post, $"{scheme}://{new IPEndPoint(address, endpoint.Port)}/grpc.health.v1.Health/Check")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            // An empty message: no compression flag, length zero.
            Content = new ByteArrayContent(new byte[FrameHeaderLength]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        using HttpResponseMessage response = await client.SendAsync(request).ConfigureAwait(false);
        byte[] body = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        return body.Length > FrameHeaderLength ? HealthCheckResponse.Parser.ParseFrom(body.AsSpan(FrameHeaderLength)) : new HealthCheckResponse();
    }

    /// <summary>Trusts the certificate of the configuration and no other, whatever name it is for; clients of a mutual TLS server show the same.</summary>
    private static SocketsHttpHandler CreateHandler(TlsSettings? tls)
    {
        SocketsHttpHandler handler = new();
        if (tls is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                certificate is not null && certificate.GetRawCertData().AsSpan().SequenceEqual(tls.Certificate.RawDataMemory.Span);
            handler.SslOptions.ClientCertificates = [tls.Certificate];
        }

        return handler;
    }
}
