using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Drops old revisions or old rows of one series.</summary>
internal sealed class SeriesRetention(StoreDatabase database, DbConnection connection, SeriesRow row, CancellationToken cancellation)
{
    /// <summary>Source of the revision that a cut leaves.</summary>
    public const string Source = "retention";

    /// <summary>Applies a rule, or only says what it would drop; null where that is nothing.</summary>
    public SeriesUpkeep? Apply(RetentionRule rule, bool dryRun) =>
        rule.HistoryBefore is { } history && row.Stored.FirstTime < history ? DropHistory(history, dryRun)
        : rule.SupersededBefore is { } time ? DropSuperseded(time, dryRun)
        : null;

    private SeriesUpkeep? DropSuperseded(long time, bool dryRun)
    {
        ImmutableArray<StoredRevision> revisions = SeriesRevisions.List(connection, row.Key);
        // Newest first: the first one written by then still held at the time, those after it were superseded.
        StoredRevision? oldestKept = revisions.FirstOrDefault(revision => revision.WrittenTime <= time);
        long dropped = oldestKept is null ? 0 : revisions.Count(revision => revision.WrittenTime < oldestKept.WrittenTime);
        if (dropped == 0)
        {
            return null;
        }

        var range = new { row.Key, from = oldestKept!.WrittenTime };
        (long chunks, long bytes) = Superseded("AND c.superseded_time <= @from", range);
        if (!dryRun)
        {
            connection.Execute(
                """
                DELETE FROM chunk WHERE series_key = @Key AND superseded_time <= @from;
                DELETE FROM series_revision WHERE series_key = @Key AND written_time < @from
                """,
                range);
        }

        return new SeriesUpkeep(row.Instrument.Id, row.Stored.Timeframe, dropped, 0, chunks, 0, bytes);
    }

    private SeriesUpkeep DropHistory(long time, bool dryRun)
    {
        ChunkHeader[] chunks = SeriesChunks.List(connection, new ChunkRange(row.Key));
        ChunkHeader[] cut = [.. chunks.Where(chunk => chunk.FirstTime < time)];
        ImmutableArray<string> noFields = [];
        long rows = SeriesChunks.Read(database, connection, row, noFields, new ChunkRange(row.Key, To: time), cancellation).Count;
        long border = cut.Sum(chunk => chunk.Count) - rows;
        (long superseded, long bytes) = Superseded("AND c.superseded_time IS NOT NULL", new { row.Key, from = 0L });
        SeriesUpkeep report = new(
            row.Instrument.Id, row.Stored.Timeframe, SeriesRevisions.List(connection, row.Key).Length, rows,
            superseded + cut.Length, ChunkPacking.ChunksOf(border),
            bytes + cut.Sum(ChunkBytes.Of) - border * ChunkBytes.OfRow(row.Stored.Fields.Length));
        if (!dryRun)
        {
            Cut(time, rows, (int)border);
        }

        return report;
    }

    private void Cut(long time, long rows, int border)
    {
        InstrumentSeries kept = SeriesChunks.Read(database, connection, row, row.Stored.Fields, new ChunkRange(row.Key, From: time), cancellation);
        long writtenTime = SeriesRevisions.NextTime(connection, database.Now);
        connection.Execute(
            """
            DELETE FROM chunk WHERE series_key = @Key AND (superseded_time IS NOT NULL OR first_time < @time);
            DELETE FROM series_revision WHERE series_key = @Key
            """,
            new { row.Key, time });
        new ChunkWriter(connection, row.Key, writtenTime).Insert(kept, 0, border, cancellation);
        SeriesCatalog.PutSeries(connection, kept);
        SeriesRevisions.Add(connection, row.Key, writtenTime, new SeriesMerge(kept, 0, 0, 0, null), Source, rows);
    }

    private (long Chunks, long Bytes) Superseded(string condition, object parameters) => connection.QuerySingle<(long, long)>(
        $"""
         SELECT count(*), CAST(COALESCE(sum(CASE WHEN c.prefix_of IS NULL THEN c.row_count * 8 * (c.field_count + 1) ELSE 0 END), 0) AS BIGINT)
         FROM chunk c WHERE c.series_key = @Key {condition}
         """,
        parameters);
}
