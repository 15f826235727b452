using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Tradewind.V1;

namespace Tradewind.Benchmarks;

/// <summary>A thousand readers of one live feed, some of which never read, and what they cost the server.</summary>
internal static class SubscriberArea
{
    private const int Reading = 900;
    private const int Idle = 100;
    private const int FeedRows = 400;
    private const double StepsPerSecond = 20;
    private const int Connections = 20;

    public static void Run()
    {
        using var server = new ServerProgram();
        Result result = RunAsync(server).GetAwaiter().GetResult();
        string note = FormattableString.Invariant(
            $"{Reading} reading, {Idle} never reading, a feed of {StepsPerSecond} steps/s; {result.Lost} events lost; resident memory of the server {result.Before} MB before and {result.Peak} MB at most");
        Row.Alone("server", "StreamBars: 1,000 subscribers of one live feed, events received in all", "messages/s", result.Rate, "none", note).Print();
    }

    private static async Task<Result> RunAsync(ServerProgram server)
    {
        List<GrpcChannel> channels = [.. Enumerable.Range(0, Connections).Select(_ => GrpcChannel.ForAddress(server.Address))];
        long before = server.ResidentMegabytes;
        var request = new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 1, RowCount = FeedRows, StepsPerSecond = StepsPerSecond } };
        Feed feed = (await server.Client.InvokeAsync(server.Client.Data.StartFeedAsync, request).ConfigureAwait(false)).Feed;
        var clock = Stopwatch.StartNew();
        List<AsyncServerStreamingCall<StreamBarsResponse>> idle = [.. Enumerable.Range(0, Idle).Select(i => Open(channels, i, feed))];
        Task<(long Events, long Last, bool Ordered)[]> reading = Task.WhenAll(Enumerable.Range(0, Reading).Select(i => Task.Run(() => ReadAsync(Open(channels, i, feed)))));
        long peak = before;
        while (await Task.WhenAny(reading, Task.Delay(200)).ConfigureAwait(false) != reading)
        {
            peak = Math.Max(peak, server.ResidentMegabytes);
        }

        (long Events, long Last, bool Ordered)[] readers = await reading.ConfigureAwait(false);
        double seconds = clock.Elapsed.TotalSeconds;
        idle.ForEach(call => call.Dispose());
        channels.ForEach(channel => channel.Dispose());
        long last = readers.Max(reader => reader.Last);
        long lost = readers.Sum(reader => reader.Ordered ? last - reader.Events : last);
        return new Result(readers.Sum(reader => reader.Events) / seconds, lost, before, peak);
    }

    private static AsyncServerStreamingCall<StreamBarsResponse> Open(List<GrpcChannel> channels, int number, Feed feed) =>
        new DataService.DataServiceClient(channels[number % channels.Count]).StreamBars(new StreamBarsRequest { FeedId = feed.Id });

    private static async Task<(long Events, long Last, bool Ordered)> ReadAsync(AsyncServerStreamingCall<StreamBarsResponse> call)
    {
        using (call)
        {
            (long events, long last, bool ordered) = (0, 0, true);
            while (await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
            {
                StreamBarsResponse message = call.ResponseStream.Current;
                if (message.EventCase is StreamBarsResponse.EventOneofCase.Bar or StreamBarsResponse.EventOneofCase.Observation)
                {
                    ordered &= message.Sequence == ++events;
                    last = message.Sequence;
                }
            }

            return (events, last, ordered);
        }
    }

    private sealed record Result(double Rate, long Lost, long Before, long Peak);
}
