using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Frames of one instrument for the machine-learning features.</summary>
internal static class MachineLearningSeries
{
    public static readonly FeatureSetSpec Only = new()
    {
        Technical = TechnicalSpec.None, Momentum = new MomentumSpec { Columns = [] }, MachineLearning = new MachineLearningSpec(),
    };

    private static readonly string[] s_fields = ["open", "high", "low", "close", "volume", "open_interest"];

    /// <summary>The series of the golden numbers: 300 business days from 2024-01-01.</summary>
    public static Frame Golden(params string[] without)
    {
        List<long> days = [];
        for (long day = UnixTime.FromDate(2024, 1, 1); days.Count < 300; day += UnixTime.Day)
        {
            if (UnixTime.IsWeekday(day))
            {
                days.Add(day);
            }
        }

        double[][] columns = [.. s_fields.Select(_ => new double[300])];
        for (int t = 0; t < 300; t++)
        {
            double close = 70 + 5 * Math.Sin(t / 10.0) + 0.01 * t + 0.7 * Math.Cos(1.3 * t);
            double open = close - 0.2 * Math.Cos(t);
            double[] row =
            [
                open,
                Math.Max(open, close) + 0.5 + 0.2 * Math.Sin(t) * Math.Sin(t),
                Math.Min(open, close) - 0.4 - 0.1 * Math.Cos(t) * Math.Cos(t),
                close,
                100_000 + 20_000 * Math.Sin(t / 7.0) + 5_000 * Math.Cos(1.7 * t),
                300_000 + 500.0 * t + 8_000 * Math.Sin(t / 15.0),
            ];
            for (int i = 0; i < row.Length; i++)
            {
                columns[i][t] = row[i];
            }
        }

        return Of("CL1 Comdty", AssetClass.CommodityFuture, [.. days], columns, without);
    }

    /// <summary>A file of daily bars from Yahoo: date, open, high, low, close, adjusted close, volume.</summary>
    public static Frame Yahoo(string path, string instrument, AssetClass assetClass)
    {
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        long[] days = [.. rows.Select(row => UnixTime.FromDate(DateOnly.ParseExact(row[0][..10], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)))];
        double[][] columns = [.. new[] { 1, 2, 3, 4, 6 }.Select(cell => rows.Select(row => Cell(row[cell])).ToArray())];
        return Of(instrument, assetClass, days, columns, []);
    }

    /// <summary>The same features by the independent implementation.</summary>
    public static Dictionary<string, double[]> Reference(Frame frame) => PythonReference.Compute(
        "machine_learning_reference.py",
        [],
        [
            ("time", [.. frame.Times.ToArray().Select(time => (double)UnixTime.FloorDivide(time, UnixTime.Day))]),
            .. frame.Columns.Select(column => (column.Field, column.Values.ToArray())),
        ]);

    private static Frame Of(string instrument, AssetClass assetClass, long[] days, double[][] columns, string[] without) => new(
        days,
        Timeframe.Day,
        assetClass.IsCrypto(),
        s_fields.Zip(columns).Where(pair => !without.Contains(pair.First)).Select(pair => SampleFrames.Column(instrument, assetClass, pair.First, pair.Second)));

    private static double Cell(string text) =>
        double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
}
