namespace Tradewind.Benchmarks;

/// <summary>Work for a client and a server.</summary>
/// <param name="Name">What a reader sees.</param>
/// <param name="Kind">What the C++ client calls it.</param>
/// <param name="Messages">Number of messages or calls.</param>
/// <param name="BlockBytes">Bytes of each block.</param>
internal sealed record ThroughputCase(string Name, string Kind, int Messages, int BlockBytes)
{
    public string Unit => BlockBytes > 0 ? "MB/s" : Kind == "bars" ? "messages/s" : "calls/s";

    /// <summary>The same work, less of it.</summary>
    public ThroughputCase DividedBy(int divisor) => this with { Messages = Math.Max(Messages / divisor, 50) };

    public double Rate(double seconds) => BlockBytes > 0 ? Messages / seconds * BlockBytes / 1e6 : Messages / seconds;
}
