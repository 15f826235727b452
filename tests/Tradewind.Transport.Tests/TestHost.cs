using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tradewind.Transport.Tests;

/// <summary>Kestrel in this process, on a free loopback port, with the test service, reflection and health.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<GrpcChannel> _channels = [];

    private TestHost(WebApplication app)
    {
        _app = app;
        Journal = app.Services.GetRequiredService<CallJournal>();
        Address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Client = new Interop.InteropClient(Channel());
    }

    public string Address { get; }

    public Interop.InteropClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public CallJournal Journal { get; }

    public static async Task<TestHost> StartAsync(
        Action<GrpcServiceOptions>? grpc = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? endpoints = null,
        HttpProtocols protocols = HttpProtocols.Http2)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols);
        });
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc(grpc ?? (_ => { }));
        builder.Services.AddGrpcReflection();
        builder.Services.AddGrpcHealthChecks();
        builder.Services.AddSingleton<CallJournal>();
        services?.Invoke(builder.Services);

        WebApplication app = builder.Build();
        app.MapGrpcService<InteropService>();
        app.MapGrpcReflectionService();
        app.MapGrpcHealthChecksService();
        endpoints?.Invoke(app);
        await app.StartAsync();
        return new TestHost(app);
    }

    public GrpcChannel Channel(GrpcChannelOptions? options = null)
    {
        var channel = GrpcChannel.ForAddress(Address, options ?? new GrpcChannelOptions());
        _channels.Add(channel);
        return channel;
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Journal.LetGo.TrySetResult();
        _channels.ForEach(channel => channel.Dispose());
        await _app.DisposeAsync();
    }
}
