using System.Data;
using System.Data.Common;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Writes chunks of one series.</summary>
internal sealed class ChunkInsert(DbConnection connection, long seriesKey, long writtenTime) : IDisposable
{
    private readonly PreparedCommand _chunk = new(
        connection,
        """
        INSERT INTO chunk (series_key, first_time, last_time, row_count, field_count, checksum, times, written_time)
        VALUES (@series, @first, @last, @count, @fields, @checksum, @times, @written)
        RETURNING chunk_key
        """,
        ("@series", DbType.Int64), ("@first", DbType.Int64), ("@last", DbType.Int64), ("@count", DbType.Int64), ("@fields", DbType.Int64),
        ("@checksum", DbType.Int64), ("@times", DbType.Binary), ("@written", DbType.Int64));

    private readonly PreparedCommand _column = new(
        connection,
        "INSERT INTO chunk_column (chunk_key, ordinal, checksum, data) VALUES (@chunk, @ordinal, @checksum, @data)",
        ("@chunk", DbType.Int64), ("@ordinal", DbType.Int64), ("@checksum", DbType.Int64), ("@data", DbType.Binary));

    /// <summary>Writes the rows of <paramref name="series"/> from <paramref name="row"/> on as one chunk.</summary>
    /// <returns>Its key.</returns>
    public long Run(InstrumentSeries series, int row, int count)
    {
        ReadOnlySpan<long> times = series.Times.Span.Slice(row, count);
        byte[] encoded = ColumnBlob.Encode(times);
        long key = (long)_chunk.Run(
            seriesKey, times[0], times[^1], (long)count, (long)series.Fields.Length, ColumnBlob.Checksum(encoded), encoded, writtenTime)!;
        for (int ordinal = 0; ordinal < series.Fields.Length; ordinal++)
        {
            encoded = ColumnBlob.Encode(series.Column(series.Fields[ordinal]).Span.Slice(row, count));
            _column.Run(key, (long)ordinal, ColumnBlob.Checksum(encoded), encoded);
        }

        return key;
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _column.Dispose();
    }
}
