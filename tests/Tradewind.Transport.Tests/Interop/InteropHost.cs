using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Tradewind.Transport.Tests;

/// <summary>Our server with the interoperability service; it sees which messages are marked as compressed on the wire.</summary>
internal sealed class InteropHost : IAsyncDisposable
{
    private TestHost? _host;

    /// <summary>The marks of responses, noted only while <see cref="ObservesResponses"/>.</summary>
    public ConcurrentQueue<bool> ResponseFlags { get; } = [];

    public bool ObservesResponses { get; set; }

    public string Address => _host!.Address;

    public static async Task<InteropHost> StartAsync()
    {
        var interop = new InteropHost();
        interop._host = await TestHost.StartAsync(
            grpc => grpc.ResponseCompressionAlgorithm = "gzip",
            endpoints: app =>
            {
                app.Use(interop.ObserveAsync);
                app.MapGrpcService<InteropTestService>();
            });
        return interop;
    }

    public ValueTask DisposeAsync() => _host?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task ObserveAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.ContainsKey("grpc-encoding"))
        {
            var flags = new ConcurrentQueue<bool>();
            http.Items[typeof(FrameFlagStream)] = flags;
            http.Request.Body = new FrameFlagStream(http.Request.Body, flags);
        }

        if (!ObservesResponses)
        {
            await next(http);
            return;
        }

        http.Response.Body = new FrameFlagStream(http.Response.Body, ResponseFlags);
        await next(http);
        // A body put in place of the server's is not flushed at the end of the call.
        await http.Response.BodyWriter.FlushAsync();
    }
}
