using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Tradewind.Client;
using Tradewind.Server.Hosting;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Sweeps;

/// <summary>The real server in this process with a simulated market, and what the tests of searches ask of it.</summary>
internal sealed class SweepServer : IAsyncDisposable
{
    public const string Coin = "SIM-BTC/USD";

    private readonly WebApplication _host;
    private readonly GrpcChannel _channel;

    private SweepServer(WebApplication host, string folder)
    {
        (_host, Folder) = (host, folder);
        _channel = GrpcChannel.ForAddress(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client = new TradewindClient(_channel.CreateCallInvoker());
    }

    public string Folder { get; }

    public TradewindClient Client { get; }

    public BacktestService.BacktestServiceClient Backtests => Client.Backtests;

    public IStore Store => _host.Services.GetRequiredService<IStore>();

    public static async Task<SweepServer> StartAsync(string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("tradewind-sweeps-").FullName;
        WebApplication host = await ServerHost.BuildAsync(new ServerOptions { Listen = "127.0.0.1:0", Data = folder, LogLevel = "Error" });
        await host.StartAsync();
        return new SweepServer(host, folder);
    }

    public static async Task<SweepServer> StartWithMarketAsync(int rows)
    {
        SweepServer server = await StartAsync();
        await server.SimulateAsync(rows, seed: 7);
        return server;
    }

    public async Task SimulateAsync(int rows, long seed)
    {
        using AsyncServerStreamingCall<LoadDataResponse> call =
            Client.Data.LoadData(new LoadDataRequest { Simulation = new Simulation { Seed = seed, RowCount = rows } });
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }

    public static SearchSpec Search(params ParameterAxis[] axes) => new()
    {
        Strategy = new StrategySpec { StrategyId = "ma_crossover" },
        Members = { new PortfolioMember { InstrumentId = Coin } },
        Settings = new TradingSettings { MaxDrawdownFraction = 1 },
        Selection = new SelectionRule { MinTrades = 1, MinSharpe = -100 },
        Axes = { axes },
    };

    public static ParameterAxis Axis(string name, double minimum, double maximum, double step) =>
        new() { Name = name, Minimum = minimum, Maximum = maximum, Step = step };

    public async Task<string> ResultAsync(Operation operation) => (await Client.WaitForOperationAsync(operation)).ResultIdOrThrow();

    public async Task<Sweep> SweepAsync(SearchSpec search) =>
        await GetSweepAsync(await ResultAsync((await Backtests.RunSweepAsync(new RunSweepRequest { Spec = new SweepSpec { Search = search } })).Operation));

    public async Task<Sweep> GetSweepAsync(string id) => (await Backtests.GetSweepAsync(new GetSweepRequest { SweepId = id })).Sweep;

    public async Task<List<SweepTrial>> TrialsAsync(string id)
    {
        List<SweepTrial> trials = [];
        await foreach (SweepTrial trial in Client.EnumerateSweepTrialsAsync(new ListSweepTrialsRequest { SweepId = id, PageSize = 7 }))
        {
            trials.Add(trial);
        }

        return trials;
    }

    /// <summary>Waits until a sweep has stored its first combination: asked for one row a time, so that the sweep has hardly gone on when it is seen.</summary>
    public async Task UntilFirstTrialAsync(string id)
    {
        ListSweepTrialsRequest first = new() { SweepId = id, PageSize = 1 };
        while ((await Backtests.ListSweepTrialsAsync(first)).Trials.Count == 0)
        {
            await Task.Yield();
        }
    }

    public async Task<Backtest> BacktestAsync(string fast, string slow)
    {
        BacktestSpec spec = new()
        {
            Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = fast, ["slow"] = slow } },
            Members = { new PortfolioMember { InstrumentId = Coin } },
            Settings = new TradingSettings { MaxDrawdownFraction = 1 },
        };
        string id = await ResultAsync((await Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }

    /// <summary>Stops the server; what it has stored stays.</summary>
    public async Task StopAsync()
    {
        _channel.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
