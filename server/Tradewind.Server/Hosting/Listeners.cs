using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Tradewind.Server.Hosting;

/// <summary>Where the server listens, in which protocols, and what it asks of connections.</summary>
internal static class Listeners
{
    /// <summary>Sets Kestrel up.</summary>
    /// <exception cref="IOException">A certificate file cannot be read.</exception>
    public static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        if (TlsSettings.Load(options) is { } tls)
        {
            // With TLS both sides agree on the version of HTTP, so that browsers and gRPC clients can share the port.
            HttpProtocols protocols = options.GrpcWeb ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http2;
            kestrel.Listen(options.Endpoint(), listener =>
            {
                listener.Protocols = protocols;
                listener.UseHttps(tls.Apply);
            });
        }
        else
        {
            kestrel.Listen(options.Endpoint(), listener => listener.Protocols = HttpProtocols.Http2);
            if (options.GrpcWeb)
            {
                kestrel.Listen(options.WebEndpoint(), listener => listener.Protocols = HttpProtocols.Http1);
            }
        }

        SetLimits(kestrel.Limits);
    }

    private static void SetLimits(KestrelServerLimits limits)
    {
        // Live streams are slow by nature, in both directions.
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxRequestBodySize = null;
        limits.Http2.InitialStreamWindowSize = 1 << 20;
        limits.Http2.InitialConnectionWindowSize = 1 << 21;
        // A peer that vanished without a word would keep its streams for ever.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }
}
