using System.Diagnostics.Metrics;

namespace Tradewind.Transport.Telemetry;

/// <summary>Counts the messages of one direction of a call, and records their sizes. One writer at a time.</summary>
internal sealed class MessageTally(Histogram<long> size, string method)
{
    public long Count { get; private set; }

    public void Add(long bytes)
    {
        Count++;
        size.Record(bytes, new(RpcAttributes.System, RpcAttributes.Grpc), new(RpcAttributes.Method, method));
    }
}
