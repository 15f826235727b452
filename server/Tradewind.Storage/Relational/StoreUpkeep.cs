using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tradewind.Domain.Errors;

namespace Tradewind.Storage;

/// <summary>Retention, compaction and figures of a store in a relational database.</summary>
internal sealed class StoreUpkeep(StoreDatabase database) : IStoreUpkeep
{
    public Task<StoreStatus> GetStatusAsync(CancellationToken cancellation) => database.ReadAsync(
        connection =>
        {
            Figures figures = connection.QuerySingle<Figures>(
                """
                SELECT (SELECT max(number) FROM schema_migration) AS SchemaVersion,
                       (SELECT count(*) FROM instrument) AS Instruments,
                       (SELECT count(*) FROM series) AS Series,
                       (SELECT CAST(COALESCE(sum(row_count), 0) AS BIGINT) FROM series) AS Rows,
                       (SELECT count(*) FROM chunk WHERE superseded_time IS NULL) AS Chunks,
                       (SELECT count(*) FROM series_revision) AS Revisions,
                       (SELECT count(*) FROM chunk WHERE superseded_time IS NOT NULL) AS Superseded,
                       (SELECT CAST(COALESCE(sum(row_count * 8 * (field_count + 1)), 0) AS BIGINT) FROM chunk
                        WHERE superseded_time IS NOT NULL AND prefix_of IS NULL) AS SupersededBytes
                """);
            long small = connection
                .Query<(long Series, long Count)>("SELECT series_key, row_count FROM chunk WHERE superseded_time IS NULL ORDER BY series_key, first_time")
                .GroupBy(chunk => chunk.Series)
                .Sum(chunks => ChunkPacking.Runs([.. chunks.Select(chunk => chunk.Count)]).Sum(run => (long)run.Length));
            (long size, long? free) = database.Space(connection);
            return new StoreStatus(
                database.Engine, figures.SchemaVersion, size, free, figures.Instruments, figures.Series, figures.Rows, figures.Chunks, small,
                figures.Revisions, figures.Superseded, figures.SupersededBytes);
        },
        cancellation);

    public async Task<ImmutableArray<SeriesUpkeep>> ApplyRetentionAsync(
        RetentionRule rule, bool dryRun, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule is { SupersededBefore: null, HistoryBefore: null })
        {
            throw new InvalidInputException(
                "RETENTION_EMPTY", "superseded_before", "set it, or history_before: without a time there is nothing to drop.");
        }

        ImmutableArray<SeriesRow> all = await database.ReadAsync(connection => Matching(connection, rule), cancellation).ConfigureAwait(false);
        return await EachAsync(
            all, dryRun, progress,
            (connection, row) => new SeriesRetention(database, connection, row, cancellation).Apply(rule, dryRun),
            cancellation).ConfigureAwait(false);
    }

    public async Task<ImmutableArray<SeriesUpkeep>> CompactAsync(bool dryRun, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        ImmutableArray<SeriesRow> all = await database.ReadAsync(SeriesCatalog.All, cancellation).ConfigureAwait(false);
        ImmutableArray<SeriesUpkeep> done = await EachAsync(
            all, dryRun, progress,
            (connection, row) => new SeriesCompaction(database, connection, row, cancellation).Apply(dryRun),
            cancellation).ConfigureAwait(false);
        if (!dryRun)
        {
            progress?.Report(new StoreProgress(1, "giving free space back"));
            await database.VacuumAsync(cancellation).ConfigureAwait(false);
        }

        return done;
    }

    private static ImmutableArray<SeriesRow> Matching(DbConnection connection, RetentionRule rule)
    {
        ImmutableArray<SeriesRow> rows = rule.InstrumentId is { } id ? SeriesCatalog.OfInstrument(connection, id) : SeriesCatalog.All(connection);
        return rule.InstrumentId is { } unknown && rows.IsEmpty
            ? throw new NotFoundException("instrument", unknown, connection.Query<string>("SELECT id FROM instrument ORDER BY id"))
            : [.. rows.Where(row => rule.Timeframe is null || row.Stored.Timeframe == rule.Timeframe)];
    }

    /// <summary>Works on each series in a transaction of its own, or on a snapshot where nothing may change.</summary>
    private async Task<ImmutableArray<SeriesUpkeep>> EachAsync(
        ImmutableArray<SeriesRow> all, bool dryRun, IProgress<StoreProgress>? progress, Func<DbConnection, SeriesRow, SeriesUpkeep?> work, CancellationToken cancellation)
    {
        ImmutableArray<SeriesUpkeep>.Builder done = ImmutableArray.CreateBuilder<SeriesUpkeep>();
        for (int i = 0; i < all.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            SeriesRow listed = all[i];
            progress?.Report(new StoreProgress((double)i / all.Length, $"{listed.Instrument.Id} {listed.Stored.Timeframe}"));
            // Looked up again: a load may have changed the series since it was listed, or a caller deleted it.
            SeriesUpkeep? Work(DbConnection connection) =>
                SeriesCatalog.Find(connection, listed.Instrument.Id, listed.Stored.Timeframe) is { } row ? work(connection, row) : null;
            SeriesUpkeep? one = dryRun
                ? await database.ReadAsync(Work, cancellation).ConfigureAwait(false)
                : await database.WriteAsync(Work, cancellation).ConfigureAwait(false);
            if (one is not null)
            {
                done.Add(one);
            }
        }

        return [.. done.OrderBy(one => one.InstrumentId, StringComparer.Ordinal).ThenBy(one => one.Timeframe)];
    }

    private sealed record Figures(
        long SchemaVersion, long Instruments, long Series, long Rows, long Chunks, long Revisions, long Superseded, long SupersededBytes);
}
