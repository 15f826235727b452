using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Strategies;

/// <summary>Strategies by name over gRPC give what the same strategies written out give.</summary>
public sealed class NamedStrategyTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradewind-named-").FullName;
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        File.WriteAllText(Path.Combine(_folder, "quick.yaml"), $$"""
            description: Quick averages of the test coin.
            strategy: ma_crossover
            parameters: {fast: 2, slow: 5}
            members: [{instrument_id: {{MarketData.Coin}}}]
            settings: {slippage_percent: 0.1, sizing: {equity_fraction: 0.5}, max_drawdown_fraction: 1}
            axes: [{name: fast, values: ["2", "3"]}]
            """);
        _server = await TestServer.StartAsync(options => options.Strategies = _folder);
        await _server.LoadBarsAsync(120);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static StrategySpec Quick => new() { Configuration = "quick" };

    private static BacktestSpec Written => new()
    {
        Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } },
        Members = { MarketData.Member(MarketData.Coin) },
        Settings = new TradingSettings { SlippagePercent = 0.1, Sizing = new PositionSizing { EquityFraction = 0.5 }, MaxDrawdownFraction = 1 },
    };

    private async Task<Backtest> RunAsync(BacktestSpec spec)
    {
        string id = await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }

    [Fact]
    public async Task Configurations_are_listed_and_described()
    {
        StrategyConfiguration listed = Assert.Single((await _server.Client.Strategies.ListStrategyConfigurationsAsync(new())).StrategyConfigurations);
        StrategyConfiguration got = (await _server.Client.Strategies.GetStrategyConfigurationAsync(new() { Name = "quick" })).StrategyConfiguration;
        Assert.Equal(listed, got);
        Assert.Equal(("2", "false"), (got.ResolvedParameters["fast"], got.ResolvedParameters["long_only"]));
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => _server.Client.Strategies.GetStrategyConfigurationAsync(new() { Name = "quik" }).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "UNKNOWN_STRATEGY_CONFIGURATION"), (error.StatusCode, TradewindError.From(error).Reason));
        Assert.Contains("quick", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backtest_by_name_equals_the_one_written_out_and_verifies()
    {
        Backtest named = await RunAsync(new BacktestSpec { Strategy = Quick });
        Backtest written = await RunAsync(Written);
        Assert.True(named.FillCount > 5);
        Assert.Equal((written.LedgerHash, written.Lineage.Id), (named.LedgerHash, named.Lineage.Id));
        Assert.Equal(("ma_crossover", "quick", 64), (named.Spec.Strategy.StrategyId, named.Spec.Strategy.Configuration, named.Spec.Strategy.ConfigurationHash.Length));
        Assert.True((await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = named.Id })).Identical);
    }

    [Fact]
    public async Task A_sweep_by_name_varies_the_axes_of_the_configuration()
    {
        RunSweepResponse started = await _server.Backtests.RunSweepAsync(new RunSweepRequest
        {
            Spec = new SweepSpec
            {
                Search = new SearchSpec { Strategy = Quick, Selection = new SelectionRule { MinTrades = 1, MinSharpe = -100 } },
            },
        });
        await _server.ResultOfAsync(started.Operation);
        Sweep sweep = (await _server.Backtests.GetSweepAsync(new GetSweepRequest { SweepId = started.SweepId })).Sweep;
        Assert.Equal((2, "quick"), (sweep.CombinationCount, sweep.Spec.Search.Strategy.Configuration));
    }

    [Fact]
    public async Task Signals_and_paper_sessions_take_a_name()
    {
        List<GenerateSignalsResponse> named = await _server.Signals.GenerateSignals(
            new GenerateSignalsRequest { Strategy = Quick, Members = { MarketData.Member(MarketData.Coin) } }).ListAsync();
        List<GenerateSignalsResponse> written = await _server.Signals.GenerateSignals(
            new GenerateSignalsRequest { Strategy = Written.Strategy, Members = { MarketData.Member(MarketData.Coin) } }).ListAsync();
        Assert.NotEmpty(named);
        Assert.Equal(written, named);

        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(MarketData.Coin) } } })).Feed;
        Session session = (await _server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = Quick })).Session;
        Assert.Equal(("ma_crossover", 0.5), (session.Strategy.StrategyId, session.Settings.Sizing.EquityFraction));
    }

    [Fact]
    public async Task An_unknown_name_is_refused_before_anything_starts()
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => _server.Backtests.RunBacktestAsync(
            new RunBacktestRequest { Spec = new BacktestSpec { Strategy = new StrategySpec { Configuration = "slow" } } }).ResponseAsync);
        Assert.Equal("UNKNOWN_STRATEGY_CONFIGURATION", TradewindError.From(error).Reason);
    }
}
