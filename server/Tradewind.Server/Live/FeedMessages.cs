using System.Runtime.CompilerServices;
using Tradewind.Domain.Engine;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>Messages of one tape. That of an event is made once and shared by all readers while its entry is held; nobody may change it.</summary>
internal sealed class FeedMessages(string tapeId, FeedUniverse universe)
{
    private readonly ConditionalWeakTable<JournalEntry, FeedMessage> _made = [];

    /// <summary>An event.</summary>
    public FeedMessage Of(JournalEntry entry) => _made.GetValue(entry, Make);

    /// <summary>A bar under way.</summary>
    public StreamBarsResponse Of(in FormingBar forming, long lastSequence)
    {
        StreamBarsResponse message = Empty(lastSequence);
        Fill(message, MarketEvent.OfBar(forming.Instrument, forming.Bar), forming.KnownTime);
        message.Bar.IsFinal = false;
        return message;
    }

    /// <summary>A message without an event.</summary>
    public StreamBarsResponse Empty(long sequence) => new() { Sequence = sequence, Cursor = StreamCursor.At(tapeId, sequence), Simulated = universe.Simulated };

    private FeedMessage Make(JournalEntry entry)
    {
        StreamBarsResponse message = Empty(entry.Sequence);
        if (FeedEvents.DecodeGap(entry) is { } gap)
        {
            (message.Gap, message.EventTime, message.KnownTime) = (gap, ProtoTime.ToTimestamp(entry.EventTime), ProtoTime.ToTimestamp(entry.EventTime));
            return new FeedMessage(message, universe.Universe.OrdinalOf(gap.InstrumentId), FeedMessage.GapField, entry.EventTime);
        }

        (MarketEvent marketEvent, bool _) = FeedEvents.Decode(entry);
        Fill(message, marketEvent, entry.EventTime);
        return new FeedMessage(message, marketEvent.Instrument, marketEvent.Field, marketEvent.Stamp);
    }

    private void Fill(StreamBarsResponse message, in MarketEvent marketEvent, long knownTime)
    {
        (message.EventTime, message.KnownTime) = (ProtoTime.ToTimestamp(marketEvent.Stamp), ProtoTime.ToTimestamp(knownTime));
        string instrument = universe.Universe.Instruments[marketEvent.Instrument].Id;
        if (marketEvent.IsBar)
        {
            message.Bar = new LiveBar
            {
                InstrumentId = instrument,
                Timeframe = universe.Timeframes[marketEvent.Instrument],
                Bar = InstrumentMessages.From(marketEvent.Bar, knownTime),
                IsFinal = true,
            };
        }
        else
        {
            message.Observation = new LiveObservation
            {
                InstrumentId = instrument, Field = universe.Universe.Fields[marketEvent.Field].Field, Value = marketEvent.Value,
            };
        }
    }
}
