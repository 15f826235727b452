using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Reads the rows of series from chunks of about 4096 rows, one BLOB for the times and one for each field.</summary>
internal static class SeriesChunks
{
    /// <summary>Rows of a full chunk.</summary>
    public const int RowsPerChunk = 4096;

    /// <summary>The chunks of a range, by time.</summary>
    public static ChunkHeader[] List(DbConnection connection, ChunkRange range) =>
    [
        .. connection.Query<ChunkHeader>(
            $"""
             SELECT c.chunk_key AS Key, c.first_time AS FirstTime, c.last_time AS LastTime, c.row_count AS Count, c.field_count AS FieldCount,
                    c.written_time AS WrittenTime, d.chunk_key AS DataKey, d.row_count AS DataCount
             FROM chunk c JOIN chunk d ON d.chunk_key = COALESCE(c.prefix_of, c.chunk_key)
             WHERE {range.Condition} ORDER BY c.first_time
             """,
            range),
    ];

    /// <summary>Reads the rows of [from, to) for the given fields, verifying every checksum.</summary>
    /// <param name="database">What the connection belongs to.</param>
    /// <param name="connection">Connection.</param>
    /// <param name="series">Series in the version to read.</param>
    /// <param name="fields">Fields to read.</param>
    /// <param name="range">Interval and version.</param>
    /// <param name="cancellation">Cancels between chunks.</param>
    public static InstrumentSeries Read(
        StoreDatabase database, DbConnection connection, SeriesRow series, ImmutableArray<string> fields, ChunkRange range, CancellationToken cancellation) =>
        Fill(database, connection, series, fields, range, cancellation).ToSeries().Between(range.From, range.To);

    /// <summary>Reads chunks only to verify their checksums.</summary>
    /// <exception cref="StoreCorruptException">A chunk does not match its checksum.</exception>
    public static void Verify(
        StoreDatabase database, DbConnection connection, SeriesRow series, ChunkRange range, CancellationToken cancellation) =>
        Fill(database, connection, series, series.Stored.Fields, range, cancellation).RequireAll();

    private static ChunkValues Fill(
        StoreDatabase database, DbConnection connection, SeriesRow series, ImmutableArray<string> fields, ChunkRange range, CancellationToken cancellation)
    {
        ChunkHeader[] chunks = List(connection, range);
        ChunkValues values = new(database, series, fields, chunks);
        if (chunks.Length == 0)
        {
            return values;
        }

        try
        {
            Scan(
                connection,
                $"""
                 SELECT c.chunk_key, d.checksum, d.times FROM chunk c JOIN chunk d ON d.chunk_key = COALESCE(c.prefix_of, c.chunk_key)
                 WHERE {range.Condition}
                 """,
                range, values.TakeTimes, cancellation);
            if (values.Ordinals.Length > 0)
            {
                string wanted = string.Join(", ", values.Ordinals.Select(ordinal => ordinal.ToString(CultureInfo.InvariantCulture)));
                // In the order of the table: sorting would carry the values along.
                Scan(
                    connection,
                    $"""
                     SELECT c.chunk_key, k.ordinal, k.checksum, k.data
                     FROM chunk c JOIN chunk_column k ON k.chunk_key = COALESCE(c.prefix_of, c.chunk_key)
                     WHERE {range.Condition} AND k.ordinal IN ({wanted})
                     """,
                    range, values.TakeColumn, cancellation);
            }
        }
        catch (DbException error) when (database.FaultOf(error) == StoreFault.Damaged)
        {
            throw new StoreCorruptException(
                series.Instrument.Id, series.Stored.Timeframe, chunks[0].FirstTime, chunks[^1].LastTime, "the database cannot read its own pages");
        }

        return values;
    }

    private static void Scan(DbConnection connection, string sql, ChunkRange range, Action<DbDataReader> take, CancellationToken cancellation)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, "@Key", range.Key);
        Add(command, "@From", range.From);
        Add(command, "@To", range.To);
        Add(command, "@AsOf", range.AsOf ?? 0);
        Add(command, "@SupersededAt", range.SupersededAt ?? 0);
        // Columns are read in their order, which lets a driver hand each over without keeping the row in memory.
        using DbDataReader rows = command.ExecuteReader(CommandBehavior.SequentialAccess);
        while (rows.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            take(rows);
        }
    }

    private static void Add(DbCommand command, string name, long value)
    {
        DbParameter parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.DbType, parameter.Value) = (name, DbType.Int64, value);
        command.Parameters.Add(parameter);
    }
}
