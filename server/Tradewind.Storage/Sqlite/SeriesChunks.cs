using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>The rows of series: chunks of about 4096 rows, one BLOB for the times and one for each field.</summary>
internal static class SeriesChunks
{
    private const int RowsPerChunk = 4096;

    private const string InRange = "series_key = @key AND last_time >= @from AND first_time < @to";

    /// <summary>Reads the rows of [from, to) for the given fields, verifying every checksum.</summary>
    public static InstrumentSeries Read(
        SqliteConnection connection, SeriesRow series, ImmutableArray<string> fields, long from, long to, CancellationToken cancellation)
    {
        ChunkHeader[] chunks =
        [
            .. connection.Query<ChunkHeader>(
                $"""
                 SELECT chunk_key AS Key, first_time AS FirstTime, last_time AS LastTime, row_count AS Count, field_count AS FieldCount
                 FROM chunk WHERE {InRange} ORDER BY first_time
                 """,
                new { key = series.Key, from, to }),
        ];
        // Every element is written below, so zeroing tens of megabytes first would be wasted.
        long[] times = GC.AllocateUninitializedArray<long>((int)chunks.Sum(chunk => chunk.Count));
        int[] ordinals = [.. fields.Select(field => series.Stored.Fields.IndexOf(field))];
        double[][] columns = [.. ordinals.Select(_ => GC.AllocateUninitializedArray<double>(times.Length))];
        using SqliteCommand selectTimes = Prepare(connection, "SELECT checksum, times FROM chunk WHERE chunk_key = @chunk", out SqliteParameter timesOf);
        using SqliteCommand selectColumn = Prepare(
            connection, "SELECT checksum, data FROM chunk_column WHERE chunk_key = @chunk AND ordinal = @ordinal", out SqliteParameter columnOf);
        SqliteParameter ordinalParameter = selectColumn.Parameters.Add("@ordinal", SqliteType.Integer);
        int start = 0;
        foreach (ChunkHeader chunk in chunks)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)chunk.Count;
            timesOf.Value = chunk.Key;
            ReadBlob(selectTimes, times.AsSpan(start, count), series, chunk, "times");
            columnOf.Value = chunk.Key;
            for (int i = 0; i < columns.Length; i++)
            {
                Span<double> target = columns[i].AsSpan(start, count);
                if (ordinals[i] >= chunk.FieldCount)
                {
                    target.Fill(double.NaN);
                    continue;
                }

                ordinalParameter.Value = ordinals[i];
                ReadBlob(selectColumn, target, series, chunk, $"field {fields[i]}");
            }

            start += count;
        }

        return new InstrumentSeries(
            series.Instrument, series.Stored.Timeframe, series.Stored.Availability, times,
            fields.Select((field, i) => KeyValuePair.Create(field, (ReadOnlyMemory<double>)columns[i]))).Between(from, to);
    }

    /// <summary>
    /// Brings the chunks of a series to its merged content, rewriting only those that hold rows from <paramref name="first"/> to
    /// <paramref name="last"/>, the times the load carried.
    /// </summary>
    public static void Write(
        SqliteConnection connection, long key, InstrumentSeries merged, long first, long last, CancellationToken cancellation)
    {
        ChunkHeader[] chunks =
        [
            .. connection.Query<ChunkHeader>(
                """
                SELECT chunk_key AS Key, first_time AS FirstTime, last_time AS LastTime, row_count AS Count, field_count AS FieldCount
                FROM chunk WHERE series_key = @key ORDER BY first_time
                """,
                new { key }),
        ];
        int begin = Array.FindIndex(chunks, chunk => chunk.LastTime >= first);
        begin = begin < 0 ? chunks.Length : begin;
        int end = Math.Max(begin, Array.FindLastIndex(chunks, chunk => chunk.FirstTime <= last) + 1);
        if (begin > 0 && chunks[begin - 1].Count < RowsPerChunk)
        {
            // Top up the chunk before, so that appending bar by bar does not leave a chunk for each bar.
            begin--;
        }

        connection.Execute("DELETE FROM chunk WHERE chunk_key = @Key", chunks[begin..end]);
        int row = (int)chunks[..begin].Sum(chunk => chunk.Count);
        int stop = merged.Count - (int)chunks[end..].Sum(chunk => chunk.Count);
        using ChunkInsert insert = new(connection, key);
        for (; row < stop; row += RowsPerChunk)
        {
            cancellation.ThrowIfCancellationRequested();
            insert.Run(merged, row, Math.Min(RowsPerChunk, stop - row));
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, out SqliteParameter chunk)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        chunk = command.Parameters.Add("@chunk", SqliteType.Integer);
        return command;
    }

    // Straight from SQLite's page cache into the column: the reader's own GetFieldValue would copy twice.
    private static void ReadBlob<T>(SqliteCommand command, Span<T> target, SeriesRow series, ChunkHeader chunk, string what)
        where T : unmanaged
    {
        using SqliteDataReader reader = command.ExecuteReader();
        if (!reader.Read())
        {
            throw Damaged(series, chunk, $"{what} is absent");
        }

        if (!ColumnBlob.TryDecode(raw.sqlite3_column_blob(reader.Handle, 1), reader.GetInt64(0), target))
        {
            throw Damaged(series, chunk, $"{what} does not match its checksum");
        }
    }

    private static StoreCorruptException Damaged(SeriesRow series, ChunkHeader chunk, string defect) =>
        new(series.Instrument.Id, series.Stored.Timeframe, chunk.FirstTime, defect);
}
