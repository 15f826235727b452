using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tradewind.Client;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>Services written for a test, behind the real transport on a loopback port.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private static readonly RetryPolicy s_fastRetry = new() { InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(20) };
    private readonly WebApplication _application;

    private FakeServer(WebApplication application, int port)
    {
        _application = application;
        Port = port;
        Client = TradewindClient.Connect(Address, new TradewindClientOptions { Retry = s_fastRetry });
    }

    public int Port { get; }

    public string Address => $"http://127.0.0.1:{Port}";

    public TradewindClient Client { get; }

    public static async Task<FakeServer> StartAsync(Action<WebApplication> map, Action<IServiceCollection> register, int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddGrpcHealthChecks();
        register(builder.Services);
        WebApplication application = builder.Build();
        map(application);
        application.MapGrpcHealthChecksService();
        await application.StartAsync();
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new FakeServer(application, new Uri(address).Port);
    }

    /// <summary>A server with one service, which the test keeps and looks into.</summary>
    public static Task<FakeServer> StartAsync<TService>(TService service, int port = 0)
        where TService : class =>
        StartAsync(application => application.MapGrpcService<TService>(), services => services.AddSingleton(service), port);

    /// <summary>Ends the server and its connections without waiting for open streams.</summary>
    public async Task KillAsync()
    {
        using CancellationTokenSource now = new(TimeSpan.Zero);
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await KillAsync();
    }
}
