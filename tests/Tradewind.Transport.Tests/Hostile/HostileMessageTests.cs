using System.IO.Compression;

namespace Tradewind.Transport.Tests;

/// <summary>Messages that are none: each gets its status, and the server goes on.</summary>
[Collection(HostileCollection.Name)]
public sealed class HostileMessageTests
{
    private const string Internal = "status 13";
    private const string ResourceExhausted = "status 8";

    private static readonly Dictionary<string, (byte[] Body, bool Ends, string Encoding, string Outcome)> Attacks = new()
    {
        ["a frame header cut off"] = ([0, 0, 0], true, "identity", Internal),
        ["a message cut off"] = (RawHttp.Frame([8, 1], 0, length: 100), true, "identity", Internal),
        ["a length of 4 GiB"] = (RawHttp.Frame([8, 1], 0, length: uint.MaxValue), false, "identity", ResourceExhausted),
        ["a length of 2 GiB"] = (RawHttp.Frame([8, 1], 0, length: int.MaxValue), false, "identity", ResourceExhausted),
        ["a message marked as compressed without an encoding"] = (RawHttp.Frame([8, 1], 1), true, "identity", Internal),
        ["a mark that is neither 0 nor 1"] = (RawHttp.Frame([8, 1], 2), true, "identity", Internal),
        ["a message that is no protobuf"] = (RawHttp.Frame([0xff, 0xff, 0xff, 0xff], 0), true, "identity", Internal),
        ["a field longer than its message"] = (RawHttp.Frame([0x0a, 0xff, 0xff, 0xff, 0x7f], 0), true, "identity", Internal),
        ["gzip that is damaged"] = (RawHttp.Frame([0x1f, 0x8b, 1, 2, 3], 1), true, "gzip", Internal),
        ["gzip of a huge message"] = (RawHttp.Frame(Gzip(new byte[64 * 1024 * 1024]), 1), true, "gzip", ResourceExhausted),
        ["an encoding nobody knows"] = (RawHttp.Frame([8, 1], 1), true, "zebra", "status 12"),
    };

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string method in (string[])["Unary", "ServerStream", "ClientStream", "Duplex"])
            {
                foreach (string attack in Attacks.Keys)
                {
                    rows.Add(method, attack);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Broken_message_gets_its_status_and_the_connection_lives(string method, string attack)
    {
        await using TestHost host = await TestHost.StartAsync();
        await using HostileConnection peer = await HostileConnection.OpenAsync(host);
        (byte[] body, bool ends, string encoding, string expected) = Attacks[attack];
        await SendBodyAsync(peer, 1, method, encoding, body, ends);
        Assert.Equal(expected, await peer.OutcomeAsync(1));

        // The same connection serves a proper call, and so does another.
        await SendBodyAsync(peer, 3, "Unary", "identity", RawHttp.Frame(new Instruction { Text = "after" }), ends: true);
        Assert.Equal("status 0", await peer.OutcomeAsync(3));
        Assert.Equal("after", (await host.Client.UnaryAsync(new Instruction { Text = "after" })).Text);
    }

    [Fact]
    public async Task Thousand_huge_lengths_cost_no_memory()
    {
        await using TestHost host = await TestHost.StartAsync();
        await ClaimHugeLengthsAsync(host, 10);
        var memory = new MemoryWatch();
        await ClaimHugeLengthsAsync(host, 100);
        await memory.AssertReturnedAsync();
        Assert.Equal("after", (await host.Client.UnaryAsync(new Instruction { Text = "after" })).Text);
    }

    private static async Task ClaimHugeLengthsAsync(TestHost host, int connections)
    {
        for (int i = 0; i < connections; i++)
        {
            await using HostileConnection peer = await HostileConnection.OpenAsync(host);
            for (int stream = 1; stream < 20; stream += 2)
            {
                await SendBodyAsync(peer, stream, "Duplex", "identity", RawHttp.Frame([8, 1], 0, length: uint.MaxValue), ends: false);
                Assert.Equal(ResourceExhausted, await peer.OutcomeAsync(stream));
            }
        }
    }

    private static async Task SendBodyAsync(HostileConnection peer, int stream, string method, string encoding, byte[] body, bool ends)
    {
        const int LargestFrame = 16 * 1024;
        await peer.SendAsync(Http2Frames.Call(stream, method, ("grpc-encoding", encoding)));
        for (int sent = 0; sent < body.Length; sent += LargestFrame)
        {
            ReadOnlyMemory<byte> part = body.AsMemory(sent, Math.Min(LargestFrame, body.Length - sent));
            bool isLast = sent + LargestFrame >= body.Length;
            await peer.SendAsync(Http2Frames.Data(stream, part.Span, isLast && ends ? Http2Frames.EndStream : (byte)0));
        }
    }

    private static byte[] Gzip(byte[] bytes)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return compressed.ToArray();
    }
}
