using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Requests;

/// <summary>Walking the pages of a list gives everything once, in order.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.SimulateAsync(100);
        await _server.LoadBarsAsync(120);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Lists_that_do_not_change_give_everything_once_at_any_page_size()
    {
        string backtest = await BacktestAsync();
        (string List, Func<int, string, Task<(IEnumerable<string>, string)>> Page)[] lists =
        [
            ("instruments", async (size, token) => Keys(await _server.Data.ListInstrumentsAsync(
                new ListInstrumentsRequest { PageSize = size, PageToken = token }), page => page.Instruments.Select(item => item.Id), page => page.NextPageToken)),
            ("bars", async (size, token) => Keys(await _server.Data.ListBarsAsync(
                new ListBarsRequest { InstrumentId = MarketData.Coin, PageSize = size, PageToken = token }),
                page => page.Bars.Select(item => item.OpenTime.ToString()), page => page.NextPageToken)),
            ("observations", async (size, token) => Keys(await _server.Data.ListObservationsAsync(
                new ListObservationsRequest { InstrumentId = MarketData.SimulatedSpread, PageSize = size, PageToken = token }),
                page => page.Observations.Select(item => item.Time.ToString()), page => page.NextPageToken)),
            ("features", async (size, token) => Keys(await _server.Features.ListFeaturesAsync(
                new ListFeaturesRequest { PageSize = size, PageToken = token }), page => page.Features.Select(item => item.Id), page => page.NextPageToken)),
            ("model types", async (size, token) => Keys(await _server.Training.ListModelTypesAsync(
                new ListModelTypesRequest { PageSize = size, PageToken = token }), page => page.ModelTypes.Select(item => item.Key), page => page.NextPageToken)),
            ("strategies", async (size, token) => Keys(await _server.Signals.ListStrategiesAsync(
                new ListStrategiesRequest { PageSize = size, PageToken = token }), page => page.Strategies.Select(item => item.Id), page => page.NextPageToken)),
            ("backtest fills", async (size, token) => Keys(await _server.Backtests.ListBacktestFillsAsync(
                new ListBacktestFillsRequest { BacktestId = backtest, PageSize = size, PageToken = token }),
                page => page.Fills.Select(item => item.Id), page => page.NextPageToken)),
            ("backtest trades", async (size, token) => Keys(await _server.Backtests.ListBacktestTradesAsync(
                new ListBacktestTradesRequest { BacktestId = backtest, PageSize = size, PageToken = token }),
                page => page.Trades.Select(item => item.ExitTime.ToString()), page => page.NextPageToken)),
        ];
        foreach ((string name, Func<int, string, Task<(IEnumerable<string>, string)>> page) in lists)
        {
            string[] whole = await WalkAsync(page, 1000);
            Assert.True(whole.Length > 1, name);
            Assert.Equal(whole.Length, whole.Distinct().Count());
            foreach (int size in (int[])[1, 7, whole.Length - 1, whole.Length, whole.Length + 1])
            {
                Assert.Equal(whole, await WalkAsync(page, size));
            }
        }
    }

    [Fact]
    public async Task Records_are_listed_newest_first_each_once()
    {
        List<string> made = [];
        for (int i = 0; i < 5; i++)
        {
            made.Add((await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { StepsPerSecond = 0.001 } })).Feed.Id);
        }

        List<string> sessions = [];
        List<string> streams = [];
        foreach (string feed in made)
        {
            sessions.Add((await _server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed })).Session.Id);
            streams.Add((await _server.Signals.StartSignalStreamAsync(
                new StartSignalStreamRequest { FeedId = feed, Strategy = new StrategySpec { StrategyId = "buy_and_hold" } })).SignalStream.Id);
        }

        List<string> backtests = [await BacktestAsync(), await BacktestAsync(), await BacktestAsync()];
        Assert.Equal(made.AsEnumerable().Reverse(), await AllAsync(_server.Client.EnumerateFeedsAsync(new ListFeedsRequest { PageSize = 2 }), feed => feed.Id));
        Assert.Equal(
            sessions.AsEnumerable().Reverse(), await AllAsync(_server.Client.EnumerateSessionsAsync(new ListSessionsRequest { PageSize = 2 }), session => session.Id));
        Assert.Equal(
            streams.AsEnumerable().Reverse(),
            await AllAsync(_server.Client.EnumerateSignalStreamsAsync(new ListSignalStreamsRequest { PageSize = 2 }), stream => stream.Id));
        Assert.Equal(
            backtests.AsEnumerable().Reverse(),
            await AllAsync(_server.Client.EnumerateBacktestsAsync(new ListBacktestsRequest { PageSize = 2 }), backtest => backtest.Id));
        Assert.Equal(3, (await AllAsync(_server.Client.EnumerateOperationsAsync(new ListOperationsRequest { PageSize = 2, Kind = "backtest" }), entry => entry.Id)).Distinct().Count());
    }

    [Fact]
    public async Task A_record_made_between_two_pages_shifts_nothing()
    {
        for (int i = 0; i < 4; i++)
        {
            await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { StepsPerSecond = 0.001 } });
        }

        ListFeedsResponse first = await _server.Data.ListFeedsAsync(new ListFeedsRequest { PageSize = 2 });
        await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { StepsPerSecond = 0.001 } });
        ListFeedsResponse second = await _server.Data.ListFeedsAsync(new ListFeedsRequest { PageSize = 2, PageToken = first.NextPageToken });

        Assert.Equal(4, first.Feeds.Concat(second.Feeds).Select(feed => feed.Id).Distinct().Count());
        Assert.Empty(second.NextPageToken);
    }

    [Fact]
    public async Task A_prefix_and_a_kind_narrow_the_instruments()
    {
        ListInstrumentsResponse simulated = await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest { IdPrefix = "sim" });
        ListInstrumentsResponse spreads = await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest { AssetClass = AssetClass.CreditIndex });

        Assert.Equal(["SIM-BTC/USD", "SIM-ETH/USD", "SIMHY Index"], simulated.Instruments.Select(instrument => instrument.Id));
        Assert.Equal(["SIMHY Index"], spreads.Instruments.Select(instrument => instrument.Id));
    }

    private async Task<string> BacktestAsync() => await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest
    {
        Spec = new BacktestSpec
        {
            Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } },
            Members = { MarketData.Member(MarketData.Coin) },
        },
    })).Operation);

    private static (IEnumerable<string>, string) Keys<T>(T page, Func<T, IEnumerable<string>> keys, Func<T, string> token) => (keys(page), token(page));

    private static async Task<string[]> WalkAsync(Func<int, string, Task<(IEnumerable<string> Keys, string Next)>> page, int size)
    {
        List<string> all = [];
        string token = "";
        do
        {
            (IEnumerable<string> keys, token) = await page(size, token);
            string[] items = [.. keys];
            Assert.InRange(items.Length, 1, Math.Max(size, 1));
            all.AddRange(items);
        }
        while (token.Length > 0);
        return [.. all];
    }

    private static async Task<List<string>> AllAsync<T>(IAsyncEnumerable<T> items, Func<T, string> key)
    {
        List<string> keys = [];
        await foreach (T item in items)
        {
            keys.Add(key(item));
        }

        return keys;
    }
}
