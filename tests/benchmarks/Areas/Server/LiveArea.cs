using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Benchmarks;

/// <summary>Live streams of the running server, one small message an event, through our C# client. There is no peer to hold them against.</summary>
internal static class LiveArea
{
    private const int FeedRows = 20_000;
    private const int SessionRows = 5_000;
    private const int Rounds = 3;
    private const string NoPeer = "no peer does this work";

    public static void RunServer()
    {
        using var server = new ServerProgram();
        double rate = MedianRate(() => StreamBarsAsync(server.Client));
        Row.Alone("server", "StreamBars: events of a feed as fast as possible", "messages/s", rate, "none", NoPeer).Print();
    }

    public static void RunPaper()
    {
        using var server = new ServerProgram();
        double rate = MedianRate(() => TradeAsync(server.Client));
        Row.Alone(
            "paper", "session on a feed as fast as possible: events stored and received", "events/s", rate, "none", NoPeer).Print();
    }

    private static double MedianRate(Func<Task<long>> work)
    {
        long events = 0;
        double seconds = Measurement.Medians(Rounds, () => Measurement.Seconds(() => events = work().GetAwaiter().GetResult()))[0];
        return events / seconds;
    }

    private static async Task<long> StreamBarsAsync(TradewindClient client)
    {
        Feed feed = await StartFeedAsync(client, FeedRows).ConfigureAwait(false);
        long events = 0;
        await foreach (StreamBarsResponse message in client.StreamBarsAsync(feed.Id).ConfigureAwait(false))
        {
            events += message.EventCase is StreamBarsResponse.EventOneofCase.Bar or StreamBarsResponse.EventOneofCase.Observation ? 1 : 0;
        }

        return events;
    }

    private static async Task<long> TradeAsync(TradewindClient client)
    {
        Feed feed = await StartFeedAsync(client, SessionRows).ConfigureAwait(false);
        CreateSessionResponse created = await client.InvokeAsync(
            client.Paper.CreateSessionAsync,
            new CreateSessionRequest { FeedId = feed.Id, Strategy = new StrategySpec { StrategyId = "ma_crossover" } }).ConfigureAwait(false);
        long events = 0;
        await foreach (StreamSessionEventsResponse message in client.StreamSessionEventsAsync(created.Session.Id).ConfigureAwait(false))
        {
            events += message.EventCase is StreamSessionEventsResponse.EventOneofCase.Heartbeat ? 0 : 1;
        }

        return events;
    }

    private static async Task<Feed> StartFeedAsync(TradewindClient client, int rows)
    {
        var request = new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 1, RowCount = rows, StepsPerSecond = 0 } };
        return (await client.InvokeAsync(client.Data.StartFeedAsync, request).ConfigureAwait(false)).Feed;
    }
}
