using Google.Protobuf;
using Grpc.Core;
using Tradewind.Benchmarks.Transport;

namespace Tradewind.Benchmarks;

/// <summary>The benchmark service on our transport.</summary>
internal sealed class ThroughputService : Throughput.ThroughputBase
{
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
        var bytes = new byte[request.BlockBytes];
        bytes.AsSpan().Fill((byte)'b');
        var block = new Block { Data = UnsafeByteOperations.UnsafeWrap(bytes) };
        for (uint i = 0; i < request.Messages; i++)
        {
            await responseStream.WriteAsync(block);
        }
    }
}
