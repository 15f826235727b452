using System.Globalization;
using System.IO.Compression;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Features.Tests.Features;

/// <summary>Curve, spread and on-chain features: golden numbers of the oil specification, and pandas on real settlements.</summary>
public sealed class CurveFeatureTests
{
    public const int Positions = 12;

    private static readonly FeatureSetSpec s_spec = new()
    {
        Technical = TechnicalSpec.None, Momentum = new MomentumSpec { Columns = [] }, Curve = new CurveSpec(), OnChain = new OnChainSpec(),
    };

    [Fact]
    public void A_reference_curve_has_its_published_shape()
    {
        double[] prices = [72.50, 72.65, 72.74, 72.86, 72.98, 73.10, 73.22, 73.34, 73.46, 73.58, 73.70, 73.82];
        FeatureResult result = Compute([.. prices.Select((price, i) => Close($"CL{i + 1} Comdty", price))]);
        Assert.Equal(0.12, Last(result, "CL_curve_slope"), 12);
        Assert.Equal(0.12, Last(result, "CL_curve_front_slope"), 12);
        Assert.Equal(0.12, Last(result, "CL_curve_back_slope"), 12);
        Assert.Equal(-0.0030, Last(result, "CL_curve_curvature"), 12);
        Assert.Equal(50, Last(result, "CL_curve_slope_percentile"));
        Assert.Equal((-0.15, -0.60, -1.32), (Round(result, "CL_m1_m2"), Round(result, "CL_m1_m6"), Round(result, "CL_m1_m12")));
        // 2025-01-06: the contracts of February and March stop on 2025-01-21 and 2025-02-20, 30 days apart.
        Assert.Equal((72.50 / 72.65 - 1) * 365 / 30 * 100, Last(result, "CL_roll_yield_annual_pct"), 10);
        Assert.Equal(0.15, Last(result, "CL_roll_cost"), 12);
        Assert.All(result.Engineered.Where(column => column.Name.EndsWith("_zscore", StringComparison.Ordinal)), column => Assert.True(double.IsNaN(column.Values.Span[0])));
    }

    [Fact]
    public void Cracks_are_dollars_a_barrel_and_tonnes_are_divided()
    {
        FeatureResult result = Compute(Close("CL1 Comdty", 75), Close("XB1 Comdty", 2.4), Close("HO1 Comdty", 2.6), Close("QS1 Comdty", 680.5), Close("CO1 Comdty", 0));
        Assert.Equal((28.6, 30.0), (Round(result, "crack_321"), Round(result, "crack_211")));
        Assert.Equal((25.8, 34.2), (Round(result, "crack_gasoline"), Round(result, "crack_heating_oil")));
        Assert.Equal(91.3423, Last(result, "crack_gasoil"), 4);
    }

    [Fact]
    public void A_spread_is_judged_by_those_before_it()
    {
        double[] spreads = [-4.0, -4.2, -4.1, -3.9, -4.3, -4.5, -4.4, -4.0, -3.8, -4.1, -5.0];
        FeatureSetSpec ten = s_spec with { Curve = new CurveSpec { MinimumObservations = 10 } };
        FeatureResult result = Compute(ten, Column("CL1 Comdty", [.. spreads.Select(spread => 70 + spread)]), Column("CO1 Comdty", [.. spreads.Select(_ => 70.0)]));
        Assert.Equal(-3.9303, Last(result, "wti_brent_zscore"), 4);
        Assert.Equal(0, Last(result, "wti_brent_percentile"));
        FeatureResult twenty = Compute(s_spec, Column("CL1 Comdty", [.. spreads.Select(spread => 70 + spread)]), Column("CO1 Comdty", [.. spreads.Select(_ => 70.0)]));
        Assert.True(double.IsNaN(Last(twenty, "wti_brent_zscore")) && double.IsNaN(Last(twenty, "wti_brent_percentile")));
    }

    [Fact]
    public void A_spread_that_did_not_move_scores_zero()
    {
        double[] flat = [.. Enumerable.Repeat(70.0, 30)];
        FeatureResult result = Compute(s_spec, Column("CL1 Comdty", flat), Column("CO1 Comdty", flat));
        Assert.Equal((0.0, 50.0), (Last(result, "wti_brent_zscore"), Last(result, "wti_brent_percentile")));
    }

    [Fact]
    public void Negative_prices_have_a_roll_yield_only_while_the_second_is_positive()
    {
        Assert.Equal(-284.1899, Last(Compute(Close("CL1 Comdty", -37.63), Close("CL2 Comdty", 20.43)), "CL_roll_yield_pct"), 4);
        Assert.True(double.IsNaN(Last(Compute(Close("CL1 Comdty", 10.01), Close("CL2 Comdty", -2)), "CL_roll_yield_pct")));
    }

    [Fact]
    public void A_curve_ends_before_its_first_missing_price()
    {
        FeatureResult result = Compute(Close("CL1 Comdty", 70), Close("CL2 Comdty", 71), Close("CL3 Comdty", double.NaN), Close("CL4 Comdty", 99));
        Assert.Equal(1, Last(result, "CL_curve_slope"));
        Assert.True(double.IsNaN(Last(result, "CL_curve_curvature")));
    }

    [Fact]
    public void A_root_without_its_curve_is_skipped_with_a_warning()
    {
        FeatureResult result = Compute(s_spec with { Curve = new CurveSpec { Roots = ["HO"] } }, Close("CL1 Comdty", 70), Close("CL2 Comdty", 71));
        Assert.Contains(result.Warnings, warning => warning.Contains("HO1 Comdty", StringComparison.Ordinal));
        Assert.Empty(result.Engineered);
    }

    [Fact]
    public void A_stream_gives_the_batch_bit_for_bit()
    {
        Frame frame = Mixed(seed: 11, 300, 6);
        FeatureResult batch = FeaturePipeline.Compute(frame, s_spec);
        FeatureStream stream = new(frame, s_spec);
        for (int row = 0; row < frame.RowCount; row++)
        {
            ReadOnlySpan<double> values = stream.Update(frame.Times.Span[row], [.. frame.Columns.Select(column => column.Values.Span[row])]);
            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(batch.Engineered[i].Values.Span[row]), BitConverter.DoubleToInt64Bits(values[i]));
            }
        }
    }

    [Fact]
    public void Real_settlements_agree_with_pandas()
    {
        if (SharedData.Folder() is not { } folder)
        {
            Console.WriteLine("shared data not found: set TRADEWIND_SHARED_DATA to compare curve features with pandas.");
            return;
        }

        Frame frame = Settlements(folder);
        Assert.True(frame.RowCount > 4_500, $"{frame.RowCount} rows");
        FeatureResult ours = FeaturePipeline.Compute(frame, s_spec);
        Dictionary<string, double[]> theirs = Reference(frame);
        Assert.Equal(theirs.Keys.Order(), ours.Engineered.Select(column => column.Name).Order());
        Agreement.Require(ours.Engineered, theirs);
    }

    /// <summary>Columns of the peer for a frame of settlements, hash rate and funding.</summary>
    public static Dictionary<string, double[]> Reference(Frame frame) => PythonReference.Compute(
        "curve_reference.py",
        [FormattableString.Invariant($"positions={Positions}")],
        [
            .. frame.Columns.Where(column => column.AssetClass == AssetClass.CommodityFuture).Select(column => (column.Name, column.Values.ToArray())),
            ("CL_gap", Gaps(frame)), ("hash", frame.Find("BTC_hash_rate")!.Values.ToArray()), ("funding", frame.Find("FUND_funding_mean")!.Values.ToArray()),
        ]);

    /// <summary>Random settlements with gaps.</summary>
    /// <param name="seed">Of the values.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="positions">Positions of the crude curve.</param>
    public static Frame Mixed(int seed, int rows, int positions)
    {
        Random random = new(seed);
        double[] Values() => [.. Enumerable.Range(0, rows).Select(_ => random.Next(15) == 0 ? double.NaN : 70 + 5 * random.NextDouble())];
        return Daily(
        [
            .. Enumerable.Range(1, positions).Select(n => Column($"CL{n} Comdty", Values())), Column("CO1 Comdty", Values()),
            .. new[] { "XB1 Comdty", "HO1 Comdty", "QS1 Comdty" }.Select(ticker => Column(ticker, Values())),
            SampleFrames.Column("BTC", AssetClass.OnChain, "hash_rate", Values()),
            SampleFrames.Column("BTC", AssetClass.OnChain, "market_cap", Values()), SampleFrames.Column("BTC", AssetClass.OnChain, "realized_cap", Values()),
            SampleFrames.Column("FUND", AssetClass.CryptoPerpetual, "funding_mean", Values()),
        ]);
    }

    private static double[] Gaps(Frame frame)
    {
        CommodityContract crude = CommodityContracts.Require("CL");
        return [.. frame.Times.ToArray().Select(time =>
        {
            DateOnly day = DateOnly.FromDateTime(DateTime.UnixEpoch.AddTicks(time / 100));
            return (double)(Expiry(2) - Expiry(1));
            int Expiry(int position) => ContractExpiry.LastTradeDay(crude, ContractExpiry.AtPosition(crude, position, day)).DayNumber;
        })];
    }

    private static Frame Settlements(string folder)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(Path.Combine(folder, "oil", "futures_curves_wide.csv.gz")), CompressionMode.Decompress));
        List<string> header = [.. reader.ReadLine()!.Replace("\"", "", StringComparison.Ordinal).Split(',')];
        (string Source, string Ticker)[] sources =
        [
            .. Enumerable.Range(1, Positions).Select(n => ($"CL{n:00}", $"CL{n} Comdty")), ("BRN01", "CO1 Comdty"), ("RB01", "XB1 Comdty"), ("HO01", "HO1 Comdty"),
        ];
        SortedDictionary<long, double[]> rows = [];
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Replace("\"", "", StringComparison.Ordinal).Split(',');
            double[] values = [.. sources.Select(source => Number(cells[header.IndexOf(source.Source)]))];
            if (!double.IsNaN(values[0]))
            {
                rows[UnixTime.FromDate(DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture))] = values;
            }
        }

        Dictionary<long, double> hash = Daily(Path.Combine(folder, "onchain", "btc_hashrate.csv"));
        Dictionary<long, double> funding = Daily(Path.Combine(folder, "microstructure", "btc_funding_daily.csv"));
        long[] times = [.. rows.Keys];
        return new Frame(times, Timeframe.Day, everyDay: false,
        [
            .. sources.Select((source, i) => Column(source.Ticker, [.. rows.Values.Select(row => row[i])])),
            // Gasoil settlements are not among the files: heating oil by the tonne stands in for them.
            Column("QS1 Comdty", [.. rows.Values.Select(row => row[^1] * 42 * 7.45)]),
            SampleFrames.Column("BTC", AssetClass.OnChain, "hash_rate", [.. times.Select(time => hash.GetValueOrDefault(time, double.NaN))]),
            SampleFrames.Column("FUND", AssetClass.CryptoPerpetual, "funding_mean", [.. times.Select(time => funding.GetValueOrDefault(time, double.NaN))]),
        ]);
    }

    private static Dictionary<long, double> Daily(string path) => File.ReadLines(path).Skip(1).Select(line => line.Split(','))
        .ToDictionary(cells => UnixTime.FromDate(DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture)), cells => Number(cells[1]));

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    private static FeatureResult Compute(params FrameColumn[] columns) => Compute(s_spec, columns);

    private static FeatureResult Compute(FeatureSetSpec spec, params FrameColumn[] columns) => FeaturePipeline.Compute(Daily(columns), spec);

    private static Frame Daily(FrameColumn[] columns)
    {
        long start = UnixTime.FromDate(2025, 1, 6);
        return new Frame(
            Enumerable.Range(0, columns[0].Values.Length).Select(row => start + row * UnixTime.Day).ToArray(), Timeframe.Day, everyDay: true, columns);
    }

    private static FrameColumn Close(string ticker, double price) => Column(ticker, [price]);

    private static FrameColumn Column(string ticker, double[] values) => SampleFrames.Column(ticker, AssetClass.CommodityFuture, "close", values);

    private static double Last(FeatureResult result, string name) => result.Engineered.Single(column => column.Name == name).Values.Span[^1];

    private static double Round(FeatureResult result, string name) => Math.Round(Last(result, name), 9);
}
