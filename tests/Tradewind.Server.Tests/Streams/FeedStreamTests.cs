using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Streams;

/// <summary>Event streams of feeds and signals: in order, without gaps, resumable anywhere.</summary>
public sealed class FeedStreamTests : IAsyncLifetime
{
    private const int Rows = 120;
    private readonly SteppedClock _clock = new();
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(options => options.HeartbeatSeconds = 0.1, _clock);
        await _server.SimulateAsync(Rows);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_feed_carries_every_row_in_the_order_it_became_known_and_says_when_it_ends()
    {
        Feed feed = await ReplayAsync(0);

        List<StreamBarsResponse> messages = await StreamAsync(feed.Id);

        List<StreamBarsResponse> events = messages[..^1];
        Assert.Equal(StreamBarsResponse.EventOneofCase.FeedEnd, messages[^1].EventCase);
        Assert.Equal((FeedState.Ended, (long)events.Count), (messages[^1].FeedEnd.State, messages[^1].Sequence));
        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(message => message.Sequence));
        Assert.Equal(events.Select(message => message.KnownTime).Order(), events.Select(message => message.KnownTime));
        Assert.All(events, message => Assert.True(message.Simulated && message.KnownTime > message.EventTime));
        Assert.Equal(2 * Rows, events.Count(message => message.Bar is not null));
        int observations = (await _server.Data.ListObservationsAsync(
            new ListObservationsRequest { InstrumentId = MarketData.SimulatedSpread, PageSize = 1000 })).Observations.Sum(row => row.Values.Count);
        Assert.Equal(observations, events.Count(message => message.Observation is not null));
        Feed ended = (await _server.Data.GetFeedAsync(new GetFeedRequest { FeedId = feed.Id })).Feed;
        Assert.Equal((FeedState.Ended, (long)events.Count), (ended.State, ended.LastSequence));
    }

    [Fact]
    public async Task A_feed_resumes_after_every_cursor_with_exactly_the_rest()
    {
        Feed feed = await ReplayAsync(0);
        List<StreamBarsResponse> all = await StreamAsync(feed.Id);
        foreach (StreamBarsResponse at in all)
        {
            List<StreamBarsResponse> rest = await StreamAsync(feed.Id, at.Cursor);
            Assert.Equal(all.Where(message => message.Sequence > at.Sequence).Append(all[^1]).Distinct(), rest);
        }
    }

    [Fact]
    public async Task A_cursor_of_another_stream_or_beyond_the_end_is_refused()
    {
        Feed feed = await ReplayAsync(0);
        Feed other = await ReplayAsync(0);
        string last = (await StreamAsync(feed.Id))[^1].Cursor;
        string foreign = (await StreamAsync(other.Id))[3].Cursor;
        foreach (string cursor in (string[])[foreign, last + "9", "nonsense", feed.Id + "@-1", feed.Id + "@", feed.Id + "@1.5"])
        {
            await Refused.AsAsync(StatusCode.OutOfRange, "CURSOR_UNKNOWN", null, () => StreamAsync(feed.Id, cursor));
        }

        SignalStream stream = await SignalsAsync(feed.Id);
        await Refused.AsAsync(StatusCode.OutOfRange, "CURSOR_UNKNOWN", null, () => SubscribeAsync(stream.Id, last));
    }

    [Fact]
    public async Task A_filtered_stream_keeps_the_sequences_of_the_feed()
    {
        Feed feed = await ReplayAsync(0);
        List<StreamBarsResponse> all = await StreamAsync(feed.Id);

        List<StreamBarsResponse> coin = await _server.Data.StreamBars(
            new StreamBarsRequest { FeedId = feed.Id, InstrumentIds = { MarketData.SimulatedCoin } }).ListAsync();

        Assert.Equal(all.Where(message => message.Bar?.InstrumentId == MarketData.SimulatedCoin).Append(all[^1]), coin);
    }

    [Fact]
    public async Task An_idle_feed_sends_heartbeats_with_its_last_sequence_and_goes_on_live()
    {
        Feed feed = await ReplayAsync(1);
        using AsyncServerStreamingCall<StreamBarsResponse> call = _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id });
        StreamBarsResponse idle = await call.ResponseStream.UntilAsync(message => message.Heartbeat is not null);
        Assert.Equal(0, idle.Sequence);
        Assert.NotNull(idle.Heartbeat.ServerTime);

        _clock.Advance(10);
        List<StreamBarsResponse> events = [];
        StreamBarsResponse beat = await call.ResponseStream.UntilAsync(message =>
        {
            if (message.Heartbeat is null)
            {
                events.Add(message);
            }

            return message.Heartbeat is not null && events.Select(entry => entry.KnownTime).Distinct().Count() == 10;
        });

        Assert.Equal(Enumerable.Range(1, events.Count).Select(i => (long)i), events.Select(message => message.Sequence));
        Assert.Equal((events[^1].Sequence, events[^1].Cursor), (beat.Sequence, beat.Cursor));

        // The cursor of a heartbeat is as good as that of an event.
        using AsyncServerStreamingCall<StreamBarsResponse> again = _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id, Cursor = beat.Cursor });
        _clock.Advance(1);
        Assert.Equal(beat.Sequence + 1, (await again.ResponseStream.UntilAsync(message => message.Heartbeat is null)).Sequence);
    }

    [Fact]
    public async Task A_stopped_feed_ends_its_streams_and_keeps_its_events()
    {
        Feed feed = await ReplayAsync(1);
        Task<List<StreamBarsResponse>> live = StreamAsync(feed.Id);
        _clock.Advance(5);
        using (AsyncServerStreamingCall<StreamBarsResponse> call = _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }))
        {
            int steps = 0;
            Google.Protobuf.WellKnownTypes.Timestamp? known = null;
            await call.ResponseStream.UntilAsync(message =>
            {
                steps += message.Heartbeat is null && !message.KnownTime.Equals(known) ? 1 : 0;
                known = message.KnownTime ?? known;
                return steps == 5;
            });
        }

        Feed stopped = (await _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = feed.Id })).Feed;

        List<StreamBarsResponse> seen = await live;
        Assert.Equal((FeedState.Stopped, stopped.LastSequence), (seen[^1].FeedEnd.State, seen[^1].Sequence));
        Assert.Equal(stopped.LastSequence + 1, seen.Count);
        Assert.Equal(stopped, (await _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = feed.Id })).Feed);
        Assert.Equal(seen, await StreamAsync(feed.Id));
    }

    [Fact]
    public async Task A_slow_reader_loses_and_repeats_nothing()
    {
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 5, RowCount = 8_000 } })).Feed;
        using AsyncServerStreamingCall<StreamBarsResponse> slow = _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id });
        do
        {
            // On a busy machine heartbeats come before the first event.
            Assert.True(await slow.ResponseStream.MoveNext(CancellationToken.None));
        }
        while (slow.ResponseStream.Current.Heartbeat is not null);

        Assert.Equal(1, slow.ResponseStream.Current.Sequence);

        // Reads on only when the feed is over and another reader has had all of it: far more than the connection holds.
        List<StreamBarsResponse> quick = await StreamAsync(feed.Id);
        Assert.True(quick.Count > 16_000, $"only {quick.Count} events");
        long expected = 1;
        StreamBarsResponse last = slow.ResponseStream.Current;
        while (await slow.ResponseStream.MoveNext(CancellationToken.None))
        {
            StreamBarsResponse message = last = slow.ResponseStream.Current;
            if (message.Heartbeat is null)
            {
                expected++;
                Assert.Equal(Math.Min(expected, quick[^1].Sequence), message.Sequence);
            }
        }

        Assert.Equal(quick.Count, expected);
        Assert.NotNull(last.FeedEnd);
    }

    [Fact]
    public async Task Signals_come_once_in_order_and_resume_after_every_cursor()
    {
        Feed feed = await ReplayAsync(1);
        SignalStream stream = await SignalsAsync(feed.Id);
        Task<List<SubscribeSignalsResponse>> live = SubscribeAsync(stream.Id);
        _clock.Advance(10 * Rows);

        List<SubscribeSignalsResponse> all = await live;

        Assert.True(all.Count > 5, $"only {all.Count} messages");
        Assert.Equal(Enumerable.Range(1, all.Count - 1).Select(i => (long)i), all.SkipLast(1).Select(message => message.Sequence));
        Assert.Equal((SignalStreamState.Ended, (long)all.Count - 1), (all[^1].End.State, all[^1].Sequence));
        foreach (SubscribeSignalsResponse at in all)
        {
            List<SubscribeSignalsResponse> rest = await SubscribeAsync(stream.Id, at.Cursor);
            Assert.Equal(all.Skip((int)at.Sequence).SkipLast(1).Select(message => message.Signal), rest.SkipLast(1).Select(message => message.Signal));
            Assert.Equal(all[^1].Sequence, rest[^1].Sequence);
        }

        // The same rows through the same strategy: live is history.
        List<GenerateSignalsResponse> history = await _server.Signals.GenerateSignals(new GenerateSignalsRequest
        {
            Strategy = stream.Strategy,
            Members = { MarketData.Member(MarketData.SimulatedCoin), MarketData.Member("SIM-ETH/USD"), MarketData.Member(MarketData.SimulatedSpread) },
        }).ListAsync();
        Assert.Equal(history.Select(message => message.Signal), all.SkipLast(1).Select(message => message.Signal));
    }

    [Fact]
    public async Task Recorded_events_and_signals_outlive_the_server()
    {
        Feed feed = await ReplayAsync(0);
        List<StreamBarsResponse> events = await StreamAsync(feed.Id);
        SignalStream stream = await SignalsAsync(feed.Id);
        List<SubscribeSignalsResponse> signals = await SubscribeAsync(stream.Id);
        Feed live = await ReplayAsync(1);
        SignalStream liveSignals = await SignalsAsync(live.Id);
        Task<List<StreamBarsResponse>> liveEnd = StreamAsync(live.Id);
        Task<List<SubscribeSignalsResponse>> liveSignalsEnd = SubscribeAsync(liveSignals.Id);

        _server = await _server.RestartAsync().WaitAsync(TimeSpan.FromSeconds(15));

        // An orderly stop ends live streams with their end message.
        Assert.Equal(FeedState.Stopped, (await liveEnd)[^1].FeedEnd.State);
        Assert.Equal(SignalStreamState.Stopped, (await liveSignalsEnd)[^1].End.State);
        Assert.Equal(events, await StreamAsync(feed.Id));
        Assert.Equal(signals.SkipLast(1), (await SubscribeAsync(stream.Id)).SkipLast(1));
        Assert.Equal(FeedState.Stopped, (await _server.Data.GetFeedAsync(new GetFeedRequest { FeedId = live.Id })).Feed.State);
        Assert.Equal(
            [SignalStreamState.Stopped, SignalStreamState.Ended],
            (await _server.Signals.ListSignalStreamsAsync(new ListSignalStreamsRequest())).SignalStreams.Select(entry => entry.State));
    }

    [Fact]
    public async Task A_simulated_feed_continues_the_loaded_history()
    {
        Feed feed = (await _server.Data.StartFeedAsync(
            new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 7, SkipRowCount = Rows - 20, RowCount = 20 } })).Feed;
        List<Bar> live = [.. (await StreamAsync(feed.Id)).Where(message => message.Bar?.InstrumentId == MarketData.SimulatedCoin).Select(message => message.Bar.Bar)];

        ListBarsResponse stored = await _server.Data.ListBarsAsync(
            new ListBarsRequest { InstrumentId = MarketData.SimulatedCoin, Interval = new TimeInterval { StartTime = live[0].OpenTime } });

        Assert.Equal(20, live.Count);
        Assert.Equal(stored.Bars, live);
    }

    private async Task<Feed> ReplayAsync(double stepsPerSecond) => (await _server.Data.StartFeedAsync(new StartFeedRequest
    {
        Replay = new ReplayFeed
        {
            Members = { MarketData.Member(MarketData.SimulatedCoin), MarketData.Member("SIM-ETH/USD"), MarketData.Member(MarketData.SimulatedSpread) },
            StepsPerSecond = stepsPerSecond,
        },
    })).Feed;

    private async Task<SignalStream> SignalsAsync(string feedId) => (await _server.Signals.StartSignalStreamAsync(new StartSignalStreamRequest
    {
        FeedId = feedId, Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "7" } },
    })).SignalStream;

    // Heartbeats come when the machine is busy too; the tests that are about them read the stream themselves.
    private async Task<List<StreamBarsResponse>> StreamAsync(string feedId, string cursor = "") =>
        [.. (await _server.Data.StreamBars(new StreamBarsRequest { FeedId = feedId, Cursor = cursor }).ListAsync())
            .Where(message => message.Heartbeat is null)];

    private async Task<List<SubscribeSignalsResponse>> SubscribeAsync(string streamId, string cursor = "") =>
        [.. (await _server.Signals.SubscribeSignals(new SubscribeSignalsRequest { SignalStreamId = streamId, Cursor = cursor }).ListAsync())
            .Where(message => message.Heartbeat is null)];
}
