using System.Text;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.Storage;

namespace Tradewind.Server.Backtests;

/// <summary>
/// Remembers which parameters were ever tried on the same data with the same strategy. Ten sweeps of a hundred combinations are a search
/// of a thousand, and their best result must be judged as such.
/// </summary>
internal sealed class TrialLedger(IStore store, TimeProvider clock) : IDisposable
{
    private const string Collection = "trial-counts";
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>What trials are counted by: strategy, instruments and the content of their data.</summary>
    public static string Key(BacktestLineage lineage)
    {
        using ContentHash hash = new();
        hash.Add(lineage.Strategy);
        foreach (SeriesRevision series in lineage.Data)
        {
            hash.Add(series.Role).Add(series.Instrument).Add(series.Revision);
        }

        return hash.Finish();
    }

    /// <summary>Parameter hashes tried so far.</summary>
    public async Task<IReadOnlyCollection<string>> ReadAsync(string key, CancellationToken cancellation)
    {
        StoredDocument? document = await store.Documents.GetAsync(Collection, key, cancellation).ConfigureAwait(false);
        return document is null ? [] : Encoding.UTF8.GetString(document.Body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Adds parameter hashes; known ones count once.</summary>
    public async Task AddAsync(string key, IEnumerable<string> hashes, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            string[] all = [.. (await ReadAsync(key, cancellation).ConfigureAwait(false)).Union(hashes, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            long now = ProtoTime.NowNanoseconds(clock);
            await store.Documents.PutAsync(
                new StoredDocument(Collection, key, Parent: null, now, now, Encoding.UTF8.GetBytes(string.Join('\n', all))), cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _gate.Dispose();
}
