using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Market data in SQLite.</summary>
internal sealed class SqliteSeriesStore(SqliteDatabase database) : ISeriesStore
{
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

    public Task<ImmutableArray<StoredInstrument>> ListInstrumentsAsync(InstrumentQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Size);
        return database.ReadAsync(connection => SeriesCatalog.List(connection, query), cancellation);
    }

    public Task<StoredInstrument?> GetInstrumentAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(connection => SeriesCatalog.Get(connection, id), cancellation);

    public Task<InstrumentSeries> ReadAsync(
        string id, Timeframe? timeframe, IReadOnlyList<string>? fields, long from, long to, CancellationToken cancellation) =>
        database.ReadAsync(
            connection =>
            {
                SeriesRow row = SeriesCatalog.Require(connection, id, timeframe);
                ImmutableArray<string> wanted = fields is null ? row.Stored.Fields : [.. fields];
                return SeriesChunks.Read(connection, row, Known(row, wanted), from, to, cancellation);
            },
            cancellation);

    public Task<bool> DeleteAsync(string id, Timeframe? timeframe, CancellationToken cancellation) =>
        database.WriteAsync(connection => SeriesCatalog.Delete(connection, id, timeframe), cancellation);

    public Task<string?> GetQualityAsync(string id, Timeframe timeframe, CancellationToken cancellation) => database.ReadAsync(
        connection => connection.ExecuteScalar<string?>(
            "SELECT quality FROM series WHERE instrument_id = @id AND timeframe = @timeframe", new { id, timeframe = timeframe.ToString() }),
        cancellation);

    /// <summary>Reads every series and reports those that do not match their checksums or revision.</summary>
    public async Task<ImmutableArray<string>> FindDamageAsync(CancellationToken cancellation)
    {
        ImmutableArray<StoredInstrument> all =
            await ListInstrumentsAsync(new InstrumentQuery(Size: int.MaxValue), cancellation).ConfigureAwait(false);
        ImmutableArray<string>.Builder damage = ImmutableArray.CreateBuilder<string>();
        foreach ((string id, Timeframe timeframe) in all.SelectMany(one => one.Series.Select(series => (one.Instrument.Id, series.Timeframe))))
        {
            string? defect = await database.ReadAsync(connection => FindDamage(connection, id, timeframe, cancellation), cancellation)
                .ConfigureAwait(false);
            if (defect is not null)
            {
                damage.Add(defect);
            }
        }

        return damage.ToImmutable();
    }

    private static string? FindDamage(SqliteConnection connection, string id, Timeframe timeframe, CancellationToken cancellation)
    {
        if (SeriesCatalog.Find(connection, id, timeframe) is not { } row)
        {
            // Deleted since it was listed: nothing left that could be damaged.
            return null;
        }

        try
        {
            InstrumentSeries content = SeriesChunks.Read(connection, row, row.Stored.Fields, long.MinValue, long.MaxValue, cancellation);
            return content.Revision == row.Stored.Revision
                ? null
                : $"Stored data of '{id}' at {timeframe} does not have the revision it was stored with.";
        }
        catch (StoreCorruptException exception)
        {
            return exception.Message;
        }
    }

    private static ImmutableArray<SeriesChange> PutOnce(
        SqliteConnection connection,
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

    private static ImmutableArray<SeriesChange> Put(
        SqliteConnection connection, IReadOnlyList<InstrumentSeries> series, IReadOnlyList<string>? quality, CancellationToken cancellation) =>
        [.. series.Select((one, i) => Put(connection, one, quality?[i], cancellation))];

    private static SeriesChange Put(SqliteConnection connection, InstrumentSeries load, string? quality, CancellationToken cancellation)
    {
        SeriesCatalog.PutInstrument(connection, load.Instrument);
        SeriesMerge merge = SeriesCatalog.Find(connection, load.Instrument.Id, load.Timeframe) is { } row
            ? SeriesMerge.Of(
                SeriesChunks.Read(connection, row, row.Stored.Fields, long.MinValue, long.MaxValue, cancellation), load)
            : new SeriesMerge(load, load.Count, 0);
        long key = SeriesCatalog.PutSeries(connection, merge.Series);
        if (load.Count > 0)
        {
            SeriesChunks.Write(connection, key, merge.Series, load.Times.Span[0], load.Times.Span[^1], cancellation);
        }

        if (quality is not null)
        {
            connection.Execute("UPDATE series SET quality = @quality WHERE series_key = @key", new { quality, key });
        }

        return new SeriesChange(load.Instrument.Id, load.Timeframe, merge.RowsAdded, merge.RowsReplaced, merge.Series.Revision);
    }

    private static ImmutableArray<string> Known(SeriesRow row, ImmutableArray<string> fields)
    {
        string[] unknown = [.. fields.Where(field => !row.Stored.Fields.Contains(field))];
        if (unknown.Length == 0)
        {
            return fields;
        }

        string available = string.Join(", ", row.Stored.Fields);
        throw new InvalidInputException(
            "UNKNOWN_FIELD",
            $"{row.Instrument.Id} has no field '{string.Join("', '", unknown)}'; it has {available}.",
            unknown.Select(field => new FieldViolation("fields", $"'{field}' is not one of {available}.")));
    }

    /// <summary>Form in which an answer is kept: the timeframe as text.</summary>
    private sealed record Change(string InstrumentId, string Timeframe, long RowsAdded, long RowsReplaced, string Revision)
    {
        public static Change From(SeriesChange change) =>
            new(change.InstrumentId, change.Timeframe.ToString(), change.RowsAdded, change.RowsReplaced, change.Revision);

        public SeriesChange ToPublic() => new(InstrumentId, SeriesRow.ReadTimeframe(Timeframe), RowsAdded, RowsReplaced, Revision);
    }
}
