using System.Net.Sockets;

namespace Tradewind.Transport.Tests;

/// <summary>Peers that break off: streams reset as soon as they are opened, connections dropped at every point of a call.</summary>
[Collection(HostileCollection.Name)]
public sealed class HostileDropTests
{
    [Fact]
    public async Task Twenty_thousand_streams_opened_and_reset_at_once_leave_a_healthy_server()
    {
        await using TestHost host = await TestHost.StartAsync();
        await OpenAndResetAsync(host, 2000);
        var memory = new MemoryWatch();
        await OpenAndResetAsync(host, 20_000);
        await memory.AssertReturnedAsync();
        Assert.Equal("after", (await host.Client.UnaryAsync(new Instruction { Text = "after" })).Text);
    }

    [Fact]
    public async Task Connection_dropped_after_any_byte_of_a_call_leaves_a_healthy_server()
    {
        await using TestHost host = await TestHost.StartAsync();
        byte[] message = RawHttp.Frame(new Instruction { Text = "hello" });
        byte[] call =
        [
            .. Http2Frames.Opening, .. Http2Frames.SettingsAcknowledgement, .. Http2Frames.Call(1, "Duplex"),
            .. Http2Frames.Data(1, message), .. Http2Frames.Data(1, message, Http2Frames.EndStream),
        ];
        await DropAtEveryByteAsync(host, call);
        var memory = new MemoryWatch();
        await DropAtEveryByteAsync(host, call);
        await DropAtEveryByteAsync(host, call);
        await memory.AssertReturnedAsync();
        Assert.Equal("after", (await host.Client.UnaryAsync(new Instruction { Text = "after" })).Text);
    }

    [Theory]
    [InlineData("Unary")]
    [InlineData("ServerStream")]
    [InlineData("ClientStream")]
    [InlineData("Duplex")]
    public async Task Handler_of_a_dropped_connection_is_cancelled(string method)
    {
        await using TestHost host = await TestHost.StartAsync();
        await using (HostileConnection peer = await HostileConnection.OpenAsync(host))
        {
            await peer.SendAsync(Http2Frames.Call(1, method));
            bool streams = method is "ClientStream" or "Duplex";
            byte flags = streams ? (byte)0 : Http2Frames.EndStream;
            await peer.SendAsync(Http2Frames.Data(1, RawHttp.Frame(new Instruction { Hang = true, Replies = 1 }), flags));
            await WithinReason(host.Journal.Hanging.Task);
        }

        await WithinReason(host.Journal.Cancelled.Task);
        Assert.Equal("after", (await host.Client.UnaryAsync(new Instruction { Text = "after" })).Text);
    }

    private static Task WithinReason(Task task) => task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>The server may close a connection that does this; then the next one goes on.</summary>
    private static async Task OpenAndResetAsync(TestHost host, int streams)
    {
        const int Burst = 100;
        for (int left = streams; left > 0;)
        {
            await using HostileConnection peer = await HostileConnection.OpenAsync(host);
            for (int stream = 1; left > 0 && !peer.IsClosed; left -= Burst)
            {
                var burst = new List<byte>();
                for (int i = 0; i < Burst; i++, stream += 2)
                {
                    burst.AddRange(Http2Frames.Call(stream, "Duplex"));
                    burst.AddRange(Http2Frames.Reset(stream));
                }

                if (!await peer.SendAsync(burst.ToArray()))
                {
                    break;
                }
            }
        }
    }

    private static async Task DropAtEveryByteAsync(TestHost host, byte[] call)
    {
        for (int length = 0; length <= call.Length; length++)
        {
            using Socket socket = await HostileConnection.ConnectAsync(host);
            await socket.SendAsync(call.AsMemory(0, length));
            // Half of the connections end with a reset, half with a farewell.
            socket.LingerState = new LingerOption(length % 2 == 0, 0);
        }
    }
}
