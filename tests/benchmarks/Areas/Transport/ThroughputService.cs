using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Tradewind.Benchmarks.Transport;

namespace Tradewind.Benchmarks;

/// <summary>The benchmark service on our transport.</summary>
internal sealed class ThroughputService : Throughput.ThroughputBase
{
    private static readonly ConcurrentDictionary<long, byte[]> Contents = new();

    public override Task<Bar> Echo(Bar request, ServerCallContext context) => Task.FromResult(request);

    public override async Task StreamBars(Amount request, IServerStreamWriter<Bar> responseStream, ServerCallContext context)
    {
        var bar = new Bar { Instrument = 3, Open = 50.5, High = 51.25, Low = 49.75, Close = 50.75, Volume = 1000 };
        responseStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        for (long i = 0; i < request.Messages; i++)
        {
            bar.Time = 1_600_000_000 + 60 * i;
            await responseStream.WriteAsync(bar);
        }
    }

    public override async Task StreamBlocks(Amount request, IServerStreamWriter<Block> responseStream, ServerCallContext context)
    {
        if (request.Distinct)
        {
            await StreamContentAsync(request, responseStream);
            return;
        }

        var block = new Block { Data = UnsafeByteOperations.UnsafeWrap(Filled(request.BlockBytes)) };
        for (uint i = 0; i < request.Messages; i++)
        {
            await responseStream.WriteAsync(block);
        }
    }

    private static async Task StreamContentAsync(Amount request, IServerStreamWriter<Block> responseStream)
    {
        long total = (long)request.Messages * request.BlockBytes;
        byte[] content = Contents.GetOrAdd(total, static bytes => Filled(bytes));
        for (int i = 0; i < request.Messages; i++)
        {
            Memory<byte> part = content.AsMemory(i * (int)request.BlockBytes, (int)request.BlockBytes);
            await responseStream.WriteAsync(new Block { Data = UnsafeByteOperations.UnsafeWrap(part) });
        }
    }

    private static byte[] Filled(long bytes)
    {
        var filled = new byte[bytes];
        filled.AsSpan().Fill((byte)'b');
        return filled;
    }
}
