using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Data.Tests.Quality;

/// <summary>Small series for quality tests.</summary>
internal static class SeriesOf
{
    public static readonly long Monday = UnixTime.FromDate(2024, 1, 1);

    public static InstrumentSeries Daily(AssetClass assetClass, params (string Field, double[] Values)[] columns) =>
        At([.. Enumerable.Range(0, columns[0].Values.Length).Select(i => Monday + i * UnixTime.Day)], assetClass, columns);

    public static InstrumentSeries Weekdays(AssetClass assetClass, params (string Field, double[] Values)[] columns) =>
        At([.. Enumerable.Range(0, columns[0].Values.Length).Select(i => Monday + (i / 5 * 7 + i % 5) * UnixTime.Day)], assetClass, columns);

    public static InstrumentSeries At(long[] times, AssetClass assetClass, params (string Field, double[] Values)[] columns) => new(
        new Instrument("X", assetClass), Timeframe.Day, Availability.Close, times,
        columns.Select(column => KeyValuePair.Create(column.Field, (ReadOnlyMemory<double>)column.Values)));

    public static InstrumentSeries Bars(AssetClass assetClass, double[] open, double[] high, double[] low, double[] close, double[] volume) =>
        Daily(assetClass, ("open", open), ("high", high), ("low", low), ("close", close), ("volume", volume));

    public static QualityReport Report(this InstrumentSeries series) => QualityInspection.Inspect(series, LoadNotes.None);

    /// <summary>A column that changes on every row, without outliers.</summary>
    public static double[] Wave(int count) => [.. Enumerable.Range(0, count).Select(i => 100 + Math.Sin(i * 0.7) + i * 0.01)];
}
