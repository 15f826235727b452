using Google.Protobuf;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Server.Mapping;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>Ledger entries of a session as journal entries for its event stream.</summary>
internal static class SessionEvents
{
    /// <summary>The journal entry of a ledger entry; null for entries that subscribers learn from the session's state.</summary>
    /// <param name="entry">What the engine did.</param>
    /// <param name="sequence">Sequence it gets.</param>
    /// <param name="closes">Last closes, for the price of signals.</param>
    public static JournalEntry? From(LedgerEntry entry, long sequence, LastCloses closes)
    {
        StreamSessionEventsResponse message = new();
        switch (entry)
        {
            case OrderEntry order:
                message.Order = TradingMessages.From(order.Event.Order);
                break;
            case FillEntry fill:
                message.Fill = TradingMessages.From(fill.Fill);
                break;
            case TradeEntry trade:
                message.Trade = TradingMessages.From(trade.Trade);
                break;
            case SignalEntry signal:
                message.Signal = TradingMessages.From(signal.Signal, closes.Of(signal.Signal.InstrumentOrdinal));
                break;
            case EquityEntry equity:
                message.Equity = From(equity.Point);
                break;
            default:
                return null;
        }

        return new JournalEntry(sequence, entry.Time, message.EventCase.ToString(), message.ToByteArray());
    }

    private static V1.EquityPoint From(in Domain.Engine.EquityPoint point) =>
        new() { Equity = point.Equity, Cash = ProtoDecimal.Format(point.Cash) };
}
