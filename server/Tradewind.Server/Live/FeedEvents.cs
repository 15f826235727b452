using System.Buffers.Binary;
using Google.Protobuf;
using Tradewind.Domain.Engine;
using Tradewind.Storage;
using Tradewind.V1;
using Bar = Tradewind.Domain.Market.Bar;

namespace Tradewind.Server.Live;

/// <summary>
/// Market events as journal entries, one event an entry, so that each has a sequence of its own. The last event of a market time is
/// marked: a reader knows when a slice is complete. Layout, little-endian: last-of-slice (1 byte), instrument and field ordinals
/// (4 bytes each), stamp (8), open, high, low, close, volume (8 each).
/// </summary>
internal static class FeedEvents
{
    private const string Kind = "market";
    private const string GapEntry = "gap";
    private const int Length = 1 + 4 + 4 + 8 + 5 * 8;

    /// <summary>Entries of a slice, numbered after <paramref name="lastSequence"/>.</summary>
    public static void Append(List<JournalEntry> entries, MarketSlice slice, long lastSequence)
    {
        ReadOnlySpan<MarketEvent> events = slice.Events.Span;
        for (int i = 0; i < events.Length; i++)
        {
            entries.Add(new JournalEntry(lastSequence + i + 1, slice.KnownTime, Kind, Encode(events[i], last: i == events.Length - 1)));
        }
    }

    /// <summary>Entry of a gap.</summary>
    public static JournalEntry Gap(FeedGap gap, long knownTime, long lastSequence) => new(lastSequence + 1, knownTime, GapEntry, gap.ToByteArray());

    /// <summary>The gap of an entry; null for a market event.</summary>
    public static FeedGap? DecodeGap(JournalEntry entry) => entry.Kind == GapEntry ? FeedGap.Parser.ParseFrom(entry.Payload.Span) : null;

    /// <summary>The event of an entry, and whether it is the last of its slice.</summary>
    public static (MarketEvent Event, bool Last) Decode(JournalEntry entry)
    {
        ReadOnlySpan<byte> bytes = entry.Payload.Span;
        Bar bar = new(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[9..]), ReadDouble(bytes, 0), ReadDouble(bytes, 1), ReadDouble(bytes, 2), ReadDouble(bytes, 3), ReadDouble(bytes, 4));
        return (
            new MarketEvent(BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]), BinaryPrimitives.ReadInt32LittleEndian(bytes[5..]), bar),
            bytes[0] != 0);
    }

    private static double ReadDouble(ReadOnlySpan<byte> bytes, int ordinal) => BinaryPrimitives.ReadDoubleLittleEndian(bytes[(17 + 8 * ordinal)..]);

    private static byte[] Encode(in MarketEvent marketEvent, bool last)
    {
        byte[] bytes = new byte[Length];
        bytes[0] = last ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), marketEvent.Instrument);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(5), marketEvent.Field);
        Bar bar = marketEvent.Bar;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(9), bar.OpenTime);
        ReadOnlySpan<double> values = [bar.Open, bar.High, bar.Low, bar.Close, bar.Volume];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(17 + 8 * i), values[i]);
        }

        return bytes;
    }
}
