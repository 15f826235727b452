using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>The table of versions: what each series was, and since when.</summary>
internal static class SeriesRevisions
{
    /// <summary>
    /// Time of a new revision: the present, but always after every revision there is, so that a clock set back cannot put a load into the
    /// past of another.
    /// </summary>
    public static long NextTime(DbConnection connection, long now) =>
        Math.Max(now, connection.ExecuteScalar<long>("SELECT COALESCE(max(written_time), 0) FROM series_revision") + 1);

    /// <summary>The versions of a series, newest first.</summary>
    public static ImmutableArray<StoredRevision> List(DbConnection connection, long seriesKey) =>
    [
        .. connection.Query<StoredRevision>(
            """
            SELECT revision AS Revision, written_time AS WrittenTime, row_count AS RowCount, rows_added AS RowsAdded,
                   rows_changed AS RowsChanged, rows_removed AS RowsRemoved, source AS Source
            FROM series_revision WHERE series_key = @seriesKey ORDER BY written_time DESC
            """,
            new { seriesKey }),
    ];

    /// <summary>The series in the version it had at a time; null where it had none.</summary>
    public static SeriesRow? AsOf(DbConnection connection, SeriesRow row, long time)
    {
        Version? version = connection.Query<Version>(
            """
            SELECT revision AS Revision, availability AS Availability, field_count AS FieldCount, row_count AS RowCount,
                   first_time AS FirstTime, last_time AS LastTime
            FROM series_revision WHERE series_key = @Key AND written_time <= @time ORDER BY written_time DESC LIMIT 1
            """,
            new { row.Key, time }).SingleOrDefault();
        return version is null ? null : row with
        {
            Stored = row.Stored with
            {
                Availability = Enum.Parse<Availability>(version.Availability),
                Fields = row.Stored.Fields[..(int)version.FieldCount],
                RowCount = version.RowCount,
                FirstTime = version.FirstTime,
                LastTime = version.LastTime,
                Revision = version.Revision,
            },
        };
    }

    /// <summary>The series in the version it had at a time.</summary>
    /// <exception cref="NotFoundException">It had none; the times that can be asked for are named.</exception>
    public static SeriesRow RequireAsOf(DbConnection connection, SeriesRow row, long time) =>
        AsOf(connection, row, time) ?? throw new NotFoundException(
            "revision",
            $"{row.Instrument.Id} {row.Stored.Timeframe} as of {UnixTime.Format(time)}",
            List(connection, row.Key).Reverse().Select(revision => $"as of {UnixTime.Format(revision.WrittenTime)}"));

    /// <summary>Records a version; a second one of the same load takes the place of the first.</summary>
    public static void Add(DbConnection connection, long seriesKey, long writtenTime, SeriesMerge merge, string source, long rowsRemoved = 0) =>
        connection.Execute(
            """
            INSERT INTO series_revision (series_key, written_time, revision, availability, field_count, row_count, first_time, last_time,
                                         rows_added, rows_changed, rows_removed, source)
            VALUES (@seriesKey, @writtenTime, @Revision, @availability, @fields, @rows, @first, @last, @RowsAdded, @RowsChanged, @rowsRemoved, @source)
            ON CONFLICT (series_key, written_time) DO UPDATE SET
                revision = excluded.revision, availability = excluded.availability, field_count = excluded.field_count,
                row_count = excluded.row_count, first_time = excluded.first_time, last_time = excluded.last_time,
                rows_added = series_revision.rows_added + excluded.rows_added,
                rows_changed = series_revision.rows_changed + excluded.rows_changed
            """,
            new
            {
                seriesKey,
                writtenTime,
                merge.Series.Revision,
                availability = merge.Series.Availability.ToString(),
                fields = (long)merge.Series.Fields.Length,
                rows = (long)merge.Series.Count,
                first = merge.Series.Count == 0 ? (long?)null : merge.Series.Times.Span[0],
                last = merge.Series.Count == 0 ? (long?)null : merge.Series.Times.Span[^1],
                merge.RowsAdded,
                merge.RowsChanged,
                rowsRemoved,
                source,
            });

    private sealed record Version(string Revision, string Availability, long FieldCount, long RowCount, long? FirstTime, long? LastTime);
}
