using Tradewind.Domain.Market;
using Tradewind.Server.Hosting;
using Tradewind.Storage;

namespace Tradewind.Server.Data;

/// <summary>
/// Whole series that were read lately, found by the hash of their content: what the store holds now is never mixed up with what it held
/// before a load. Bounded in bytes; the least recently used go first.
/// </summary>
internal sealed class SeriesCache(ServerOptions options)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _byUse = [];
    private long _bytes;

    /// <summary>True when the series is not too large to be kept.</summary>
    public bool Takes(StoredSeries summary) => BytesOf(summary) <= options.SeriesCacheBytes / 2;

    /// <summary>The series as its summary describes it; null when a load has changed it meanwhile.</summary>
    /// <param name="history">The store as it is, or as it was at a time.</param>
    /// <param name="stored">Instrument.</param>
    /// <param name="summary">Its series.</param>
    /// <param name="cancellation">Cancels the read.</param>
    public async Task<InstrumentSeries?> ReadAsync(ISeriesReader history, StoredInstrument stored, StoredSeries summary, CancellationToken cancellation)
    {
        string id = stored.Instrument.Id;
        if (Find(id, summary) is { } known)
        {
            return known;
        }

        InstrumentSeries series = await history.ReadAsync(id, summary.Timeframe, cancellation: cancellation).ConfigureAwait(false);
        StoredInstrument? now = await history.GetInstrumentAsync(id, cancellation).ConfigureAwait(false);
        if (now?.Series.FirstOrDefault(entry => entry.Timeframe == summary.Timeframe)?.Revision != summary.Revision)
        {
            return null;
        }

        Keep(new Entry(id, summary, series));
        return series;
    }

    // Packed pieces of the columns live as long as they do and take at most half as much again.
    private static long BytesOf(StoredSeries summary) => summary.RowCount * (12 * (summary.Fields.Length + 1) + sizeof(long));

    private InstrumentSeries? Find(string id, StoredSeries summary)
    {
        lock (_gate)
        {
            for (LinkedListNode<Entry>? node = _byUse.First; node is not null; node = node.Next)
            {
                if (node.Value.Id == id && node.Value.Summary.Timeframe == summary.Timeframe && node.Value.Summary.Revision == summary.Revision)
                {
                    _byUse.Remove(node);
                    _byUse.AddFirst(node);
                    return node.Value.Series;
                }
            }
        }

        return null;
    }

    private void Keep(Entry entry)
    {
        lock (_gate)
        {
            _byUse.AddFirst(entry);
            _bytes += BytesOf(entry.Summary);
            while (_bytes > options.SeriesCacheBytes && _byUse.Last is { } oldest)
            {
                _byUse.RemoveLast();
                _bytes -= BytesOf(oldest.Value.Summary);
            }
        }
    }

    private sealed record Entry(string Id, StoredSeries Summary, InstrumentSeries Series);
}
