using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Seeded frames with the metadata of real ones: two coins with bars, two credit indices with OAS and yield.</summary>
internal static class SampleFrames
{
    public static readonly long Start = UnixTime.FromDate(2020, 1, 1);

    public static Frame Mixed(int rows, int seed = 7)
    {
        Random random = new(seed);
        List<FrameColumn> columns = [];
        columns.AddRange(Coin("BTC/USDT", 30_000, rows, random));
        columns.AddRange(Coin("ETH/USDT", 2_000, rows, random));
        columns.AddRange(Credit("LF98TRUU Index", 4, rows, random));
        columns.AddRange(Credit("LUACTRUU Index", 1.2, rows, random));
        return Daily(rows, [.. columns]);
    }

    public static Frame Daily(int rows, params FrameColumn[] columns) => new(Days(rows), Timeframe.Day, everyDay: true, columns);

    public static FrameColumn Column(string instrument, AssetClass assetClass, string field, params double[] values) =>
        new(ColumnName.Of(instrument, field), instrument, assetClass, field, FieldKinds.Of(field), values);

    public static FrameColumn With(FrameColumn column, Action<double[]> change)
    {
        double[] values = column.Values.ToArray();
        change(values);
        return column with { Values = values };
    }

    public static Frame Replace(Frame frame, string name, Action<double[]> change) =>
        new(frame.Times, frame.Timeframe, frame.EveryDay, frame.Columns.Select(column => column.Name == name ? With(column, change) : column));

    public static double[] Values(IEnumerable<FrameColumn> columns, string name) =>
        columns.Single(column => column.Name == name).Values.ToArray();

    private static long[] Days(int rows) => [.. Enumerable.Range(0, rows).Select(row => Start + row * UnixTime.Day)];

    private static IEnumerable<FrameColumn> Coin(string id, double price, int rows, Random random)
    {
        double[][] bars = [new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]];
        for (int row = 0; row < rows; row++)
        {
            double open = price;
            price *= Math.Exp(0.03 * (random.NextDouble() - 0.49));
            bars[0][row] = open;
            bars[1][row] = Math.Max(open, price) * (1 + 0.01 * random.NextDouble());
            bars[2][row] = Math.Min(open, price) * (1 - 0.01 * random.NextDouble());
            bars[3][row] = price;
            bars[4][row] = 1_000 * random.NextDouble();
        }

        string[] fields = ["open", "high", "low", "close", "volume"];
        return fields.Select((field, i) => Column(id, AssetClass.CryptoSpot, field, bars[i]));
    }

    private static IEnumerable<FrameColumn> Credit(string id, double spread, int rows, Random random)
    {
        (double[] oas, double[] yield) = (new double[rows], new double[rows]);
        for (int row = 0; row < rows; row++)
        {
            spread *= Math.Exp(0.02 * (random.NextDouble() - 0.5));
            (oas[row], yield[row]) = (spread, spread + 3 + 0.1 * random.NextDouble());
        }

        return [Column(id, AssetClass.CreditIndex, "OAS", oas), Column(id, AssetClass.CreditIndex, "YTW", yield)];
    }
}
