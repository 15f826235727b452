using System.Globalization;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests.MultiBucket;

/// <summary>Daily bars of a file with a header that names date, open, high, low and close.</summary>
internal static class RealBars
{
    public static InstrumentSeries Read(string path, string symbol)
    {
        string[][] lines = [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(','))];
        int Column(string name) => Array.FindIndex(lines[0], header => header.Contains(name, StringComparison.OrdinalIgnoreCase));
        (int time, int close) = (0, Array.FindIndex(lines[0], header => string.Equals(header.Trim(), "close", StringComparison.OrdinalIgnoreCase)));
        string[][] rows = [.. lines.Skip(1).Where(row => double.TryParse(row[close], NumberStyles.Float, CultureInfo.InvariantCulture, out _))];
        double[] Values(int column) => [.. rows.Select(row => double.Parse(row[column], CultureInfo.InvariantCulture))];
        long[] times =
        [
            .. rows.Select(row => DateOnly.Parse(row[time][..10], CultureInfo.InvariantCulture))
                .Select(date => UnixTime.FromDate(date.Year, date.Month, date.Day)),
        ];
        return new InstrumentSeries(
            new Instrument($"{symbol}/USDT", AssetClass.CryptoSpot) { LotSize = 0.000001m }, Timeframe.Day, Availability.Candle, times,
            new[] { ("open", Column("open")), ("high", Column("high")), ("low", Column("low")), ("close", close) }
                .Select(field => KeyValuePair.Create(field.Item1, (ReadOnlyMemory<double>)Values(field.Item2))));
    }
}
