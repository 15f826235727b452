using Grpc.Core;
using Tradewind.Server.Live;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Streams;

/// <summary>What readers of a feed get that are slower than it, that come and go, and that are many.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_conflated_reader_that_stops_for_a_while_gets_the_newest_of_each_instrument_and_is_told_what_it_missed()
    {
        const int rows = 20_000;
        // Paced, so that the reader is there before the events are.
        Feed feed = await SimulateAsync(rows, 20_000);
        using AsyncServerStreamingCall<StreamBarsResponse> slow = Stream(new StreamBarsRequest { FeedId = feed.Id, Delivery = BarDelivery.Conflated });
        Assert.True(await slow.ResponseStream.MoveNext(CancellationToken.None));
        StreamBarsResponse first = slow.ResponseStream.Current;
        List<StreamBarsResponse> every = await Stream(new StreamBarsRequest { FeedId = feed.Id }).ListAsync();
        List<StreamBarsResponse> got = [first, .. await slow.ListAsync()];

        StreamBarsResponse[] events = [.. got.Where(IsEvent)];
        Assert.True(events.Length < every.Count(IsEvent) / 2, $"{events.Length} of {every.Count}");
        Assert.Equal(every.Count(IsEvent), events.Length + events.Sum(message => message.ConflatedCount));
        Assert.Equal(events.Select(message => message.Sequence), events.Select(message => message.Sequence).Distinct().Order());
        // The last of every instrument and field is not left out.
        Assert.Equal(Newest(every), Newest(events));
        Assert.Contains(events, message => message.ConflatedCount > 0);
        Assert.All(events, message => Assert.True(message.LagEventCount >= 0 && message.Lag.ToTimeSpan() >= TimeSpan.Zero));
        Assert.Equal(every[^1].FeedEnd, got[^1].FeedEnd);

        // The whole record is behind a reader that begins with its end.
        StreamBarsResponse[] late = [.. (await Stream(new StreamBarsRequest { FeedId = feed.Id, Delivery = BarDelivery.Conflated }).ListAsync()).Where(IsEvent)];
        Assert.Equal(Newest(every), Newest(late));
        Assert.Equal(Newest(every).Count, late.Length);
        Assert.All(late, message => Assert.Equal(
            (every.Count(IsEvent) - message.Sequence, every.Last(IsEvent).KnownTime - message.KnownTime), (message.LagEventCount, message.Lag)));
        Assert.Equal(every.Count(IsEvent), late.Length + late.Sum(message => message.ConflatedCount));
    }

    [Fact]
    public async Task A_conflated_reader_is_told_how_far_behind_each_message_is()
    {
        MemoryTape tape = new();
        FeedTape feed = await tape.CreateAsync();
        await tape.BarsAsync(feed, 0, 10);
        BarReader reader = new(feed, new HashSet<int>(), conflated: true, partial: false, TimeSpan.FromHours(1), TimeProvider.System);
        await using IAsyncEnumerator<StreamBarsResponse> messages = reader.ReadAsync(0, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal((19, 9, 1), (messages.Current.Sequence, messages.Current.ConflatedCount, messages.Current.LagEventCount));
        // While the reader is busy with that message, ten minutes pass.
        await tape.BarsAsync(feed, 10, 10);
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal(
            (20, 9, 20, TimeSpan.FromMinutes(10)),
            (messages.Current.Sequence, messages.Current.ConflatedCount, messages.Current.LagEventCount, messages.Current.Lag.ToTimeSpan()));
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal((39, 9), (messages.Current.Sequence, messages.Current.ConflatedCount));
        // A reader that keeps up gets every event.
        Assert.True(await messages.MoveNextAsync());
        await tape.BarsAsync(feed, 20, 1);
        Assert.True(await messages.MoveNextAsync());
        Assert.Equal((41, 0), (messages.Current.Sequence, messages.Current.ConflatedCount));
    }

    [Fact]
    public async Task A_partial_bar_comes_after_what_is_recorded_and_never_after_its_final_one()
    {
        MemoryTape tape = new();
        FeedTape feed = await tape.CreateAsync();
        await tape.BarsAsync(feed, 0, 1);
        feed.Forming.Set(0, MemoryTape.Bar(0), 5);
        feed.Forming.Set(1, MemoryTape.Bar(1), 6);
        feed.Forming.Set(1, MemoryTape.Bar(1) with { Close = 77 }, 7);
        BarReader reader = new(feed, new HashSet<int>(), conflated: false, partial: true, TimeSpan.FromHours(1), TimeProvider.System);
        await using IAsyncEnumerator<StreamBarsResponse> messages = reader.ReadAsync(0, CancellationToken.None).GetAsyncEnumerator();
        List<StreamBarsResponse> got = [];
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await messages.MoveNextAsync());
            got.Add(messages.Current);
        }

        // The state of instrument 0 is of a bar that is final already; of instrument 1 only the latest state is left.
        Assert.Equal([(1, true, 0.0), (2, true, 0.0), (2, false, 77.0)], got.Select(message => ((int)message.Sequence, message.Bar.IsFinal, message.Bar.Bar.Close)));
        Assert.Equal(got[1].Cursor, got[2].Cursor);
    }

    [Fact]
    public async Task A_subscriber_killed_and_restarted_a_hundred_times_ends_with_exactly_what_a_steady_one_got()
    {
        Feed feed = await SimulateAsync(3_000, 1_500);
        Task<List<StreamBarsResponse>> steady = Stream(new StreamBarsRequest { FeedId = feed.Id }).ListAsync();
        (List<StreamBarsResponse> got, int kills) = await KilledAsync(new StreamBarsRequest { FeedId = feed.Id }, seed: 20, most: 60);

        Assert.Equal(100, kills);
        Assert.Equal((await steady).Where(IsEvent), got);
    }

    [Fact]
    public async Task A_subscriber_of_built_bars_killed_a_hundred_times_ends_with_exactly_what_a_steady_one_got()
    {
        Feed feed = await SimulateAsync(6_000, 3_000);
        StreamBarsRequest request = new() { FeedId = feed.Id, Timeframe = "1w" };
        Task<List<StreamBarsResponse>> steady = Stream(request).ListAsync();
        (List<StreamBarsResponse> got, int kills) = await KilledAsync(request, seed: 21, most: 30);

        Assert.Equal(100, kills);
        List<StreamBarsResponse> all = [.. (await steady).Where(IsEvent)];
        Assert.True(all.Count(message => message.Bar is not null) > 1_000, $"{all.Count} events");
        Assert.Equal(all, got);
    }

    [Fact]
    public async Task Two_hundred_subscribers_of_one_feed_get_every_event_and_those_that_do_not_read_hold_nobody_up()
    {
        Feed feed = await SimulateAsync(600, 600);
        AsyncServerStreamingCall<StreamBarsResponse>[] idle = [.. Enumerable.Range(0, 50).Select(_ => Stream(new StreamBarsRequest { FeedId = feed.Id }))];
        List<StreamBarsResponse>[] all = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Stream(new StreamBarsRequest { FeedId = feed.Id }).ListAsync()));

        StreamBarsResponse[] expected = [.. all[0].Where(IsEvent)];
        Assert.True(expected.Length >= 1_200, $"{expected.Length} events");
        Assert.Equal(Enumerable.Range(1, expected.Length).Select(i => (long)i), expected.Select(message => message.Sequence));
        Assert.All(all, events => Assert.Equal(expected, events.Where(IsEvent)));
        // What they did not read waits for them.
        Assert.Equal(expected, (await idle[0].ListAsync()).Where(IsEvent));
        foreach (AsyncServerStreamingCall<StreamBarsResponse> call in idle)
        {
            call.Dispose();
        }
    }

    private static bool IsEvent(StreamBarsResponse message) => message.Heartbeat is null && message.FeedEnd is null;

    private static SortedDictionary<string, long> Newest(IEnumerable<StreamBarsResponse> messages)
    {
        SortedDictionary<string, long> newest = new(StringComparer.Ordinal);
        foreach (StreamBarsResponse message in messages.Where(IsEvent))
        {
            newest[message.Bar?.InstrumentId ?? message.Observation.InstrumentId + message.Observation.Field] = message.Sequence;
        }

        return newest;
    }

    /// <summary>Reads a random number of events a connection for a hundred connections, then to the end.</summary>
    private async Task<(List<StreamBarsResponse> Events, int Kills)> KilledAsync(StreamBarsRequest request, int seed, int most)
    {
        Random random = new(seed);
        List<StreamBarsResponse> events = [];
        string cursor = "";
        for (int kills = 0; ; kills++)
        {
            int left = kills < 100 ? random.Next(1, most) : int.MaxValue;
            using AsyncServerStreamingCall<StreamBarsResponse> call = Stream(new StreamBarsRequest(request) { Cursor = cursor });
            while (left > 0 && await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                StreamBarsResponse message = call.ResponseStream.Current;
                if (message.FeedEnd is not null)
                {
                    return (events, kills);
                }

                cursor = message.Cursor;
                if (IsEvent(message))
                {
                    events.Add(message);
                    left--;
                }
            }
        }
    }

    private AsyncServerStreamingCall<StreamBarsResponse> Stream(StreamBarsRequest request) => _server.Data.StreamBars(request);

    private async Task<Feed> SimulateAsync(int rows, double stepsPerSecond) => (await _server.Data.StartFeedAsync(
        new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 3, RowCount = rows, StepsPerSecond = stepsPerSecond } })).Feed;
}
