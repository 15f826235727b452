using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using Tradewind.Transport.Framing;
using Xunit.Abstractions;

namespace Tradewind.Transport.Tests;

[Collection(AloneCollection.Name)]
public sealed class AllocationTests(ITestOutputHelper output)
{
    private static readonly Action<Reply, SerializationContext> Serialize = (message, context) =>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    };

    [Fact]
    public void Writing_a_message_allocates_nothing()
    {
        const int Messages = 10_000;
        var message = new Reply { Text = "bar", Number = 1 };
        long bytes = AllocatedByWriting(message, Messages);
        output.WriteLine($"{bytes} bytes allocated for {Messages} small messages.");
        Assert.InRange(bytes, 0, Messages / 10);
    }

    [Fact]
    public void Writing_a_large_field_copies_it_to_its_target_only()
    {
        const int Messages = 10;
        var message = new Reply { Payload = UnsafeByteOperations.UnsafeWrap(new byte[1 << 20]) };
        long bytes = AllocatedByWriting(message, Messages);
        output.WriteLine($"{bytes} bytes allocated for {Messages} messages of 1 MiB.");
        Assert.InRange(bytes, 0, 4096);
    }

    [Fact]
    public async Task Streaming_small_messages_allocates_little_but_the_messages()
    {
        const int Messages = 50_000;
        await using TestHost host = await TestHost.StartAsync();
        using HttpClient http = RawHttp.Client(host);
        await DrainAsync(http, Messages / 10);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        await DrainAsync(http, Messages);
        double each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Messages;
        output.WriteLine($"{each:F1} bytes allocated for each message of a stream, client and server in one process.");
        // The service makes each message, of 64 bytes; the rest is connections, tasks that had to wait, and the reader in this test.
        Assert.InRange(each, 0, 400);
    }

    private static long AllocatedByWriting(Reply message, int count)
    {
        // A target that is there already, as the buffers of Kestrel are.
        var target = new ArrayBufferWriter<byte>(2 << 20);
        var frames = new FrameWriter(compression: null, level: null, maxMessageSize: null);
        Write(count / 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Write(count);
        return GC.GetAllocatedBytesForCurrentThread() - before;

        void Write(int messages)
        {
            for (int i = 0; i < messages; i++)
            {
                target.ResetWrittenCount();
                frames.Write(message, Serialize, target, default);
            }
        }
    }

    private static async Task DrainAsync(HttpClient http, int messages)
    {
        using HttpRequestMessage request = RawHttp.Request("ServerStream", RawHttp.Frame(new Instruction { Replies = messages }));
        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Stream body = await response.Content.ReadAsStreamAsync();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        while (await body.ReadAsync(buffer) > 0)
        {
        }

        ArrayPool<byte>.Shared.Return(buffer);
        Assert.Equal("0", RawHttp.Status(response));
    }
}
