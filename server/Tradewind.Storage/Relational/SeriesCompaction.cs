using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Merges small neighbouring chunks of one series without changing what any revision shows.</summary>
internal sealed class SeriesCompaction(StoreDatabase database, DbConnection connection, SeriesRow row, CancellationToken cancellation)
{
    /// <summary>Compacts the series, or only says what that would do; null where there is nothing to do.</summary>
    public SeriesUpkeep? Apply(bool dryRun)
    {
        ChunkHeader[] chunks = SeriesChunks.List(connection, new ChunkRange(row.Key));
        ImmutableArray<(int Start, int Length)> runs = ChunkPacking.Runs([.. chunks.Select(chunk => chunk.Count)]);
        if (runs.IsEmpty)
        {
            return null;
        }

        HashSet<long> shared =
        [
            .. connection.Query<long>("SELECT DISTINCT prefix_of FROM chunk WHERE series_key = @Key AND prefix_of IS NOT NULL", new { row.Key }),
        ];
        (long dropped, long written, long bytes) = (0, 0, 0);
        foreach ((int start, int length) in runs)
        {
            ChunkHeader[] run = chunks[start..(start + length)];
            // From this revision on all of the run holds, so from then on the merged chunk can stand for it. Chunks that held earlier stay for
            // the revisions before.
            long from = run.Max(chunk => chunk.WrittenTime);
            ChunkHeader[] gone = [.. run.Where(chunk => chunk.WrittenTime == from && !shared.Contains(chunk.Key))];
            long rows = run.Sum(chunk => chunk.Count);
            dropped += gone.Length;
            written += ChunkPacking.ChunksOf(rows);
            bytes += gone.Sum(ChunkBytes.Of) - rows * ChunkBytes.OfRow(row.Stored.Fields.Length);
            if (!dryRun)
            {
                Merge(run, from);
            }
        }

        return new SeriesUpkeep(row.Instrument.Id, row.Stored.Timeframe, 0, 0, dropped, written, bytes);
    }

    private void Merge(ChunkHeader[] run, long from)
    {
        ChunkRange range = new(row.Key, run[0].FirstTime, run[^1].LastTime == long.MaxValue ? long.MaxValue : run[^1].LastTime + 1);
        InstrumentSeries content = SeriesChunks.Read(database, connection, row, row.Stored.Fields, range, cancellation);
        ChunkWriter writer = new(connection, row.Key, from);
        writer.Supersede(run);
        writer.Insert(content, 0, content.Count, cancellation);
        ChunkWriter.Sweep(connection, row.Key);
    }
}
