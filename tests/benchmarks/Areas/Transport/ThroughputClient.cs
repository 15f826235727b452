using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Tradewind.Benchmarks.Transport;

namespace Tradewind.Benchmarks;

/// <summary>The work of the C++ client with our client.</summary>
internal sealed class ThroughputClient : IDisposable
{
    private const int InFlight = 50;

    private readonly GrpcChannel _channel;
    private readonly Throughput.ThroughputClient _client;

    public ThroughputClient(string port)
    {
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}", new GrpcChannelOptions { MaxReceiveMessageSize = null });
        _client = new Throughput.ThroughputClient(_channel);
    }

    /// <summary>Does the work.</summary>
    /// <returns>The seconds it took.</returns>
    public async Task<double> RunAsync(ThroughputCase work)
    {
        long start = Stopwatch.GetTimestamp();
        var amount = new Amount { Messages = (uint)work.Messages, BlockBytes = (uint)work.BlockBytes };
        switch (work.Kind)
        {
            case "bars":
                using (AsyncServerStreamingCall<Bar> bars = _client.StreamBars(amount))
                {
                    await DrainAsync(bars.ResponseStream, work.Messages);
                }

                break;
            case "blocks":
                using (AsyncServerStreamingCall<Block> blocks = _client.StreamBlocks(amount))
                {
                    await DrainAsync(blocks.ResponseStream, work.Messages);
                }

                break;
            case "unary":
                await CallAsync(work.Messages);
                break;
            default:
                await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => CallAsync(work.Messages / InFlight)));
                break;
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose() => _channel.Dispose();

    private static async Task DrainAsync<T>(IAsyncStreamReader<T> responses, int expected)
    {
        int received = 0;
        while (await responses.MoveNext(CancellationToken.None))
        {
            received++;
        }

        if (received != expected)
        {
            throw new InvalidOperationException($"Expected {expected} messages, got {received}.");
        }
    }

    private async Task CallAsync(int calls)
    {
        var bar = new Bar { Instrument = 3, Time = 1_600_000_000, Open = 50.5, High = 51.25, Low = 49.75, Close = 50.75, Volume = 1000 };
        for (int i = 0; i < calls; i++)
        {
            await _client.EchoAsync(bar);
        }
    }
}
