namespace Tradewind.Transport.Client;

/// <summary>The HTTP handler of a channel that was given none.</summary>
internal static class HttpHandlerFactory
{
    public static SocketsHttpHandler Create() => new()
    {
        // With the usual 64 KiB a large message waits for the client's leave sixteen times before the window has grown.
        InitialHttp2StreamWindowSize = 1024 * 1024,
        // A server allows about a hundred streams a connection; subscriptions take them up for hours.
        EnableMultipleHttp2Connections = true,
        // Streams may be silent for long: pings find a dead connection, and keep middle boxes from dropping a live one.
        KeepAlivePingDelay = TimeSpan.FromSeconds(60),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        AllowAutoRedirect = false,
        UseCookies = false,
    };
}
