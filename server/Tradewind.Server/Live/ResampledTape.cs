using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>Builds the tape of another timeframe from the record of a feed, from its first event, and goes on live until the feed has ended.</summary>
/// <param name="feed">The feed.</param>
/// <param name="timeframe">Length of bars.</param>
/// <param name="tape">Where they are recorded; what an earlier building recorded there is not recorded again.</param>
internal sealed class ResampledTape(FeedTape feed, Timeframe timeframe, FeedTape tape)
{
    private readonly ResampledSlices _slices = new(feed.Universe, timeframe);
    private readonly List<MarketEvent> _events = [];
    private readonly List<JournalEntry> _batch = [];
    private readonly long _recorded = tape.Journal.LastSequence;
    private long _sequence;

    /// <summary>Builds until the feed has ended.</summary>
    public async Task BuildAsync()
    {
        long after = 0;
        while (true)
        {
            (long last, bool ended, Task changed) = feed.Journal.Observe();
            (_, Task formed) = feed.Forming.Observe();
            while (after < last)
            {
                foreach (JournalEntry entry in await feed.Journal.ReadPageAsync(after, CancellationToken.None).ConfigureAwait(false))
                {
                    Take(entry);
                    after = entry.Sequence;
                }

                await RecordAsync().ConfigureAwait(false);
            }

            if (ended)
            {
                Add(_slices.Finish());
                await RecordAsync().ConfigureAwait(false);
                return;
            }

            foreach (FormingBar forming in _slices.Forming(feed.Forming.Since(0)))
            {
                tape.Forming.Set(forming.Instrument, forming.Bar, forming.KnownTime);
            }

            await Task.WhenAny(changed, formed).ConfigureAwait(false);
        }
    }

    private void Take(JournalEntry entry)
    {
        if (FeedEvents.DecodeGap(entry) is { } gap)
        {
            int instrument = feed.Universe.Universe.OrdinalOf(gap.InstrumentId);
            _slices.Take(gap, instrument);
            if (gap.Kind == GapKind.Lost)
            {
                tape.Forming.Clear(instrument, long.MaxValue);
            }

            if (++_sequence > _recorded)
            {
                _batch.Add(FeedEvents.Gap(gap, entry.EventTime, _sequence - 1));
            }

            return;
        }

        (MarketEvent marketEvent, bool last) = FeedEvents.Decode(entry);
        _events.Add(marketEvent);
        if (last)
        {
            Add(_slices.Take(new MarketSlice(entry.EventTime, _events.ToArray())));
            _events.Clear();
        }
    }

    private void Add(IReadOnlyList<(long KnownTime, MarketEvent Event)> events)
    {
        foreach ((long knownTime, MarketEvent marketEvent) in events)
        {
            if (++_sequence > _recorded)
            {
                FeedEvents.Append(_batch, new MarketSlice(knownTime, new[] { marketEvent }), _sequence - 1);
            }
        }
    }

    private async Task RecordAsync()
    {
        await tape.Journal.AppendAsync(_batch, CancellationToken.None).ConfigureAwait(false);
        foreach (JournalEntry entry in _batch)
        {
            if (FeedEvents.DecodeGap(entry) is null)
            {
                (MarketEvent recorded, bool _) = FeedEvents.Decode(entry);
                tape.Forming.Clear(recorded.Instrument, recorded.Stamp);
            }
        }

        _batch.Clear();
    }
}
