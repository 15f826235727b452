using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Tradewind.Transport.Calls;

/// <summary>
/// Ends the calls of a host that stops. New calls are refused at once. Streams of responses, which may be endless, have a short time to
/// end by themselves; calls with one response have nearly all the time the host takes to stop. What is left then is ended with
/// UNAVAILABLE, so that clients know to come back, instead of a connection that breaks.
/// </summary>
internal sealed class CallDrain : IDisposable
{
    /// <summary>The most time streams have, however patient the host is: the rest of the server waits for them.</summary>
    private static readonly TimeSpan LongestStreamGrace = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _shutdownTimeout;
    private readonly CancellationTokenSource _streams = new();
    private readonly CancellationTokenSource _others = new();
    private readonly CancellationTokenRegistration _stopping;

    public CallDrain(IHostApplicationLifetime lifetime, IOptions<HostOptions> host)
    {
        _shutdownTimeout = host.Value.ShutdownTimeout;
        _stopping = lifetime.ApplicationStopping.Register(Begin);
    }

    /// <summary>The status of calls that a stopping host ends or refuses.</summary>
    public static Status Stopping => new(StatusCode.Unavailable, "The server is shutting down.");

    /// <summary>Whether new calls are refused.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Fires when calls of a shape are ended.</summary>
    public CancellationToken TokenFor(MethodType type) =>
        type is MethodType.ServerStreaming or MethodType.DuplexStreaming ? _streams.Token : _others.Token;

    public void Dispose()
    {
        _stopping.Dispose();
        _streams.Dispose();
        _others.Dispose();
    }

    private void Begin()
    {
        IsDraining = true;
        TimeSpan quarter = _shutdownTimeout / 4;
        _streams.CancelAfter(quarter < LongestStreamGrace ? quarter : LongestStreamGrace);
        _others.CancelAfter(_shutdownTimeout * 0.9);
    }
}
