using System.Globalization;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Client;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task A_dropped_stream_goes_on_after_the_last_message()
    {
        RecordedSignals signals = new(count: 10, perConnection: 3);
        await using FakeServer server = await FakeServer.StartAsync(signals);
        List<long> sequences = await ReadAsync(server.Client, cursor: null);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], sequences);
        Assert.Equal(["", "3", "6", "9"], signals.Cursors);
    }

    [Fact]
    public async Task A_cursor_of_the_caller_is_where_it_starts()
    {
        await using FakeServer server = await FakeServer.StartAsync(new RecordedSignals(count: 6, perConnection: 100));
        Assert.Equal([5, 6], await ReadAsync(server.Client, cursor: "4"));
    }

    [Fact]
    public async Task A_message_sent_again_is_dropped()
    {
        await using FakeServer server = await FakeServer.StartAsync(new RecordedSignals(count: 6, perConnection: 4) { Overlap = 2 });
        Assert.Equal([1, 2, 3, 4, 5, 6], await ReadAsync(server.Client, cursor: null));
    }

    [Fact]
    public async Task An_unknown_cursor_is_an_error_at_once()
    {
        await using FakeServer server = await FakeServer.StartAsync(new RecordedSignals(count: 6, perConnection: 4));
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(server.Client, cursor: "other"));
        Assert.Equal(StatusCode.OutOfRange, error.StatusCode);
    }

    [Fact]
    public async Task A_server_that_never_comes_back_is_an_error()
    {
        await using FakeServer server = await FakeServer.StartAsync(new RecordedSignals(count: 6, perConnection: 0));
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(server.Client, cursor: null));
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Fact]
    public async Task Survives_the_end_of_the_server_process()
    {
        RecordedSignals signals = new(count: 8, perConnection: 100) { PauseAfter = 4 };
        FakeServer first = await FakeServer.StartAsync(signals);
        await using IAsyncEnumerator<SubscribeSignalsResponse> stream = first.Client.SubscribeSignalsAsync("SIG-1").GetAsyncEnumerator();
        for (int i = 1; i <= 4; i++)
        {
            Assert.True(await stream.MoveNextAsync());
            Assert.Equal(i, stream.Current.Sequence);
        }

        await first.KillAsync();
        signals.PauseAfter = int.MaxValue;
        await using FakeServer second = await FakeServer.StartAsync(signals, first.Port);
        for (int i = 5; i <= 8; i++)
        {
            Assert.True(await stream.MoveNextAsync());
            Assert.Equal(i, stream.Current.Sequence);
        }

        Assert.True(await stream.MoveNextAsync());
        Assert.NotNull(stream.Current.End);
        Assert.False(await stream.MoveNextAsync());
        first.Client.Dispose();
    }

    private static async Task<List<long>> ReadAsync(TradewindClient client, string? cursor)
    {
        List<long> sequences = [];
        await foreach (SubscribeSignalsResponse message in client.SubscribeSignalsAsync("SIG-1", cursor))
        {
            Assert.Null(message.Heartbeat);
            if (message.Signal is not null)
            {
                sequences.Add(message.Sequence);
            }
        }

        return sequences;
    }

    /// <summary>Signals 1 to count with a heartbeat before each, a few a connection.</summary>
    private sealed class RecordedSignals(int count, int perConnection) : SignalService.SignalServiceBase
    {
        public List<string> Cursors { get; } = [];

        public int Overlap { get; init; }

        public int PauseAfter { get; set; } = int.MaxValue;

        public override async Task SubscribeSignals(
            SubscribeSignalsRequest request, IServerStreamWriter<SubscribeSignalsResponse> responseStream, ServerCallContext context)
        {
            Cursors.Add(request.Cursor);
            int after = 0;
            if (request.Cursor.Length > 0 && !int.TryParse(request.Cursor, CultureInfo.InvariantCulture, out after))
            {
                throw new RpcException(new Status(StatusCode.OutOfRange, "The cursor is not of this stream."));
            }

            int sent = 0;
            for (int i = Math.Max(1, after + 1 - (after > 0 ? Overlap : 0)); i <= count; i++)
            {
                if (sent++ == perConnection)
                {
                    throw new RpcException(new Status(StatusCode.Unavailable, "connection lost"));
                }

                string cursor = i.ToString(CultureInfo.InvariantCulture);
                await responseStream.WriteAsync(new SubscribeSignalsResponse { Sequence = i - 1, Heartbeat = new Heartbeat() });
                await responseStream.WriteAsync(new SubscribeSignalsResponse { Sequence = i, Cursor = cursor, Signal = new Signal() });
                if (i == PauseAfter)
                {
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                }
            }

            await responseStream.WriteAsync(new SubscribeSignalsResponse
            {
                Sequence = count, Cursor = "end", End = new SignalStreamEnd { State = SignalStreamState.Ended },
            });
        }
    }
}
