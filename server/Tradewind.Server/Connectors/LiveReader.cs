using System.Threading.Channels;
using Tradewind.V1;

namespace Tradewind.Server.Connectors;

/// <summary>
/// Receives the updates of subscriptions in a bounded queue. When it is full, forming bars, quotes and books are dropped, as the next
/// replace them; when anything else has to be dropped, the reader is told that the subscription was lost and is active again, so that it
/// fetches what it missed.
/// </summary>
internal sealed class LiveReader(int capacity) : ILiveReader
{
    private readonly Channel<LiveUpdate> _updates = Channel.CreateBounded<LiveUpdate>(new BoundedChannelOptions(capacity) { SingleReader = true });
    private readonly HashSet<string> _overrun = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Updates in order.</summary>
    public ChannelReader<LiveUpdate> Updates => _updates.Reader;

    /// <inheritdoc />
    public void Offer(in LiveUpdate update)
    {
        lock (_gate)
        {
            if (_overrun.Contains(update.Symbol) && Recover(update.Symbol))
            {
                _overrun.Remove(update.Symbol);
            }

            bool accepted = !_overrun.Contains(update.Symbol) && _updates.Writer.TryWrite(update);
            if (!accepted && !IsReplaceable(update))
            {
                _overrun.Add(update.Symbol);
            }
        }
    }

    private bool Recover(string symbol)
    {
        // Room for both, or nothing: a loss without return would leave the reader waiting.
        if (_updates.Reader.Count > capacity - 2)
        {
            return false;
        }

        ConnectorError error = new() { Code = ConnectorErrorCode.Unavailable, Message = "The server could not keep up with the live data." };
        return _updates.Writer.TryWrite(new LiveUpdate(symbol, LiveUpdateKind.Lost) { Error = error })
            && _updates.Writer.TryWrite(new LiveUpdate(symbol, LiveUpdateKind.Active));
    }

    private static bool IsReplaceable(in LiveUpdate update) =>
        update.Ticks is { Trades.Count: 0 } ticks && ticks.Bars.All(bar => !bar.Final);
}
