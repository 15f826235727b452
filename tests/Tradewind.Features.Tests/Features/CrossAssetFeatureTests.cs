using Tradewind.Domain.Features;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;
using Tradewind.Features.Tests.Indicators;

namespace Tradewind.Features.Tests.Features;

/// <summary>Options and traps of the cross-asset section, through the pipeline.</summary>
public sealed class CrossAssetFeatureTests
{
    private const string Pair = "BTC_USDT_close_LF98TRUU_Index_OAS";

    [Fact]
    public void Golden_numbers_6_and_7_come_out_of_the_pipeline()
    {
        Frame frame = SampleFrames.Daily(
            6,
            SampleFrames.Column("BTC/USDT", AssetClass.CryptoSpot, "close", GoldenSeries.ShortPrice),
            SampleFrames.Column("LF98TRUU Index", AssetClass.CreditIndex, "OAS", GoldenSeries.ShortSpread));
        CrossAssetSpec cross = new() { CorrelationWindows = [5], MomentumWindow = 2, ScoreWindow = 3, VolRatioWindow = 3, RegimeLookback = 2 };
        FeatureSetSpec spec = new() { CrossAsset = cross };
        Dictionary<string, double[]> changes = Columns(frame, spec);
        Dictionary<string, double[]> levels = Columns(frame, spec with { CorrelationInput = CorrelationInput.Levels });
        Assert.Equal(-0.883758, changes[$"corr_{Pair}_5"][5], tolerance: 5e-7);
        Assert.Equal(-0.938035, levels[$"corr_{Pair}_5"][5], tolerance: 5e-7);
        Fold.AssertRows(changes[$"divergence_{Pair}"], 4, 1.027116, 0.219818);
        Fold.AssertRows(changes["ftq_indicator"], 4, -1.113970, -0.029528);
        Fold.AssertRows(changes[$"vol_ratio_{Pair}_3"], 3, 2.206607, 2.100938, 1.014747);
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, 0, 0], changes[$"divergence_signal_{Pair}"]);
        Assert.Equal([double.NaN, double.NaN, double.NaN, double.NaN, 0, 0], changes["ftq_signal"]);
    }

    [Fact]
    public void Five_level_regime_comes_from_returns_of_price_and_spread()
    {
        // +20 % against −2 %: S = 1 + 0.2.
        Dictionary<string, double[]> columns = Columns(TwoRows(1.2, 0.98), With(new CrossAssetSpec { RegimeLookback = 1 }));
        Assert.Equal([double.NaN, 1], columns[$"regime_{Pair}"]);
        Assert.Equal([double.NaN, -2], Columns(TwoRows(0.8, 1.2), With(new CrossAssetSpec { RegimeLookback = 1 }))[$"regime_{Pair}"]);
        Assert.Equal("Risk-On", FiveLevelRegime.Label(1));
        Assert.Null(FiveLevelRegime.Label(double.NaN));
    }

    [Fact]
    public void The_volatility_scale_measures_moves_in_deviations_of_the_lookback()
    {
        Frame frame = SampleFrames.Mixed(90);
        FeatureSetSpec spec = With(new CrossAssetSpec { RegimeLookback = 30, RegimeScale = RegimeScale.Volatility });
        double[] regime = Columns(frame, spec)[$"regime_{Pair}"];
        double[] price = frame.Find("BTC_USDT_close")!.Values.ToArray();
        double[] spread = frame.Find("LF98TRUU_Index_OAS")!.Values.ToArray();
        FiveLevelRegime expected = new(1, 1);
        Fold.AssertFirstValid(regime, 30);
        for (int row = 30; row < 90; row++)
        {
            Assert.Equal(expected.Update(InDeviations(price, row), InDeviations(spread, row)), regime[row]);
        }

        static double InDeviations(double[] values, int row)
        {
            double[] returns = [.. Enumerable.Range(row - 29, 30).Select(i => values[i] / values[i - 1] - 1)];
            return (values[row] / values[row - 30] - 1) / (TwoPass.Deviation(returns) * Math.Sqrt(30));
        }
    }

    [Fact]
    public void A_scaled_difference_spread_counts_one_deviation_as_a_full_move()
    {
        Frame frame = SampleFrames.Mixed(90);
        FeatureSetSpec spec = With(new CrossAssetSpec { RegimeLookback = 30, ScaledDifferenceColumns = ["LF98TRUU_Index_OAS"] });
        Dictionary<string, double[]> columns = Columns(frame, spec);
        double[] price = Fold.Over(new Return(30), frame.Find("BTC_USDT_close")!.Values.ToArray());
        double[] spread = Fold.Over(new Return(30, ReturnBasis.ScaledDifference), frame.Find("LF98TRUU_Index_OAS")!.Values.ToArray());
        Assert.Equal(Fold.Over(new FiveLevelRegime(0.10, 1), price, spread), columns[$"regime_{Pair}"]);
        Assert.Equal(
            Fold.Over(new Return(20, ReturnBasis.ScaledDifference), frame.Find("LF98TRUU_Index_OAS")!.Values.ToArray()),
            columns["momentum_LF98TRUU_Index_OAS_20"]);
    }

    [Fact]
    public void Divergence_risk_scores_the_sum_of_both_moves()
    {
        Frame frame = SampleFrames.Mixed(120);
        double[] risk = Columns(frame, With(new CrossAssetSpec { DivergenceRisk = true }))[$"divergence_risk_{Pair}"];
        double[] price = Fold.Over(new Return(20), frame.Find("BTC_USDT_close")!.Values.ToArray());
        double[] spread = Fold.Over(new Return(20, ReturnBasis.Spread), frame.Find("LF98TRUU_Index_OAS")!.Values.ToArray());
        Assert.Equal(Fold.Over(new RollingZScore(60), [.. price.Zip(spread, (a, s) => a + s)]), risk);
    }

    [Fact]
    public void Flight_to_quality_uses_the_named_primary_and_the_coins_present()
    {
        Frame frame = SampleFrames.Replace(
            SampleFrames.Mixed(150), "ETH_USDT_close", values => values.AsSpan(0, 50).Fill(double.NaN));
        FeatureSetSpec spec = With(new CrossAssetSpec { PrimaryCredit = "LUACTRUU_Index_OAS" });
        double[] btc = Fold.Over(new Return(20), frame.Find("BTC_USDT_close")!.Values.ToArray());
        double[] eth = Fold.Over(new Return(20), frame.Find("ETH_USDT_close")!.Values.ToArray());
        double[] spread = Fold.Over(new Return(20, ReturnBasis.Spread), frame.Find("LUACTRUU_Index_OAS")!.Values.ToArray());
        double[] mean = [.. btc.Zip(eth, (b, e) => double.IsNaN(e) ? b : (b + e) / 2)];
        double[] actual = Columns(frame, spec)["ftq_indicator"];
        Assert.Equal(Fold.Over(new FlightToQuality(60), mean, spread), actual);
        Fold.AssertFirstValid(actual, 79);
    }

    [Fact]
    public void Flight_to_quality_needs_an_option_adjusted_spread_or_a_name()
    {
        Frame sample = SampleFrames.Mixed(30);
        Frame frame = new(sample.Times, sample.Timeframe, true, sample.Columns.Where(column => column.Field != "OAS"));
        FeatureResult result = FeaturePipeline.Compute(frame, With(new CrossAssetSpec()));
        Assert.Null(result.Frame.Find("ftq_indicator"));
        Assert.Contains(result.Warnings, warning => warning.Contains("primary_credit", StringComparison.Ordinal));
        FeatureSetSpec named = With(new CrossAssetSpec { PrimaryCredit = "LF98TRUU_Index_YTW" });
        Assert.NotNull(FeaturePipeline.Compute(frame, named).Frame.Find("ftq_indicator"));
    }

    [Fact]
    public void A_spread_at_zero_is_one_notice_and_missing_values()
    {
        Frame frame = SampleFrames.Replace(SampleFrames.Mixed(150), "LF98TRUU_Index_OAS", values => values[100] = 0);
        FeatureResult result = FeaturePipeline.Compute(frame, With(new CrossAssetSpec()));
        double[] momentum = SampleFrames.Values(result.Engineered, "momentum_LF98TRUU_Index_OAS_20");
        Assert.All(Enumerable.Range(20, 130), row => Assert.Equal(row is >= 100 and <= 120, double.IsNaN(momentum[row])));
        Assert.Single(result.Warnings, warning => warning.StartsWith("LF98TRUU_Index_OAS is not above 1e-6 in 1 rows", StringComparison.Ordinal));
    }

    [Fact]
    public void A_negative_momentum_baseline_is_a_warning()
    {
        double[] curve = [.. Enumerable.Range(0, 40).Select(row => -1.0 - 0.01 * row)];
        Frame frame = SampleFrames.Daily(40, SampleFrames.Column("10_2_Curve", AssetClass.Rate, "value", curve));
        FeatureSetSpec spec = new() { Momentum = new MomentumSpec { Columns = ["10_2_Curve_value"], ShortWindows = [5, 40] } };
        FeatureResult result = FeaturePipeline.Compute(frame, spec);
        Assert.Contains(result.Warnings, warning => warning.Contains("below zero", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, warning => warning.Contains("window 40 is not below", StringComparison.Ordinal));
    }

    [Fact]
    public void Sector_correlations_pair_every_two_credit_columns()
    {
        Frame frame = SampleFrames.Mixed(80);
        FeatureSetSpec spec = new() { SectorCorrelationWindows = [20] };
        Dictionary<string, double[]> columns = Columns(frame, spec);
        Assert.Equal(6, columns.Keys.Count(name => name.StartsWith("corr_", StringComparison.Ordinal)));
        double[] high = Fold.Over(new Change(ChangeKind.Difference), frame.Find("LF98TRUU_Index_OAS")!.Values.ToArray());
        double[] low = Fold.Over(new Change(ChangeKind.Difference), frame.Find("LUACTRUU_Index_OAS")!.Values.ToArray());
        Assert.Equal(Fold.Over(new RollingCorrelation(20), high, low), columns["corr_LF98TRUU_Index_OAS_LUACTRUU_Index_OAS_20"]);
    }

    private static FeatureSetSpec With(CrossAssetSpec cross) => new() { CrossAsset = cross };

    private static Dictionary<string, double[]> Columns(Frame frame, FeatureSetSpec spec) =>
        FeaturePipeline.Compute(frame, spec).Engineered.ToDictionary(column => column.Name, column => column.Values.ToArray());

    private static Frame TwoRows(double price, double spread) => SampleFrames.Daily(
        2,
        SampleFrames.Column("BTC/USDT", AssetClass.CryptoSpot, "close", 1, price),
        SampleFrames.Column("LF98TRUU Index", AssetClass.CreditIndex, "OAS", 1, spread));
}
