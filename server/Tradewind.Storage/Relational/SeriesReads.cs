using System.Collections.Immutable;
using System.Data.Common;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Reads series as they are, or as they were at a time.</summary>
/// <param name="database">Database.</param>
/// <param name="asOf">Time at which the store is looked at; null for now.</param>
internal sealed class SeriesReads(StoreDatabase database, long? asOf) : ISeriesReader
{
    public Task<StoredInstrument?> GetInstrumentAsync(string id, CancellationToken cancellation) =>
        database.ReadAsync(connection => SeriesCatalog.Get(connection, id, asOf), cancellation);

    public Task<InstrumentSeries> ReadAsync(
        string id, Timeframe? timeframe, IReadOnlyList<string>? fields, long from, long to, CancellationToken cancellation) =>
        database.ReadAsync(
            connection =>
            {
                SeriesRow row = SeriesCatalog.Require(connection, id, timeframe);
                row = asOf is { } time ? SeriesRevisions.RequireAsOf(connection, row, time) : row;
                ImmutableArray<string> wanted = fields is null ? row.Stored.Fields : [.. fields];
                ChunkRange range = new(row.Key, from, to, asOf);
                return SeriesChunks.Read(database, connection, row, Known(row, wanted), range, cancellation);
            },
            cancellation);

    /// <summary>All of a series, within work that has a connection.</summary>
    public static InstrumentSeries Whole(
        StoreDatabase database, DbConnection connection, SeriesRow row, CancellationToken cancellation) =>
        SeriesChunks.Read(database, connection, row, row.Stored.Fields, new ChunkRange(row.Key), cancellation);

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
}
