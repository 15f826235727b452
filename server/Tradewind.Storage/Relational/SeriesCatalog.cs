using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>The tables that say which instruments, series and fields there are.</summary>
internal static class SeriesCatalog
{
    public static ImmutableArray<StoredInstrument> List(DbConnection connection, InstrumentQuery query)
    {
        List<string> ids = connection
            .Query<string>(
                """
                SELECT id FROM instrument
                WHERE (@Prefix IS NULL OR lower(substr(id, 1, length(@Prefix))) = lower(@Prefix))
                  AND (@assetClass IS NULL OR asset_class = @assetClass)
                  AND (@AfterId IS NULL OR id > @AfterId)
                ORDER BY id LIMIT @Size
                """,
                new { query.Prefix, assetClass = query.AssetClass?.ToString(), query.AfterId, query.Size })
            .AsList();
        HashSet<string> wanted = [.. ids];
        return ids.Count == 0
            ? []
            : [.. Rows(connection, "WHERE i.id BETWEEN @first AND @last", new { first = ids[0], last = ids[^1] })
                .GroupBy(row => row.Instrument.Id)
                .Where(group => wanted.Contains(group.Key))
                .Select(ToStored)];
    }

    /// <summary>The instrument; of an earlier time with the series that were held then, null where it is unknown now.</summary>
    public static StoredInstrument? Get(DbConnection connection, string id, long? asOf)
    {
        ImmutableArray<SeriesRow> rows = Rows(connection, "WHERE i.id = @id", new { id });
        return rows.IsEmpty ? null : new StoredInstrument(
            rows[0].Instrument,
            [.. rows.Select(row => asOf is { } time ? SeriesRevisions.AsOf(connection, row, time) : row).OfType<SeriesRow>().Select(row => row.Stored).OrderBy(series => series.Timeframe)]);
    }

    /// <summary>Every series, by instrument.</summary>
    public static ImmutableArray<SeriesRow> All(DbConnection connection) => Rows(connection, "", new { });

    /// <summary>The series of one instrument; none where it is unknown.</summary>
    public static ImmutableArray<SeriesRow> OfInstrument(DbConnection connection, string id) => Rows(connection, "WHERE i.id = @id", new { id });

    public static SeriesRow? Find(DbConnection connection, string id, Timeframe timeframe) =>
        Rows(connection, "WHERE i.id = @id AND s.timeframe = @timeframe", new { id, timeframe = timeframe.ToString() }).SingleOrDefault();

    /// <summary>The series meant by an id and an optional timeframe.</summary>
    public static SeriesRow Require(DbConnection connection, string id, Timeframe? timeframe)
    {
        SeriesRow[] rows = [.. OfInstrument(connection, id).OrderBy(row => row.Stored.Timeframe)];
        if (rows.Length == 0)
        {
            throw new NotFoundException("instrument", id, connection.Query<string>("SELECT id FROM instrument ORDER BY id"));
        }

        string[] timeframes = [.. rows.Select(row => row.Stored.Timeframe.ToString())];
        if (timeframe is { } wanted)
        {
            return Array.Find(rows, row => row.Stored.Timeframe == wanted)
                ?? throw new NotFoundException("timeframe", $"{id} {wanted}", timeframes.Select(stored => $"{id} {stored}"));
        }

        return rows.Length == 1
            ? rows[0]
            : throw new InvalidInputException("TIMEFRAME_REQUIRED", "timeframe", $"{id} has {string.Join(", ", timeframes)}; name one.");
    }

    public static void PutInstrument(DbConnection connection, Instrument instrument) => connection.Execute(
        """
        INSERT INTO instrument (id, asset_class, display_name, source, currency, tick_size, lot_size, multiplier, simulated)
        VALUES (@Id, @assetClass, @DisplayName, @Source, @Currency, @tickSize, @lotSize, @multiplier, @simulated)
        ON CONFLICT (id) DO UPDATE SET
            asset_class = excluded.asset_class, display_name = excluded.display_name, source = excluded.source,
            currency = excluded.currency, tick_size = excluded.tick_size, lot_size = excluded.lot_size,
            multiplier = excluded.multiplier, simulated = excluded.simulated
        """,
        new
        {
            instrument.Id,
            assetClass = instrument.AssetClass.ToString(),
            instrument.DisplayName,
            instrument.Source,
            instrument.Currency,
            tickSize = instrument.TickSize.ToString(CultureInfo.InvariantCulture),
            lotSize = instrument.LotSize.ToString(CultureInfo.InvariantCulture),
            multiplier = instrument.Multiplier.ToString(CultureInfo.InvariantCulture),
            simulated = instrument.Simulated ? 1L : 0L,
        });

    /// <summary>Writes the row of a series and its fields; returns its key.</summary>
    public static long PutSeries(DbConnection connection, InstrumentSeries series)
    {
        long key = connection.ExecuteScalar<long>(
            """
            INSERT INTO series (instrument_id, timeframe, availability, row_count, first_time, last_time, revision)
            VALUES (@Id, @timeframe, @availability, @Count, @first, @last, @Revision)
            ON CONFLICT (instrument_id, timeframe) DO UPDATE SET
                availability = excluded.availability, row_count = excluded.row_count, first_time = excluded.first_time,
                last_time = excluded.last_time, revision = excluded.revision
            RETURNING series_key
            """,
            new
            {
                series.Instrument.Id,
                timeframe = series.Timeframe.ToString(),
                availability = series.Availability.ToString(),
                Count = (long)series.Count,
                first = series.Count == 0 ? (long?)null : series.Times.Span[0],
                last = series.Count == 0 ? (long?)null : series.Times.Span[^1],
                series.Revision,
            });
        connection.Execute(
            "INSERT INTO series_field (series_key, ordinal, name) VALUES (@key, @ordinal, @name) ON CONFLICT DO NOTHING",
            series.Fields.Select((name, ordinal) => new { key, ordinal = (long)ordinal, name }));
        return key;
    }

    public static bool Delete(DbConnection connection, string id, Timeframe? timeframe)
    {
        int deleted = connection.Execute(
            "DELETE FROM series WHERE instrument_id = @id AND (@timeframe IS NULL OR timeframe = @timeframe)",
            new { id, timeframe = timeframe?.ToString() });
        connection.Execute(
            "DELETE FROM instrument WHERE id = @id AND NOT EXISTS (SELECT 1 FROM series WHERE instrument_id = @id)", new { id });
        return deleted > 0;
    }

    private static ImmutableArray<SeriesRow> Rows(DbConnection connection, string where, object parameters)
    {
        ILookup<long, string> fields = connection
            .Query<(long Key, string Name)>(
                $"""
                 SELECT f.series_key, f.name FROM series_field f
                 JOIN series s ON s.series_key = f.series_key JOIN instrument i ON i.id = s.instrument_id
                 {where} ORDER BY f.series_key, f.ordinal
                 """,
                parameters)
            .ToLookup(field => field.Key, field => field.Name);
        return
        [
            .. connection.Query<SeriesRow.Columns>($"{SeriesRow.Columns.Select} {where} ORDER BY i.id", parameters)
                .Select(columns => columns.ToRow([.. fields[columns.SeriesKey]])),
        ];
    }

    private static StoredInstrument ToStored(IEnumerable<SeriesRow> rows)
    {
        SeriesRow[] list = [.. rows.OrderBy(row => row.Stored.Timeframe)];
        return new StoredInstrument(list[0].Instrument, [.. list.Select(row => row.Stored)]);
    }
}
