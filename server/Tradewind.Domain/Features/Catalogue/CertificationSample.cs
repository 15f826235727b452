using System.Globalization;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Seeded random data with every kind of column, and a feature set with every family and option that makes one.</summary>
internal static class CertificationSample
{
    private const int Rows = 450;
    private const int Positions = 12;

    public static FeatureSetSpec Spec { get; } = new()
    {
        CrossAsset = new CrossAssetSpec { DivergenceRisk = true, FlightToQualityVolume = true, ScaledDifferenceColumns = ["LUACTRUU_Index_OAS"] },
        SectorCorrelationWindows = [20, 60],
        TargetChanges = [new TargetChangeSpec("LF98TRUU_Index_OAS", [1, 5])],
        Pairs = [new CorrelationPairSpec("BTC_USDT_close", "ETH_USDT_close", 30, CorrelationMethod.Spearman)],
        MachineLearning = new MachineLearningSpec { Instruments = ["BTC/USDT", "CL1 Comdty"] },
        Statistics = new StatisticsSpec
        {
            RangeVolatilityWindow = 15, HurstWindow = 32, SampleEntropyWindow = 60, PermutationEntropyWindow = 20, FractionalOrder = 0.7,
            Covariances = [new PairWindowSpec("BTC_USDT_close", "LF98TRUU_Index_OAS", 20)],
            Cointegrations = [new PairWindowSpec("ETH_USDT_close", "BTC_USDT_close", 40), new PairWindowSpec("LF98TRUU_Index_OAS", "LUACTRUU_Index_OAS", 30)],
            Betas = [new BetaSpec("ETH_USDT_close", "BTC_USDT_close", 20)],
        },
        Windows = new WindowsSpec
        {
            ReturnWindows = [5], LogReturnWindows = [5], SmaWindows = [20], EmaWindows = [20], RsiWindows = [14], ZScoreWindows = [30], VolatilityWindows = [20],
            AtrWindows = [14], StochasticWindows = [21], DonchianWindows = [20], VolumeRatioWindows = [20], PriceVolumeWindows = [25],
        },
        Curve = new CurveSpec(),
        OnChain = new OnChainSpec { ScoreWindow = 90 },
        Calendar = new CalendarSpec(),
    };

    /// <summary>The samples that together have columns of every entry: days with everything, and hours for what days do not have.</summary>
    public static IEnumerable<(Frame Frame, FeatureSetSpec Spec)> Samples(int seed)
    {
        yield return (Frame(seed), Spec);
        List<FrameColumn> columns = [];
        Add(columns, "BTC/USDT", AssetClass.CryptoSpot, "close", Path(30_000, new Random(seed)));
        long start = UnixTime.FromDate(2024, 3, 1);
        yield return (
            new Frame(Enumerable.Range(0, Rows).Select(row => start + row * UnixTime.Hour).ToArray(), Timeframe.Hour, everyDay: true, columns),
            new FeatureSetSpec { Technical = TechnicalSpec.None, Momentum = new MomentumSpec { Columns = [] }, Calendar = new CalendarSpec() });
    }

    private static Frame Frame(int seed)
    {
        Random random = new(seed);
        List<FrameColumn> columns = [];
        AddBars(columns, "BTC/USDT", AssetClass.CryptoSpot, 30_000, random, "volume");
        AddBars(columns, "ETH/USDT", AssetClass.CryptoSpot, 2_000, random, "volume");
        Add(columns, "LF98TRUU Index", AssetClass.CreditIndex, "OAS", Path(4, random));
        Add(columns, "LUACTRUU Index", AssetClass.CreditIndex, "OAS", Path(1.2, random));
        AddBars(columns, "CL1 Comdty", AssetClass.CommodityFuture, 70, random, "volume", "open_interest");
        for (int position = 2; position <= Positions; position++)
        {
            Add(columns, string.Create(CultureInfo.InvariantCulture, $"CL{position} Comdty"), AssetClass.CommodityFuture, "close", Path(70, random));
        }

        foreach ((string ticker, double price) in new[] { ("CO1 Comdty", 75.0), ("XB1 Comdty", 2.1), ("HO1 Comdty", 2.4), ("QS1 Comdty", 680.0) })
        {
            Add(columns, ticker, AssetClass.CommodityFuture, "close", Path(price, random));
        }

        foreach ((string field, double level) in new[] { ("mvrv", 2.0), ("nvt", 60.0), ("hash_rate", 500.0), ("market_cap", 1e12), ("realized_cap", 5e11) })
        {
            Add(columns, "BTC on-chain", AssetClass.OnChain, field, Path(level, random));
        }

        Add(columns, "BTC/USDT:USDT", AssetClass.CryptoPerpetual, "funding_rate", Path(1e-4, random));
        long start = UnixTime.FromDate(2020, 1, 1);
        long[] times = [.. Enumerable.Range(0, Rows).Select(row => start + row * UnixTime.Day)];
        return new Frame(times, Timeframe.Day, everyDay: true, columns);
    }

    private static void AddBars(List<FrameColumn> columns, string id, AssetClass assetClass, double price, Random random, params string[] sizes)
    {
        double[] close = Path(price, random);
        double[] open = [.. close.Select((_, row) => row == 0 ? price : close[row - 1])];
        Add(columns, id, assetClass, "open", open);
        Add(columns, id, assetClass, "high", [.. close.Select((value, row) => Math.Max(value, open[row]) * (1 + 0.01 * random.NextDouble()))]);
        Add(columns, id, assetClass, "low", [.. close.Select((value, row) => Math.Min(value, open[row]) * (1 - 0.01 * random.NextDouble()))]);
        Add(columns, id, assetClass, "close", close);
        foreach (string size in sizes)
        {
            Add(columns, id, assetClass, size, [.. close.Select(_ => 1_000 * random.NextDouble())]);
        }
    }

    private static void Add(List<FrameColumn> columns, string id, AssetClass assetClass, string field, double[] values) =>
        columns.Add(new FrameColumn(ColumnName.Of(id, field), id, assetClass, field, FieldKinds.Of(field), values));

    private static double[] Path(double level, Random random)
    {
        double[] values = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            level *= Math.Exp(0.03 * (random.NextDouble() - 0.5));
            values[row] = level;
        }

        return values;
    }
}
