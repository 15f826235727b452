using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>A series as its table row and fields have it.</summary>
internal sealed record SeriesRow(long Key, Instrument Instrument, StoredSeries Stored)
{
    public static Timeframe ReadTimeframe(string text) =>
        Timeframe.TryParse(text, out Timeframe timeframe) ? timeframe : throw new FormatException($"'{text}' is not a timeframe.");

    /// <summary>Columns of the joined tables under the names Dapper looks for.</summary>
    internal sealed record Columns(
        string Id, string AssetClass, string DisplayName, string Source, string Currency, string TickSize, string LotSize,
        string Multiplier, long Simulated, long SeriesKey, string Timeframe, string Availability, long RowCount, long? FirstTime,
        long? LastTime, string Revision)
    {
        public const string Select =
            """
            SELECT i.id, i.asset_class AS AssetClass, i.display_name AS DisplayName, i.source, i.currency, i.tick_size AS TickSize,
                   i.lot_size AS LotSize, i.multiplier, i.simulated, s.series_key AS SeriesKey, s.timeframe, s.availability,
                   s.row_count AS RowCount, s.first_time AS FirstTime, s.last_time AS LastTime, s.revision
            FROM instrument i JOIN series s ON s.instrument_id = i.id
            """;

        public SeriesRow ToRow(ImmutableArray<string> fields) => new(
            SeriesKey,
            new Instrument(Id, Enum.Parse<AssetClass>(AssetClass))
            {
                DisplayName = DisplayName,
                Source = Source,
                Currency = Currency,
                TickSize = decimal.Parse(TickSize, CultureInfo.InvariantCulture),
                LotSize = decimal.Parse(LotSize, CultureInfo.InvariantCulture),
                Multiplier = decimal.Parse(Multiplier, CultureInfo.InvariantCulture),
                Simulated = Simulated != 0,
            },
            new StoredSeries(
                ReadTimeframe(Timeframe), Enum.Parse<Availability>(Availability), fields, RowCount, FirstTime, LastTime, Revision));
    }
}
