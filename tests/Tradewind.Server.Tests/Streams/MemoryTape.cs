using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Server.Live;
using Tradewind.Storage;

namespace Tradewind.Server.Tests.Streams;

/// <summary>A record of two instruments with minute bars, kept in memory.</summary>
internal sealed class MemoryTape : IJournalStore
{
    private readonly List<JournalEntry> _entries = [];

    public Task AppendAsync(string streamId, IReadOnlyList<JournalEntry> entries, CancellationToken cancellation = default)
    {
        _entries.AddRange(entries);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<JournalEntry>> ReadAsync(string streamId, long afterSequence, int limit, CancellationToken cancellation = default) =>
        Task.FromResult<ImmutableArray<JournalEntry>>([.. _entries.Skip((int)afterSequence).Take(limit)]);

    public Task<long> LastSequenceAsync(string streamId, CancellationToken cancellation = default) => Task.FromResult((long)_entries.Count);

    public Task<ImmutableArray<JournalStream>> ListStreamsAsync(string prefix = "", CancellationToken cancellation = default) =>
        Task.FromResult(ImmutableArray<JournalStream>.Empty);

    /// <summary>A bar whose values are the number of its minute.</summary>
    public static Bar Bar(int minute) => new(minute * UnixTime.Minute, minute, minute, minute, minute, 1);

    public async Task<FeedTape> CreateAsync()
    {
        InstrumentSeries[] series = [.. new[] { "A", "B" }.Select(id => new InstrumentSeries(
            new Instrument(id, AssetClass.CryptoSpot), Timeframe.Minute, Availability.Candle, ReadOnlyMemory<long>.Empty,
            [KeyValuePair.Create("close", ReadOnlyMemory<double>.Empty)]))];
        return new FeedTape("feed", FeedUniverse.Of(series), await LiveJournal.ContinueAsync(this, "feed", CancellationToken.None));
    }

    /// <summary>Records the bars of both instruments for minutes, a step each.</summary>
    public async Task BarsAsync(FeedTape tape, int first, int count)
    {
        for (int minute = first; minute < first + count; minute++)
        {
            List<JournalEntry> entries = [];
            MarketEvent[] events = [MarketEvent.OfBar(0, Bar(minute)), MarketEvent.OfBar(1, Bar(minute))];
            FeedEvents.Append(entries, new MarketSlice((minute + 1) * UnixTime.Minute, events), tape.Journal.LastSequence);
            await tape.Journal.AppendAsync(entries, CancellationToken.None);
        }
    }
}
