using Google.Protobuf;
using Grpc.Core;

namespace Tradewind.Transport.Tests;

/// <summary>Peers that stop reading, write a byte at a time, or never come to an end.</summary>
[Collection(HostileCollection.Name)]
public sealed class HostilePaceTests
{
    [Fact]
    public async Task Reader_that_stops_holds_the_handler_and_no_memory()
    {
        const int ReplySize = 10_000;
        // The window of 65,535 bytes, what Kestrel buffers of one stream's output, and the message being written.
        const int MostReplies = (65_535 + 64 * 1024) / ReplySize + 2;

        await using TestHost host = await TestHost.StartAsync();
        await CallNormallyAsync(host, 20);
        var memory = new MemoryWatch();
        await using (HostileConnection peer = await HostileConnection.OpenAsync(host))
        {
            await StartStreamAsync(peer, ReplySize);
            await peer.FirstData;
            // The handler could write thousands of messages in this time.
            await CallNormallyAsync(host, 500);
            Assert.InRange(host.Journal.Written, 1, MostReplies);
            await memory.AssertReturnedAsync();
        }

        // A cancelled handler takes its next write as the end; another call finds the server well.
        await CallNormallyAsync(host, 1);
        await memory.AssertReturnedAsync();
    }

    [Fact]
    public async Task Hundred_readers_that_stop_and_vanish_leave_no_memory_behind()
    {
        await using TestHost host = await TestHost.StartAsync();
        await StopReadingAsync(host, 10);
        var memory = new MemoryWatch();
        await StopReadingAsync(host, 100);
        await memory.AssertReturnedAsync();
        await CallNormallyAsync(host, 1);
    }

    [Fact]
    public async Task Writer_that_trickles_is_served_and_delays_nobody()
    {
        await using TestHost host = await TestHost.StartAsync();
        await using HostileConnection peer = await HostileConnection.OpenAsync(host);
        await peer.SendAsync(Http2Frames.Call(1, "ClientStream"));
        byte[] message = RawHttp.Frame(new Instruction { Text = "drop by drop", Payload = ByteString.CopyFrom(new byte[100]) });
        foreach (byte one in message)
        {
            await peer.SendAsync(Http2Frames.Data(1, [one]));
            await CallNormallyAsync(host, 1);
        }

        await peer.SendAsync(Http2Frames.Data(1, [], Http2Frames.EndStream));
        Assert.Equal("status 0", await peer.OutcomeAsync(1));
        Assert.Equal(1, host.Journal.Read);
    }

    [Fact]
    public async Task Endless_metadata_ends_the_connection_before_it_costs_memory()
    {
        const int MostFrames = 10_000;
        await using TestHost host = await TestHost.StartAsync();
        await CallNormallyAsync(host, 1);
        var memory = new MemoryWatch();
        await using (HostileConnection peer = await HostileConnection.OpenAsync(host))
        {
            string value = new('x', 4000);
            await peer.SendAsync(Http2Frames.UnfinishedCall(1, "Unary"));
            int sent = 0;
            while (sent < MostFrames && await peer.SendAsync(Http2Frames.Continuation(1, $"x-{sent}", value)))
            {
                sent++;
            }

            Assert.InRange(sent, 1, MostFrames - 1);
            await peer.Closed;
        }

        await memory.AssertReturnedAsync();
        await CallNormallyAsync(host, 1);
    }

    [Fact]
    public async Task Metadata_over_the_limit_fails_the_call_with_a_status_of_the_client()
    {
        await using TestHost host = await TestHost.StartAsync();
        var metadata = new Metadata { { "x-large", new string('x', 100_000) } };
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => host.Client.UnaryAsync(new Instruction(), metadata).ResponseAsync);
        Assert.NotEqual(StatusCode.OK, failure.StatusCode);
        await CallNormallyAsync(host, 1);
    }

    private static async Task StopReadingAsync(TestHost host, int connections)
    {
        for (int i = 0; i < connections; i++)
        {
            await using HostileConnection peer = await HostileConnection.OpenAsync(host);
            await StartStreamAsync(peer, 100_000);
            await peer.FirstData;
        }
    }

    private static async Task StartStreamAsync(HostileConnection peer, int replySize)
    {
        await peer.SendAsync(Http2Frames.Call(1, "ServerStream"));
        byte[] request = RawHttp.Frame(new Instruction { Replies = 1_000_000, ReplySize = replySize });
        await peer.SendAsync(Http2Frames.Data(1, request, Http2Frames.EndStream));
    }

    private static async Task CallNormallyAsync(TestHost host, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Assert.Equal("normal", (await host.Client.UnaryAsync(new Instruction { Text = "normal" })).Text);
        }
    }
}
