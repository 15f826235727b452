using System.Data;
using System.Data.Common;
using Dapper;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>
/// Brings the chunks of a series to a new content. Chunks that it replaces stay, marked with the time from which they no longer hold.
/// </summary>
internal sealed class ChunkWriter(DbConnection connection, long seriesKey, long writtenTime)
{
    /// <summary>
    /// Rewrites the chunks that hold rows from <paramref name="first"/> to <paramref name="last"/>, the times between which the content
    /// differs from what is stored.
    /// </summary>
    public void Replace(InstrumentSeries merged, long first, long last, CancellationToken cancellation)
    {
        ChunkHeader[] chunks = SeriesChunks.List(connection, new ChunkRange(seriesKey));
        int begin = Array.FindIndex(chunks, chunk => chunk.LastTime >= first);
        begin = begin < 0 ? chunks.Length : begin;
        int end = Math.Max(begin, Array.FindLastIndex(chunks, chunk => chunk.FirstTime <= last) + 1);
        ChunkHeader? continued = null;
        if (begin > 0 && chunks[begin - 1].Count < SeriesChunks.RowsPerChunk)
        {
            // Top up the chunk before, so that appending bar by bar does not leave a chunk for each bar.
            continued = chunks[--begin];
        }

        Supersede(chunks.AsSpan()[begin..end]);
        int row = (int)chunks[..begin].Sum(chunk => chunk.Count);
        int stop = merged.Count - (int)chunks[end..].Sum(chunk => chunk.Count);
        long? longer = Insert(merged, row, stop, cancellation);
        if (continued is not null && longer is { } key)
        {
            KeepAsBeginning(continued.Key, key);
        }

        Sweep(connection, seriesKey);
    }

    /// <summary>Writes the rows from <paramref name="row"/> to <paramref name="stop"/>, exclusive, as full chunks and a rest.</summary>
    /// <returns>Key of the first chunk; null where there are no rows.</returns>
    public long? Insert(InstrumentSeries series, int row, int stop, CancellationToken cancellation)
    {
        long? first = null;
        using ChunkInsert insert = new(connection, seriesKey, writtenTime);
        for (; row < stop; row += SeriesChunks.RowsPerChunk)
        {
            cancellation.ThrowIfCancellationRequested();
            long key = insert.Run(series, row, Math.Min(SeriesChunks.RowsPerChunk, stop - row));
            first ??= key;
        }

        return first;
    }

    /// <summary>Ends the time in which chunks hold.</summary>
    public void Supersede(ReadOnlySpan<ChunkHeader> chunks)
    {
        using PreparedCommand end = new(
            connection, "UPDATE chunk SET superseded_time = @time WHERE chunk_key = @key",
            ("@time", DbType.Int64), ("@key", DbType.Int64));
        foreach (ChunkHeader chunk in chunks)
        {
            end.Run(writtenTime, chunk.Key);
        }
    }

    /// <summary>Removes chunks that no revision shows and whose values no other chunk shares.</summary>
    /// <returns>How many.</returns>
    public static int Sweep(DbConnection connection, long seriesKey) => connection.Execute(
        """
        DELETE FROM chunk WHERE series_key = @seriesKey AND superseded_time <= written_time
            AND NOT EXISTS (SELECT 1 FROM chunk shorter WHERE shorter.prefix_of = chunk.chunk_key)
        """,
        new { seriesKey });

    // What was appended to begins the chunk that takes its place, so the values need not be kept twice: a feed that adds a bar at a time
    // would otherwise leave a copy of up to 4096 rows for every bar.
    private void KeepAsBeginning(long shorter, long longer) => connection.Execute(
        """
        UPDATE chunk SET prefix_of = @longer WHERE prefix_of = @shorter;
        DELETE FROM chunk_column WHERE chunk_key = @shorter;
        UPDATE chunk SET prefix_of = @longer, times = @nothing WHERE chunk_key = @shorter
        """,
        new { shorter, longer, nothing = Array.Empty<byte>() });
}
