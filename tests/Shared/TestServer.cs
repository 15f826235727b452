using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Tradewind.Client;
using Tradewind.Server.Hosting;
using Tradewind.V1;

namespace Tradewind.Testing;

/// <summary>The real server in this process, on a free loopback port with a data folder of its own, and a real channel to it.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly GrpcChannel _channel;
    private readonly Action<ServerOptions>? _configure;
    private readonly TimeProvider? _clock;
    private bool _gone;

    private TestServer(WebApplication host, string folder, Action<ServerOptions>? configure, TimeProvider? clock)
    {
        (_host, Folder, _configure, _clock) = (host, folder, configure, clock);
        Address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _channel = GrpcChannel.ForAddress(Address);
        Client = new TradewindClient(_channel.CreateCallInvoker());
    }

    /// <summary>Address of the server, e.g. <c>http://127.0.0.1:40123</c>.</summary>
    public string Address { get; }

    /// <summary>Its data folder; removed with the server unless it is restarted.</summary>
    public string Folder { get; }

    /// <summary>Client on the channel.</summary>
    public TradewindClient Client { get; }

    public GrpcChannel Channel => _channel;

    public DataService.DataServiceClient Data => Client.Data;

    public FeatureService.FeatureServiceClient Features => Client.Features;

    public TrainingService.TrainingServiceClient Training => Client.Training;

    public SignalService.SignalServiceClient Signals => Client.Signals;

    public BacktestService.BacktestServiceClient Backtests => Client.Backtests;

    public PaperTradingService.PaperTradingServiceClient Paper => Client.Paper;

    public OperationService.OperationServiceClient Operations => Client.Operations;

    /// <summary>Starts a server.</summary>
    /// <param name="configure">Changes its options; they are small and quick for tests.</param>
    /// <param name="clock">Its time; null for the system's.</param>
    /// <param name="folder">Data folder; null for a new one.</param>
    public static async Task<TestServer> StartAsync(Action<ServerOptions>? configure = null, TimeProvider? clock = null, string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("tradewind-server-").FullName;
        ServerOptions options = new() { Listen = "127.0.0.1:0", Data = folder, LogLevel = "Error" };
        configure?.Invoke(options);
        WebApplication host = await ServerHost.BuildAsync(options, clock);
        await host.StartAsync();
        return new TestServer(host, folder, configure, clock);
    }

    /// <summary>Stops the server in an orderly way; the data folder stays.</summary>
    public async Task StopAsync()
    {
        _gone = true;
        await _host.StopAsync();
        await _host.DisposeAsync();
        _channel.Dispose();
    }

    /// <summary>Stops the server in an orderly way and starts one on the same data.</summary>
    public async Task<TestServer> RestartAsync()
    {
        await StopAsync();
        return await StartAsync(_configure, _clock, Folder);
    }

    /// <summary>Waits for an operation and returns the id of what it made.</summary>
    public async Task<string> ResultOfAsync(Operation operation) => (await Client.WaitForOperationAsync(operation)).ResultIdOrThrow();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_gone)
        {
            await StopAsync();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
