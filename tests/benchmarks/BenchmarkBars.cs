using System.Globalization;
using System.Text;
using Tradewind.Domain.Market;

namespace Tradewind.Benchmarks;

/// <summary>A million one-minute bars of a random walk with a fixed seed, in memory and as a CSV file that all sides read.</summary>
internal sealed class BenchmarkBars
{
    public const int Count = 1_000_000;

    private static readonly Lazy<BenchmarkBars> Shared = new(() => new BenchmarkBars());

    private BenchmarkBars()
    {
        (Folder, CsvFile) = (Places.Artifacts("bars"), Path.Combine(Places.Artifacts("bars"), "bars.csv"));
        var random = new Random(20_260);
        double price = 100;
        for (int i = 0; i < Count; i++)
        {
            // Four decimals, as in a feed: the text of the file and the doubles here are the same values.
            Open[i] = price;
            Close[i] = Math.Round(price * (1 + 0.002 * (random.NextDouble() - 0.5)), 4);
            High[i] = Math.Round(Math.Max(Open[i], Close[i]) * (1 + 0.0005 * random.NextDouble()) + 0.0001, 4);
            Low[i] = Math.Round(Math.Min(Open[i], Close[i]) * (1 - 0.0005 * random.NextDouble()) - 0.0001, 4);
            Volume[i] = random.Next(1, 100_000);
            Times[i] = (1_577_836_800L + 60L * i) * 1_000_000_000L;
            price = Close[i];
        }

        WriteCsv();
    }

    public static BenchmarkBars Instance => Shared.Value;

    public string Folder { get; }

    public string CsvFile { get; }

    public long[] Times { get; } = new long[Count];

    public double[] Open { get; } = new double[Count];

    public double[] High { get; } = new double[Count];

    public double[] Low { get; } = new double[Count];

    public double[] Close { get; } = new double[Count];

    public double[] Volume { get; } = new double[Count];

    /// <summary>The bars as a series of an instrument.</summary>
    public InstrumentSeries Series()
    {
        (string Name, double[] Values)[] columns =
            [("open", Open), ("high", High), ("low", Low), ("close", Close), ("volume", Volume)];
        return new InstrumentSeries(
            new Instrument("BENCH", AssetClass.CryptoSpot) { LotSize = 0.0001m },
            Timeframe.Minute,
            Availability.Candle,
            Times,
            columns.Select(column => KeyValuePair.Create(column.Name, (ReadOnlyMemory<double>)column.Values)));
    }

    private void WriteCsv()
    {
        using var file = new StreamWriter(CsvFile, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        file.Write("time,open,high,low,close,volume\n");
        for (int i = 0; i < Count; i++)
        {
            file.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{Times[i] / 1_000_000_000L},{Open[i]},{High[i]},{Low[i]},{Close[i]},{Volume[i]}\n"));
        }
    }
}
