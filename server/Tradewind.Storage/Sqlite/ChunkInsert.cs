using Microsoft.Data.Sqlite;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Prepared statements that write chunks of one series.</summary>
internal sealed class ChunkInsert : IDisposable
{
    private readonly SqliteCommand _chunk;
    private readonly SqliteCommand _column;

    public ChunkInsert(SqliteConnection connection, long seriesKey)
    {
        _chunk = Prepare(
            connection,
            """
            INSERT INTO chunk (series_key, first_time, last_time, row_count, field_count, checksum, times)
            VALUES (@series, @first, @last, @count, @fields, @checksum, @times);
            SELECT last_insert_rowid()
            """,
            ["@series", "@first", "@last", "@count", "@fields", "@checksum", "@times"]);
        _chunk.Parameters["@series"].Value = seriesKey;
        _column = Prepare(
            connection,
            "INSERT INTO chunk_column (chunk_key, ordinal, checksum, data) VALUES (@chunk, @ordinal, @checksum, @data)",
            ["@chunk", "@ordinal", "@checksum", "@data"]);
    }

    public void Run(InstrumentSeries series, int row, int count)
    {
        ReadOnlySpan<long> times = series.Times.Span.Slice(row, count);
        byte[] encoded = ColumnBlob.Encode(times);
        Set(_chunk, ("@first", times[0]), ("@last", times[^1]), ("@count", count), ("@fields", series.Fields.Length));
        Set(_chunk, ("@checksum", ColumnBlob.Checksum(encoded)), ("@times", encoded));
        long key = (long)_chunk.ExecuteScalar()!;
        for (int ordinal = 0; ordinal < series.Fields.Length; ordinal++)
        {
            encoded = ColumnBlob.Encode(series.Column(series.Fields[ordinal]).Span.Slice(row, count));
            Set(_column, ("@chunk", key), ("@ordinal", ordinal), ("@checksum", ColumnBlob.Checksum(encoded)), ("@data", encoded));
            _column.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _column.Dispose();
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql, string[] names)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (string name in names)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<(string Name, object Value)> values)
    {
        foreach ((string name, object value) in values)
        {
            command.Parameters[name].Value = value;
        }
    }
}
