using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Dapper;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Market data in tables of columnar chunks.</summary>
internal sealed class SeriesStore(StoreDatabase database) : ISeriesStore
{
    private readonly SeriesReads _newest = new(database, asOf: null);

    public Task<ImmutableArray<SeriesChange>> PutAsync(
        IReadOnlyList<InstrumentSeries> series, string? requestId, IReadOnlyList<string>? quality, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (quality is not null && quality.Count != series.Count)
        {
            throw new ArgumentException($"{quality.Count} reports for {series.Count} series.", nameof(quality));
        }

        if (series.FirstOrDefault(one => !Timeframe.TryParse(one.Timeframe.ToString(), out _)) is { } unnamed)
        {
            throw new InvalidInputException(
                "TIMEFRAME_INVALID", "timeframe", $"{unnamed.Timeframe} of {unnamed.Instrument.Id} is not a multiple of s, m, h, d, w or 1M.");
        }

        return database.WriteAsync(
            connection => requestId is null
                ? Put(connection, series, quality, cancellation)
                : PutOnce(connection, series, requestId, quality, cancellation),
            cancellation);
    }

    public ISeriesReader AsOf(long time) => new SeriesReads(database, time);

    public Task<StoredInstrument?> GetInstrumentAsync(string id, CancellationToken cancellation) => _newest.GetInstrumentAsync(id, cancellation);

    public Task<InstrumentSeries> ReadAsync(
        string id, Timeframe? timeframe, IReadOnlyList<string>? fields, long from, long to, CancellationToken cancellation) =>
        _newest.ReadAsync(id, timeframe, fields, from, to, cancellation);

    public Task<ImmutableArray<StoredRevision>> ListRevisionsAsync(string id, Timeframe? timeframe, CancellationToken cancellation) =>
        database.ReadAsync(connection => SeriesRevisions.List(connection, SeriesCatalog.Require(connection, id, timeframe).Key), cancellation);

    public Task<ImmutableArray<StoredInstrument>> ListInstrumentsAsync(InstrumentQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Size);
        return database.ReadAsync(connection => SeriesCatalog.List(connection, query), cancellation);
    }

    public Task<bool> DeleteAsync(string id, Timeframe? timeframe, CancellationToken cancellation) =>
        database.WriteAsync(connection => SeriesCatalog.Delete(connection, id, timeframe), cancellation);

    public Task<string?> GetQualityAsync(string id, Timeframe timeframe, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<string?>(
            "SELECT quality FROM series WHERE instrument_id = @id AND timeframe = @timeframe", new { id, timeframe = timeframe.ToString() }),
        cancellation);

    /// <summary>
    /// Reads every chunk, also those kept for earlier revisions, and reports those that do not match their checksums, and series that do not
    /// have the content hash they were stored with.
    /// </summary>
    public async Task<ImmutableArray<string>> FindDamageAsync(IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        ImmutableArray<SeriesRow> all = await database.ReadAsync(SeriesCatalog.All, cancellation).ConfigureAwait(false);
        ImmutableArray<string>.Builder damage = ImmutableArray.CreateBuilder<string>();
        for (int i = 0; i < all.Length; i++)
        {
            (string id, Timeframe timeframe) = (all[i].Instrument.Id, all[i].Stored.Timeframe);
            progress?.Report(new StoreProgress((double)i / all.Length, $"{id} {timeframe}"));
            damage.AddRange(await database.ReadAsync(
                connection => FindDamage(connection, id, timeframe, cancellation), cancellation).ConfigureAwait(false));
        }

        return damage.ToImmutable();
    }

    private ImmutableArray<string> FindDamage(DbConnection connection, string id, Timeframe timeframe, CancellationToken cancellation)
    {
        if (SeriesCatalog.Find(connection, id, timeframe) is not { } row)
        {
            // Deleted since it was listed: nothing left that could be damaged.
            return [];
        }

        List<string> defects = [];
        Guard(() =>
        {
            if (SeriesReads.Whole(database, connection, row, cancellation).Revision != row.Stored.Revision)
            {
                defects.Add($"Stored data of '{id}' at {timeframe} does not have the revision it was stored with.");
            }
        });
        foreach (long time in connection.Query<long>(
            "SELECT DISTINCT superseded_time FROM chunk WHERE series_key = @Key AND superseded_time IS NOT NULL ORDER BY superseded_time", new { row.Key }))
        {
            Guard(() => SeriesChunks.Verify(database, connection, row, new ChunkRange(row.Key, SupersededAt: time), cancellation));
        }

        return [.. defects];

        void Guard(Action read)
        {
            try
            {
                read();
            }
            catch (StoreCorruptException exception)
            {
                defects.Add(exception.Message);
            }
        }
    }

    private ImmutableArray<SeriesChange> PutOnce(
        DbConnection connection,
        IReadOnlyList<InstrumentSeries> series,
        string requestId,
        IReadOnlyList<string>? quality,
        CancellationToken cancellation)
    {
        using ContentHash hash = new();
        foreach (InstrumentSeries one in series)
        {
            hash.Add(one.Revision);
        }

        string content = hash.Finish();
        (string ContentHash, string Result)[] before =
        [
            .. connection.Query<(string, string)>("SELECT content_hash, result FROM series_load WHERE request_id = @requestId", new { requestId }),
        ];
        if (before is [var load])
        {
            return load.ContentHash == content
                ? [.. JsonSerializer.Deserialize<Change[]>(load.Result)!.Select(change => change.ToPublic())]
                : throw new InvalidInputException(
                    "REQUEST_ID_REUSED", "request_id", $"'{requestId}' was used for a load of other content; choose a new id.");
        }

        ImmutableArray<SeriesChange> changes = Put(connection, series, quality, cancellation);
        connection.Execute(
            "INSERT INTO series_load (request_id, content_hash, result) VALUES (@requestId, @content, @result)",
            new { requestId, content, result = JsonSerializer.Serialize(changes.Select(Change.From)) });
        return changes;
    }

    private ImmutableArray<SeriesChange> Put(
        DbConnection connection, IReadOnlyList<InstrumentSeries> series, IReadOnlyList<string>? quality, CancellationToken cancellation)
    {
        long writtenTime = SeriesRevisions.NextTime(connection, database.Now);
        return [.. series.Select((one, i) => Put(connection, one, writtenTime, quality?[i], cancellation))];
    }

    private SeriesChange Put(DbConnection connection, InstrumentSeries load, long writtenTime, string? quality, CancellationToken cancellation)
    {
        SeriesCatalog.PutInstrument(connection, load.Instrument);
        SeriesRow? row = SeriesCatalog.Find(connection, load.Instrument.Id, load.Timeframe);
        SeriesMerge merge = row is null
            ? SeriesMerge.OfFirst(load)
            : SeriesMerge.Of(SeriesReads.Whole(database, connection, row, cancellation), load);
        long key = SeriesCatalog.PutSeries(connection, merge.Series);
        if (merge.Series.Revision != row?.Stored.Revision)
        {
            SeriesRevisions.Add(connection, key, writtenTime, merge, load.Instrument.Source);
        }

        if (merge.Changed is var (first, last))
        {
            new ChunkWriter(connection, key, writtenTime).Replace(merge.Series, first, last, cancellation);
        }

        if (quality is not null)
        {
            connection.Execute("UPDATE series SET quality = @quality WHERE series_key = @key", new { quality, key });
        }

        return new SeriesChange(load.Instrument.Id, load.Timeframe, merge.RowsAdded, merge.RowsReplaced, merge.Series.Revision);
    }

    /// <summary>Form in which an answer is kept: the timeframe as text.</summary>
    private sealed record Change(string InstrumentId, string Timeframe, long RowsAdded, long RowsReplaced, string Revision)
    {
        public static Change From(SeriesChange change) =>
            new(change.InstrumentId, change.Timeframe.ToString(), change.RowsAdded, change.RowsReplaced, change.Revision);

        public SeriesChange ToPublic() => new(InstrumentId, SeriesRow.ReadTimeframe(Timeframe), RowsAdded, RowsReplaced, Revision);
    }
}
