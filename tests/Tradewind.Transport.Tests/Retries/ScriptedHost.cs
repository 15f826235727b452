using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Tradewind.Transport.Tests;

/// <summary>A host that follows a script, and a client that is told how to try again.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    private readonly TestHost _host;

    private ScriptedHost(TestHost host, GrpcChannel channel)
    {
        _host = host;
        Channel = channel;
        Client = new Interop.InteropClient(channel);
    }

    public GrpcChannel Channel { get; }

    public Interop.InteropClient Client { get; }

    public static Task<ScriptedHost> StartAsync(ScriptedServer script, RetryPolicy policy, Action<GrpcChannelOptions>? configure = null) =>
        StartAsync(script, new MethodConfig { Names = { MethodName.Default }, RetryPolicy = policy }, configure);

    public static Task<ScriptedHost> StartAsync(ScriptedServer script, HedgingPolicy policy) =>
        StartAsync(script, new MethodConfig { Names = { MethodName.Default }, HedgingPolicy = policy }, configure: null);

    public async ValueTask DisposeAsync() => await _host.DisposeAsync();

    private static async Task<ScriptedHost> StartAsync(ScriptedServer script, MethodConfig methods, Action<GrpcChannelOptions>? configure)
    {
        TestHost host = await TestHost.StartAsync(
            grpc => grpc.Interceptors.Add<ScriptedServer>(), services => services.AddSingleton(script));
        var options = new GrpcChannelOptions { ServiceConfig = new ServiceConfig { MethodConfigs = { methods } } };
        configure?.Invoke(options);
        return new ScriptedHost(host, host.Channel(options));
    }
}
