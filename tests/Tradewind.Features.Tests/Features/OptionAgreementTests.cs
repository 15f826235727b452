using System.Globalization;
using System.IO.Compression;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using CorrelationMethod = Tradewind.Domain.Features.CorrelationMethod;

namespace Tradewind.Features.Tests.Features;

/// <summary>What is made on request only, and the rolling statistics as columns, against numpy on real data: every column, every row.</summary>
public sealed class OptionAgreementTests
{
    private static readonly FeatureSetSpec s_none = new() { Technical = TechnicalSpec.None, Momentum = new MomentumSpec { Columns = [] } };

    /// <summary>Everything options_reference.py computes.</summary>
    public static FeatureSetSpec Options { get; } = s_none with
    {
        Technical = TechnicalSpec.None with { Bollinger = new BollingerSpec { BandWidth = true } },
        CrossAsset = new CrossAssetSpec { DivergenceRisk = true, FlightToQualityVolume = true, PrimaryCredit = "HY_OAS" },
        TargetChanges = [new TargetChangeSpec("HY_OAS", [1, 5])],
        Pairs =
        [
            new CorrelationPairSpec("BTC_USD_close", "ETH_USD_close", 30, CorrelationMethod.Spearman),
            new CorrelationPairSpec("BTC_USD_close", "ETH_USD_close", 12, CorrelationMethod.Kendall),
        ],
        Statistics = new StatisticsSpec
        {
            Betas = [new BetaSpec("ETH_USD_close", "BTC_USD_close", 20), new BetaSpec("BTC_USD_close", "HY_OAS", 30)],
            Covariances = [new PairWindowSpec("BTC_USD_close", "HY_OAS", 20)],
            Cointegrations = [new PairWindowSpec("ETH_USD_close", "BTC_USD_close", 40)],
        },
        OnChain = new OnChainSpec(),
    };

    private static readonly FeatureSetSpec s_statistics = s_none with
    {
        Statistics = new StatisticsSpec
        {
            RangeVolatilityWindow = 15, HurstWindow = 40, SampleEntropyWindow = 30, PermutationEntropyWindow = 20, FractionalOrder = 0.7, Annualization = 365,
        },
    };

    [Fact]
    public void Options_pairs_and_on_chain_scores_agree_with_numpy_on_real_data()
    {
        if (SharedData.Folder() is not { } folder)
        {
            Console.WriteLine("shared data not found: set TRADEWIND_SHARED_DATA to compare with numpy on real data.");
            return;
        }

        Frame frame = WithOnChain(Renamed(SharedData.CryptoAndCredit(folder)), folder);
        Dictionary<string, double[]> theirs = Reference(frame);
        FrameColumn[] ours = [.. FeaturePipeline.Compute(frame, Options).Engineered.Where(column => theirs.ContainsKey(column.Name))];
        Assert.Equal(theirs.Count, ours.Length);
        Agreement.Require(ours, theirs);
        // The scores are of real metrics: 660 days of the file are days of the frame.
        Assert.All(
            new[] { "BTC_CapMVRVCur_zscore", "BTC_NVTAdj_zscore", "BTC_mvrv_score" },
            name => Assert.True(SampleFrames.Values(ours, name).Count(value => !double.IsNaN(value)) > 250, name));
    }

    [Fact]
    public void Rolling_statistics_of_real_bars_agree_with_numpy()
    {
        if (SharedData.Folder() is not { } folder)
        {
            Console.WriteLine("shared data not found: set TRADEWIND_SHARED_DATA to compare with numpy on real data.");
            return;
        }

        Frame frame = MachineLearningSeries.Yahoo(Path.Combine(folder, "crypto", "daily_yahoo", "BTC-USD.csv"), "BTC/USD", AssetClass.CryptoSpot);
        Assert.True(frame.RowCount > 2_700, $"{frame.RowCount} rows");
        Dictionary<string, double[]> theirs = StatisticsReference(frame);
        FrameColumn[] ours = [.. FeaturePipeline.Compute(frame, s_statistics).Engineered];
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Select(column => column.Name).Order(StringComparer.Ordinal));
        Agreement.Require(ours, theirs);
    }

    /// <summary>Columns of the peer of options.</summary>
    public static Dictionary<string, double[]> Reference(Frame frame) => PythonReference.Compute(
        "options_reference.py", [], [.. frame.Columns.Select(column => (column.Name, column.Values.ToArray()))]);

    /// <summary>The statistics of a numpy script under the names of columns.</summary>
    public static Dictionary<string, double[]> StatisticsReference(Frame frame)
    {
        double[] Of(string field) => frame.Find($"BTC_USD_{field}")!.Values.ToArray();
        Dictionary<string, double[]> theirs = PythonReference.Compute(
            "statistics_reference.py", [], ("open", Of("open")), ("high", Of("high")), ("low", Of("low")), ("close", Of("close")), ("other", Of("open")));
        (string Theirs, string Ours)[] names =
        [
            ("parkinson", "parkinson_vol_15"), ("garman_klass", "garman_klass_vol_15"), ("rogers_satchell", "rogers_satchell_vol_15"),
            ("yang_zhang", "yang_zhang_vol_15"), ("hurst", "hurst_40"), ("sample_entropy", "sample_entropy_30"),
            ("permutation_entropy", "permutation_entropy_20"), ("fracdiff", "fracdiff"),
        ];
        return names.ToDictionary(name => $"BTC_USD_{name.Ours}", name => theirs[name.Theirs]);
    }

    /// <summary>The credit columns under the names the script has.</summary>
    public static Frame Renamed(Frame frame) => new(frame.Times, frame.Timeframe, frame.EveryDay, frame.Columns.Select(column => column.Name switch
    {
        "BAMLH0A0HYM2_OAS" => column with { Name = "HY_OAS", InstrumentId = "HY" },
        "BAMLC0A0CM_OAS" => column with { Name = "IG_OAS", InstrumentId = "IG" },
        _ => column,
    }));

    private static Frame WithOnChain(Frame frame, string folder)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(Path.Combine(folder, "onchain", "coinmetrics_btc.csv.gz")), CompressionMode.Decompress));
        List<string> header = [.. reader.ReadLine()!.Split(',')];
        Dictionary<long, string[]> rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))
            .ToDictionary(cells => UnixTime.FromDate(DateOnly.ParseExact(cells[0][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)));
        double Cell(long day, string field) =>
            rows.TryGetValue(day, out string[]? cells) && double.TryParse(cells[header.IndexOf(field)], CultureInfo.InvariantCulture, out double value) ? value : double.NaN;
        return new Frame(frame.Times, frame.Timeframe, frame.EveryDay, frame.Columns.Concat(
            new[] { "CapMVRVCur", "NVTAdj", "CapMrktCurUSD", "CapRealUSD" }.Select(field => SampleFrames.Column(
                "BTC", AssetClass.OnChain, field, [.. frame.Times.ToArray().Select(day => Cell(day, field))]))));
    }
}
