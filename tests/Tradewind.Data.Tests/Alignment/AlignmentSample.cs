using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;

namespace Tradewind.Data.Tests.Alignment;

/// <summary>Short ways to write series and to read frames.</summary>
internal static class AlignmentSample
{
    public static long Time(string text) => UnixTime.FromDateTime(
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal));

    public static InstrumentSeries Series(
        string id, AssetClass assetClass, Availability availability, Timeframe timeframe, long[] times, params (string Field, double[] Values)[] columns) =>
        new(
            new Instrument(id, assetClass), timeframe, availability, times,
            columns.Select(column => KeyValuePair.Create(column.Field, (ReadOnlyMemory<double>)column.Values)));

    public static InstrumentSeries Daily(
        string id, AssetClass assetClass, Availability availability, string field, params (string Date, double Value)[] rows) =>
        Series(
            id, assetClass, availability, Timeframe.Day, [.. rows.Select(row => Time(row.Date))], (field, [.. rows.Select(row => row.Value)]));

    public static InstrumentSeries Hourly(string id, string start, int hours, Func<int, double> value) => Series(
        id, AssetClass.CryptoSpot, Availability.Candle, Timeframe.Hour,
        [.. Enumerable.Range(0, hours).Select(i => Time(start) + i * UnixTime.Hour)],
        ("close", [.. Enumerable.Range(0, hours).Select(value)]));

    public static AlignmentResult Align(AlignmentSpec spec, params InstrumentSeries[] series) =>
        PortfolioAlignment.Align([.. series.Select(one => new AlignedInput(one))], spec);

    public static string[] Labels(this AlignmentResult result) => [.. result.Frame.Times.ToArray().Select(UnixTime.Format)];

    public static double[] Values(this AlignmentResult result, string column) => result.Frame.Find(column)!.Values.ToArray();

    /// <summary>Label of the first row in which the column has a value.</summary>
    public static string FirstLabel(this AlignmentResult result, string column) =>
        result.Labels()[Array.FindIndex(result.Values(column), value => !double.IsNaN(value))];
}
