using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Streams;

/// <summary>Features of live feeds over gRPC: those of history bit for bit, the same after every resume.</summary>
public sealed class FeatureStreamTests : IAsyncLifetime
{
    private const int Rows = 320;
    private const int LiveFrom = 240;
    private const string Other = "SIM-ETH/USD";

    private static readonly FeatureSetSpec s_everything = new()
    {
        CrossAsset = new CrossAssetFeatures { DivergenceRisk = true },
        MachineLearning = new MachineLearningFeatures(),
        Windows = new WindowFeatures { SmaWindows = { 5, 20 }, RsiWindows = { 9 }, VolatilityWindows = { 10 } },
        Statistics = new StatisticsFeatures { RangeVolatilityWindow = 10, HurstWindow = 32, FractionalOrder = 0.6 },
        Pairs = { new CorrelationPair { First = "SIM_BTC_USD_close", Second = "SIM_ETH_USD_close", Window = 15, Method = CorrelationMethod.Kendall } },
    };

    private readonly SteppedClock _clock = new();
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(options => options.HeartbeatSeconds = 0.1, _clock);
        await _server.SimulateAsync(Rows);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Live_values_are_those_of_history_bit_for_bit_and_the_first_row_is_warm()
    {
        Feed feed = await ReplayAsync(LiveFrom);
        List<StreamFeaturesResponse> live = await StreamAsync(new StreamFeaturesRequest
        {
            FeedId = feed.Id, FeatureSet = s_everything, InstrumentIds = { MarketData.SimulatedCoin, Other, MarketData.SimulatedSpread },
        });

        FeatureStreamSchema schema = live[0].Schema;
        Assert.Equal(0, live[0].Sequence);
        Assert.Equal(FeedState.Ended, live[^1].FeedEnd.State);
        StreamFeaturesResponse[] rows = [.. live.Where(message => message.Row is not null)];
        Assert.Equal(Rows - LiveFrom, rows.Length);
        Assert.Equal(Enumerable.Range(1, rows.Length).Select(i => (long)i), rows.Select(row => row.Sequence));
        Assert.All(rows, row => Assert.True(row.Row is { IsFinal: true, WarmedUp: true, LateBarCount: 0 } && row.Simulated && row.KnownTime > row.EventTime));
        Assert.Equal(LiveFrom, rows[0].Row.RowsBefore);
        await AssertEqualsHistoryAsync(schema, rows, s_everything, null, MarketData.SimulatedCoin, Other, MarketData.SimulatedSpread);
        // Nothing of the 200 longest rows is missing where the history behind it is long enough.
        Assert.False(rows[0].Row.Values.Any(double.IsNaN), string.Join(", ", schema.Features.Where((_, i) => double.IsNaN(rows[0].Row.Values[i]))));
    }

    [Fact]
    public async Task Without_warm_up_the_first_rows_say_that_they_are_cold()
    {
        Feed feed = await ReplayAsync(LiveFrom);
        List<StreamFeaturesResponse> live = await StreamAsync(new StreamFeaturesRequest
        {
            FeedId = feed.Id, FeatureSetName = "technical_fast", InstrumentIds = { Other }, WarmUpRows = 0,
        });

        StreamFeaturesResponse[] rows = [.. live.Where(message => message.Row is not null)];
        int warm = live[0].Schema.FirstValidRows.Max();
        Assert.Null(live[0].Schema.WarmUpAsOfTime);
        Assert.Equal(rows.Select((_, i) => i >= warm), rows.Select(row => row.Row.WarmedUp));
        Assert.True(warm > 3 && rows.Length > warm);
        FeatureSetSpec set = (await _server.Features.GetFeatureSetAsync(new GetFeatureSetRequest { Name = "technical_fast" })).FeatureSet.Features;
        await AssertEqualsHistoryAsync(live[0].Schema, rows, set, new TimeInterval { StartTime = rows[0].EventTime }, Other);
    }

    [Fact]
    public async Task Gaps_of_a_market_are_filled_as_an_alignment_fills_them()
    {
        string[] lines = MarketData.Bars(90).TrimEnd().Split('\n');
        // Two holes, one longer than the fill.
        await _server.LoadAsync(MarketData.File(string.Join('\n', lines.Where((_, i) => i is not (30 or 31) and not (> 60 and < 70))), "XRP-USD.csv"));
        await _server.LoadAsync(MarketData.File(string.Join('\n', lines), "ADA-USD.csv"));
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest
        {
            Replay = new ReplayFeed { Members = { MarketData.Member("XRP/USD"), MarketData.Member("ADA/USD") } },
        })).Feed;
        FeatureSetSpec set = new() { Windows = new WindowFeatures { SmaWindows = { 3 }, EmaWindows = { 4 } } };
        List<StreamFeaturesResponse> live = await StreamAsync(
            new StreamFeaturesRequest { FeedId = feed.Id, FeatureSet = set, InstrumentIds = { "XRP/USD", "ADA/USD" }, FillLimit = 4 });

        StreamFeaturesResponse[] rows = [.. live.Where(message => message.Row is not null)];
        Assert.Equal(90, rows.Length);
        Assert.Equal(11, rows.Count(row => row.Row.MissingInstrumentIds.SequenceEqual(["XRP/USD"])));
        await AssertEqualsHistoryAsync(live[0].Schema, rows, set, null, 4, "XRP/USD", "ADA/USD");
    }

    [Fact]
    public async Task A_subscriber_killed_after_every_row_gets_exactly_the_rows_of_a_steady_one()
    {
        Feed feed = await ReplayAsync(LiveFrom);
        StreamFeaturesRequest request = new() { FeedId = feed.Id, FeatureSetName = "technical" };
        List<StreamFeaturesResponse> all = [.. (await StreamAsync(request)).Where(message => message.Row is not null)];
        List<StreamFeaturesResponse> got = [];
        string cursor = "";
        while (got.Count < all.Count)
        {
            // What is stored in the meantime is not part of the rows.
            if (got.Count == 30)
            {
                await _server.SimulateAsync(Rows, seed: 99);
            }

            using AsyncServerStreamingCall<StreamFeaturesResponse> call = _server.Features.StreamFeatures(new StreamFeaturesRequest(request) { Cursor = cursor });
            StreamFeaturesResponse next = await call.ResponseStream.UntilAsync(message => message.Row is not null);
            got.Add(next);
            cursor = next.Cursor;
        }

        // Cursors say as of when history was read, so only those of one subscription are the same.
        Assert.Equal(all.Select(Bare), got.Select(Bare));
        Assert.Single(got.Select(message => message.Cursor[..message.Cursor.LastIndexOf('@')]).Distinct());
    }

    [Fact]
    public async Task A_lost_connection_goes_unnoticed_by_the_client()
    {
        Feed feed = await ReplayAsync(LiveFrom, 1);
        _clock.Advance(20);
        List<StreamFeaturesResponse> messages = [];
        await foreach (StreamFeaturesResponse message in _server.Client.StreamFeaturesAsync(new StreamFeaturesRequest { FeedId = feed.Id, FeatureSetName = "technical_fast" }))
        {
            messages.Add(message);
            if (messages.Count == 5)
            {
                await _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = feed.Id });
            }
        }

        Assert.NotNull(messages[0].Schema);
        Assert.Equal(FeedState.Stopped, messages[^1].FeedEnd.State);
        Assert.Equal(Enumerable.Range(1, messages.Count - 2).Select(i => (long)i), messages[1..^1].Select(message => message.Sequence));
    }

    [Fact]
    public async Task An_idle_feed_sends_heartbeats_and_goes_on_live()
    {
        Feed feed = await ReplayAsync(LiveFrom, 1);
        using AsyncServerStreamingCall<StreamFeaturesResponse> call = _server.Features.StreamFeatures(new StreamFeaturesRequest { FeedId = feed.Id });
        StreamFeaturesResponse idle = await call.ResponseStream.UntilAsync(message => message.Heartbeat is not null);
        Assert.Equal(0, idle.Sequence);
        _clock.Advance(12);
        StreamFeaturesResponse row = await call.ResponseStream.UntilAsync(message => message.Sequence == 3);
        StreamFeaturesResponse beat = await call.ResponseStream.UntilAsync(message => message.Heartbeat is not null);
        Assert.True(row.Row.WarmedUp && beat.Sequence > 3);
        // The cursor of a heartbeat is as good as that of a row.
        using AsyncServerStreamingCall<StreamFeaturesResponse> again = _server.Features.StreamFeatures(new StreamFeaturesRequest { FeedId = feed.Id, Cursor = beat.Cursor });
        _clock.Advance(8);
        Assert.Equal(beat.Sequence + 1, (await again.ResponseStream.UntilAsync(message => message.Row is not null)).Sequence);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        Feed feed = await ReplayAsync(LiveFrom, 1);
        using CancellationTokenSource stop = new();
        using AsyncServerStreamingCall<StreamFeaturesResponse> call = _server.Features.StreamFeatures(
            new StreamFeaturesRequest { FeedId = feed.Id }, cancellationToken: stop.Token);
        await call.ResponseStream.UntilAsync(message => message.Schema is not null);
        await stop.CancelAsync();
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.UntilAsync(_ => false));
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
    }

    [Fact]
    public async Task What_the_feed_does_not_carry_is_refused_by_the_name_of_the_feature()
    {
        Feed feed = (await _server.Data.StartFeedAsync(
            new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(MarketData.SimulatedCoin), MarketData.Member(Other) } } })).Feed;
        TradewindError pair = await Refused.AsInvalidAsync("FEATURE_NOT_ON_FEED", "feature_set.pairs[0]", () => StreamAsync(new StreamFeaturesRequest
        {
            FeedId = feed.Id, InstrumentIds = { Other }, FeatureSet = new FeatureSetSpec { Pairs = { s_everything.Pairs[0] } },
        }));
        Assert.Contains("corr_SIM_BTC_USD_close_SIM_ETH_USD_close_15 needs the column 'SIM_BTC_USD_close'", pair.Message, StringComparison.Ordinal);
        TradewindError cross = await Refused.AsInvalidAsync("FEATURE_NOT_ON_FEED", "feature_set.cross_asset", () => StreamAsync(new StreamFeaturesRequest
        {
            FeedId = feed.Id, FeatureSet = new FeatureSetSpec { CrossAsset = new CrossAssetFeatures() },
        }));
        Assert.Contains("credit spread", cross.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_requests_are_refused_with_their_field()
    {
        Feed feed = await ReplayAsync(LiveFrom);
        StreamFeaturesRequest good = new() { FeedId = feed.Id, FeatureSetName = "technical_fast" };
        string cursor = (await StreamAsync(good))[3].Cursor;
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "feed_id", () => StreamAsync(new StreamFeaturesRequest()));
        await Refused.AsInvalidAsync("WARM_UP_INVALID", "warm_up_rows", () => StreamAsync(new StreamFeaturesRequest(good) { WarmUpRows = -1 }));
        await Refused.AsInvalidAsync("FILL_LIMIT_INVALID", "fill_limit", () => StreamAsync(new StreamFeaturesRequest(good) { FillLimit = 2000 }));
        await Refused.AsInvalidAsync("FILL_INVALID", "fill", () => StreamAsync(new StreamFeaturesRequest(good) { Fill = (FillMethod)9 }));
        await Refused.AsInvalidAsync(
            "INSTRUMENT_REPEATED", "instrument_ids[1]", () => StreamAsync(new StreamFeaturesRequest(good) { InstrumentIds = { Other, Other } }));
        await Refused.AsInvalidAsync(
            "FEATURE_SET_AMBIGUOUS", "feature_set_name", () => StreamAsync(new StreamFeaturesRequest(good) { FeatureSet = new FeatureSetSpec() }));
        await Refused.AsInvalidAsync("NO_FEATURES", "feature_set", () => StreamAsync(new StreamFeaturesRequest
        {
            FeedId = feed.Id, InstrumentIds = { MarketData.SimulatedSpread },
            FeatureSet = new FeatureSetSpec
            {
                Technical = new TechnicalFeatures { Disabled = true }, Momentum = new MomentumFeatures { Disabled = true }, CrossAsset = new CrossAssetFeatures { Disabled = true },
            },
        }));
        await Refused.AsInvalidAsync("FEATURE_SET_INVALID", "windows.sma_windows[0]", () => StreamAsync(new StreamFeaturesRequest
        {
            FeedId = feed.Id, FeatureSet = new FeatureSetSpec { Windows = new WindowFeatures { SmaWindows = { 0 } } },
        }));
        await Refused.AsUnknownAsync("UNKNOWN_FEED", () => StreamAsync(new StreamFeaturesRequest(good) { FeedId = "feed-none" }));
        await Refused.AsUnknownAsync("UNKNOWN_INSTRUMENT", () => StreamAsync(new StreamFeaturesRequest(good) { InstrumentIds = { "NONE/USD" } }));
        await Refused.AsUnknownAsync("UNKNOWN_FEATURE_SET", () => StreamAsync(new StreamFeaturesRequest(good) { FeatureSetName = "technical_fas" }));
        foreach (StreamFeaturesRequest foreign in (StreamFeaturesRequest[])
        [
            new(good) { Cursor = "nonsense" },
            new(good) { Cursor = cursor + "999" },
            new(good) { Cursor = cursor, FeatureSetName = "technical" },
            new(good) { Cursor = cursor, WarmUpRows = 7 },
            new(good) { Cursor = cursor, InstrumentIds = { Other } },
        ])
        {
            await Refused.AsAsync(StatusCode.OutOfRange, "CURSOR_UNKNOWN", null, () => StreamAsync(foreign));
        }
    }

    private static StreamFeaturesResponse Bare(StreamFeaturesResponse message) => new(message) { Cursor = "" };

    private Task AssertEqualsHistoryAsync(
        FeatureStreamSchema schema, StreamFeaturesResponse[] rows, FeatureSetSpec set, TimeInterval? interval, params string[] members) =>
        AssertEqualsHistoryAsync(schema, rows, set, interval, null, members);

    private async Task AssertEqualsHistoryAsync(
        FeatureStreamSchema schema, StreamFeaturesResponse[] rows, FeatureSetSpec set, TimeInterval? interval, int? fillLimit, params string[] members)
    {
        ComputeFeaturesRequest request = new()
        {
            FeatureSet = set, Portfolio = new PortfolioSpec { Members = { members.Select(id => MarketData.Member(id)) }, Interval = interval },
        };
        if (fillLimit is { } limit)
        {
            request.Portfolio.FillLimit = limit;
        }

        (FeatureReport report, ColumnTable history) = await _server.Client.ComputeFeaturesAsync(request);
        Assert.Equal(report.Lineage.FeatureSetHash, schema.FeatureSetHash);
        Assert.Equal(history.Names.Skip(report.RawColumnCount), schema.Features);
        int first = history.RowCount - rows.Length;
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.Equal(history.Times[first + row], UnixNanoseconds.FromTimestamp(rows[row].EventTime));
            for (int feature = 0; feature < schema.Features.Count; feature++)
            {
                (double batch, double live) = (history[schema.Features[feature]][first + row], rows[row].Row.Values[feature]);
                Assert.True(
                    BitConverter.DoubleToInt64Bits(batch) == BitConverter.DoubleToInt64Bits(live), $"{schema.Features[feature]} row {row}: {live:R} against {batch:R}");
            }
        }
    }

    private async Task<Feed> ReplayAsync(int fromRow, double stepsPerSecond = 0)
    {
        ListBarsResponse bars = await _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.SimulatedCoin, PageSize = 1000 });
        return (await _server.Data.StartFeedAsync(new StartFeedRequest
        {
            Replay = new ReplayFeed
            {
                Members = { MarketData.Member(MarketData.SimulatedCoin), MarketData.Member(Other), MarketData.Member(MarketData.SimulatedSpread) },
                Interval = new TimeInterval { StartTime = bars.Bars[fromRow].OpenTime },
                StepsPerSecond = stepsPerSecond,
            },
        })).Feed;
    }

    // Heartbeats come when the machine is busy too; the tests that are about them read the stream themselves.
    private async Task<List<StreamFeaturesResponse>> StreamAsync(StreamFeaturesRequest request) =>
        [.. (await _server.Features.StreamFeatures(request).ListAsync()).Where(message => message.Heartbeat is null)];
}
