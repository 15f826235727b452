using Tradewind.Domain.Market;

namespace Tradewind.Data.Tests.Storage;

/// <summary>Series with contents that are easy to predict.</summary>
internal static class SampleSeries
{
    public static readonly long Start = UnixTime.FromDate(2024, 1, 1);

    /// <summary>Daily bars; the value of field f in row i is <c>i + f / 10</c>.</summary>
    public static InstrumentSeries Bars(string id, int rows, int firstRow = 0) => Of(
        id,
        Timeframe.Day,
        [.. Enumerable.Range(firstRow, rows).Select(i => Start + i * UnixTime.Day)],
        [.. new[] { "open", "high", "low", "close", "volume" }.Select(
            (field, f) => (field, Enumerable.Range(firstRow, rows).Select(i => i + f / 10.0).ToArray()))]);

    public static InstrumentSeries Of(string id, Timeframe timeframe, long[] times, params (string Field, double[] Values)[] columns) => new(
        new Instrument(id, AssetClass.CryptoSpot)
        {
            DisplayName = $"{id} shown",
            Source = "test",
            Currency = "USDT",
            TickSize = 0.01m,
            LotSize = 0.00001m,
            Multiplier = 2m,
            Simulated = true,
        },
        timeframe,
        Availability.Candle,
        times,
        columns.Select(column => KeyValuePair.Create(column.Field, (ReadOnlyMemory<double>)column.Values)));

    public static InstrumentSeries Of(string id, long[] days, params (string Field, double[] Values)[] columns) =>
        Of(id, Timeframe.Day, [.. days.Select(day => Start + day * UnixTime.Day)], columns);
}
