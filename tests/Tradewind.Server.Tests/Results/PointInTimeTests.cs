using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>Taking the future away changes nothing that was said before it.</summary>
public sealed class PointInTimeTests : IAsyncLifetime
{
    private const int Rows = 260;
    private const int Cuts = 6;

    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.SimulateAsync(Rows);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private static PortfolioMember[] Members =>
        [MarketData.Member(MarketData.SimulatedCoin), MarketData.Member("SIM-ETH/USD"), MarketData.Member(MarketData.SimulatedSpread)];

    private static StrategySpec Strategy => new()
    {
        StrategyId = "credit_regime",
        Parameters = { ["regime_lookback"] = "5", ["momentum_window"] = "5", ["z_window"] = "10", ["allow_short"] = "true" },
    };

    [Fact]
    public async Task Features_before_a_cut_do_not_depend_on_what_comes_after_it()
    {
        ColumnTable whole = await FeaturesAsync(_server);
        foreach ((TestServer cut, long time) in await CutServersAsync())
        {
            await using (cut)
            {
                ColumnTable part = await FeaturesAsync(cut);
                int rows = part.Times.TakeWhile(label => label < time).Count();
                Assert.Equal(whole.Times[..rows], part.Times[..rows]);
                foreach (string name in part.Names)
                {
                    Assert.Equal(
                        whole[name].Take(rows).Select(BitConverter.DoubleToInt64Bits), part[name].Take(rows).Select(BitConverter.DoubleToInt64Bits));
                }
            }
        }
    }

    [Fact]
    public async Task Signals_and_fills_before_a_cut_do_not_depend_on_what_comes_after_it()
    {
        List<Signal> signals = await SignalsAsync(_server);
        List<Fill> fills = await FillsAsync(_server);
        Assert.True(signals.Count > 5 && fills.Count > 5, $"{signals.Count} signals and {fills.Count} fills prove little");
        foreach ((TestServer cut, long time) in await CutServersAsync())
        {
            await using (cut)
            {
                Assert.Equal(
                    signals.Where(signal => UnixNanoseconds.FromTimestamp(signal.Time) <= time),
                    (await SignalsAsync(cut)).Where(signal => UnixNanoseconds.FromTimestamp(signal.Time) <= time));
                Assert.Equal(
                    fills.Where(fill => UnixNanoseconds.FromTimestamp(fill.Time) <= time),
                    (await FillsAsync(cut)).Where(fill => UnixNanoseconds.FromTimestamp(fill.Time) <= time));
            }
        }
    }

    [Fact]
    public async Task Signals_of_an_interval_are_the_part_of_all_signals_that_lies_in_it()
    {
        List<Signal> all = await SignalsAsync(_server);
        Google.Protobuf.WellKnownTypes.Timestamp cut = UnixNanoseconds.ToTimestamp(UnixNanoseconds.FromTimestamp(all[all.Count / 2].Time) + 1);

        List<GenerateSignalsResponse> before = await _server.Signals.GenerateSignals(new GenerateSignalsRequest
        {
            Strategy = Strategy, Members = { Members }, Interval = new TimeInterval { EndTime = all[^1].Time },
        }).ListAsync();
        List<GenerateSignalsResponse> after = await _server.Signals.GenerateSignals(new GenerateSignalsRequest
        {
            Strategy = Strategy, Members = { Members }, Interval = new TimeInterval { StartTime = cut },
        }).ListAsync();

        Assert.Equal(all.Take(before.Count), before.Select(message => message.Signal));
        Assert.Equal(all.Where(signal => signal.Time > cut), after.Select(message => message.Signal));
        Assert.Equal(Enumerable.Range(1, after.Count).Select(i => (long)i), after.Select(message => message.Sequence));
    }

    [Fact]
    public async Task The_audit_finds_the_default_features_causal()
    {
        AuditFeatureSetResponse audit = await _server.Features.AuditFeatureSetAsync(
            new AuditFeatureSetRequest { Portfolio = new PortfolioSpec { Members = { Members } }, CutCount = 3, Seed = 1 });

        Assert.True(audit.Causal && audit.ComparedCount > 1000, $"{audit.LeakCount} leaks in {audit.ComparedCount} values");
    }

    /// <summary>Servers that hold the rows before a time only, at random times; the loads are cut, not the questions.</summary>
    private async Task<List<(TestServer Server, long Time)>> CutServersAsync()
    {
        Random random = new(20240229);
        List<(TestServer, long)> servers = [];
        for (int i = 0; i < Cuts; i++)
        {
            // A larger row count only appends to a simulated path, so a shorter one is the same market cut off.
            int rows = random.Next(40, Rows - 1);
            TestServer server = await TestServer.StartAsync();
            await server.SimulateAsync(rows);
            ColumnTable kept = await server.Client.ReadColumnsAsync(new ReadColumnsRequest { InstrumentId = MarketData.SimulatedCoin });
            ColumnTable whole = await _server.Client.ReadColumnsAsync(new ReadColumnsRequest { InstrumentId = MarketData.SimulatedCoin });
            Assert.Equal(whole["close"][..rows], kept["close"]);
            servers.Add((server, kept.Times[^1]));
        }

        return servers;
    }

    private static async Task<ColumnTable> FeaturesAsync(TestServer server) => (await server.Client.ComputeFeaturesAsync(
        new ComputeFeaturesRequest { Portfolio = new PortfolioSpec { Members = { Members } } })).Table;

    private static async Task<List<Signal>> SignalsAsync(TestServer server) =>
        [.. (await server.Signals.GenerateSignals(new GenerateSignalsRequest { Strategy = Strategy, Members = { Members } }).ListAsync())
            .Select(message => message.Signal)];

    private static async Task<List<Fill>> FillsAsync(TestServer server)
    {
        BacktestSpec spec = new() { Strategy = Strategy, Members = { Members }, Settings = new TradingSettings { MaxDrawdownFraction = 1 } };
        string id = await server.ResultOfAsync((await server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return [.. (await server.Backtests.ListBacktestFillsAsync(new ListBacktestFillsRequest { BacktestId = id, PageSize = 1000 })).Fills];
    }
}
