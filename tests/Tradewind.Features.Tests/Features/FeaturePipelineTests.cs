using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Which columns a feature set makes, under which names, and what it says about them.</summary>
public sealed class FeaturePipelineTests
{
    [Fact]
    public void Names_and_order_of_columns_follow_the_specification()
    {
        Frame frame = SampleFrames.Daily(
            3,
            SampleFrames.Column("BTC/USDT", AssetClass.CryptoSpot, "high", 1, 2, 3),
            SampleFrames.Column("BTC/USDT", AssetClass.CryptoSpot, "low", 1, 2, 3),
            SampleFrames.Column("BTC/USDT", AssetClass.CryptoSpot, "close", 1, 2, 3),
            SampleFrames.Column("BTC/USDT", AssetClass.CryptoSpot, "volume", 1, 2, 3),
            SampleFrames.Column("LF98TRUU Index", AssetClass.CreditIndex, "OAS", 4, 4, 4));
        FeatureResult result = FeaturePipeline.Compute(frame, new FeatureSetSpec { CrossAsset = new CrossAssetSpec() });
        string[] expected =
        [
            "BTC_USDT_rsi_14", "BTC_USDT_macd", "BTC_USDT_macd_signal", "BTC_USDT_macd_histogram",
            "BTC_USDT_bb_upper", "BTC_USDT_bb_middle", "BTC_USDT_bb_lower", "BTC_USDT_bb_position",
            "BTC_USDT_stoch_rsi_k", "BTC_USDT_stoch_rsi_d", "BTC_USDT_roc_10",
            "BTC_USDT_stoch_k", "BTC_USDT_stoch_d", "BTC_USDT_williams_r", "BTC_USDT_atr", "BTC_USDT_cci",
            "BTC_USDT_vwap_24", "BTC_USDT_obv", "BTC_USDT_volatility_20",
            "LF98TRUU_Index_volatility_20",
            "BTC_USDT_close_5day_rolling_average", "BTC_USDT_close_10day_rolling_average", "BTC_USDT_close_15day_rolling_average",
            "LF98TRUU_Index_OAS_5day_rolling_average", "LF98TRUU_Index_OAS_10day_rolling_average", "LF98TRUU_Index_OAS_15day_rolling_average",
            "momentum_BTC_USDT_close_20", "momentum_LF98TRUU_Index_OAS_20",
            "corr_BTC_USDT_close_LF98TRUU_Index_OAS_20",
            "corr_BTC_USDT_close_LF98TRUU_Index_OAS_60", "regime_BTC_USDT_close_LF98TRUU_Index_OAS_60",
            "corr_BTC_USDT_close_LF98TRUU_Index_OAS_120",
            "divergence_BTC_USDT_close_LF98TRUU_Index_OAS", "divergence_signal_BTC_USDT_close_LF98TRUU_Index_OAS",
            "vol_ratio_BTC_USDT_close_LF98TRUU_Index_OAS_20", "vol_ratio_BTC_USDT_close_LF98TRUU_Index_OAS_20_zscore",
            "regime_BTC_USDT_close_LF98TRUU_Index_OAS", "ftq_indicator", "ftq_signal",
        ];
        Assert.Equal(expected, result.Engineered.Select(column => column.Name));
        Assert.Equal(frame.Columns.Select(column => column.Name), result.Frame.Columns.Take(5).Select(column => column.Name));
        Assert.Equal(120, result.LongestWarmUp);
    }

    [Fact]
    public void Every_feature_is_first_valid_where_it_says()
    {
        Frame frame = SampleFrames.Mixed(260);
        FeatureStream stream = new(frame, FullFeatureSet.Spec);
        FeatureResult result = FeaturePipeline.Compute(frame, FullFeatureSet.Spec);
        Assert.Equal(stream.Features, result.Engineered.Select(column => column.Name));
        for (int i = 0; i < result.Engineered.Length; i++)
        {
            double[] values = result.Engineered[i].Values.ToArray();
            Assert.True(
                Array.FindIndex(values, value => !double.IsNaN(value)) == stream.FirstValidRows[i],
                $"{stream.Features[i]} says {stream.FirstValidRows[i]}, is {Array.FindIndex(values, value => !double.IsNaN(value))}");
            Assert.DoesNotContain(values, double.IsInfinity);
        }

        Assert.Empty(result.Warnings);
        Assert.Equal(56, result.CompleteRows().RowCount);
    }

    [Fact]
    public void Metadata_decides_what_a_column_is_and_names_do_not()
    {
        double[] values = [1, 2, 3];
        Frame frame = SampleFrames.Daily(
            3,
            // A share whose name holds a coin's token, a price of a credit index, an engineered column that looks like a coin's close.
            SampleFrames.Column("BTC Fund", AssetClass.Equity, "close", values),
            SampleFrames.Column("LF98TRUU Index", AssetClass.CreditIndex, "PX_LAST", values),
            new FrameColumn("ETH_USDT_close", "", AssetClass.Unspecified, "", FieldKind.Unknown, values));
        FeatureResult result = FeaturePipeline.Compute(frame, new FeatureSetSpec { CrossAsset = new CrossAssetSpec() });
        Assert.DoesNotContain(result.Engineered, column => column.Name.StartsWith("corr", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Engineered, column => column.Name.StartsWith("ETH", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Engineered, column => column.Name.StartsWith("LF98", StringComparison.Ordinal));
        Assert.Contains(result.Engineered, column => column.Name == "BTC_Fund_rsi_14");
        Assert.Contains(result.Warnings, warning => warning.Contains("no crypto close", StringComparison.Ordinal));
    }

    [Fact]
    public void Whole_tokens_decide_where_the_asset_class_is_not_known()
    {
        double[] values = [1, 2, 3];
        Frame frame = SampleFrames.Daily(
            3,
            new FrameColumn("BTC_USDT_close", "upload", AssetClass.Unspecified, "value", FieldKind.Unknown, values),
            new FrameColumn("HY_OAS", "upload", AssetClass.Unspecified, "value", FieldKind.Unknown, values),
            new FrameColumn("ABTCX_close", "upload", AssetClass.Unspecified, "value", FieldKind.Unknown, values));
        FeatureResult result = FeaturePipeline.Compute(frame, new FeatureSetSpec { CrossAsset = new CrossAssetSpec() });
        Assert.Contains(result.Engineered, column => column.Name == "corr_BTC_USDT_close_HY_OAS_20");
        Assert.Contains(result.Engineered, column => column.Name == "ftq_indicator");
        Assert.DoesNotContain(result.Engineered, column => column.Name == "corr_ABTCX_close_HY_OAS_20");
    }

    [Fact]
    public void Configured_windows_appear_in_names_that_carry_a_number()
    {
        FeatureSetSpec spec = new()
        {
            Technical = TechnicalSpec.None with { RsiWindow = 21, AtrWindow = 7, RocWindow = 3, VwapWindow = 12, VolatilityWindow = 30 },
            Momentum = new MomentumSpec { Columns = ["ETH_USDT_close"], ShortWindows = [7], BaselineWindow = 20 },
            TargetChanges = [new TargetChangeSpec("ETH_USDT_close", [3])],
        };
        string[] eth = [.. FeaturePipeline.Compute(SampleFrames.Mixed(60), spec).Engineered
            .Select(column => column.Name).Where(name => name.StartsWith("ETH", StringComparison.Ordinal))];
        Assert.Equal(
            ["ETH_USDT_rsi_21", "ETH_USDT_roc_3", "ETH_USDT_atr", "ETH_USDT_vwap_12", "ETH_USDT_volatility_30",
                "ETH_USDT_close_7day_rolling_average", "ETH_USDT_close_3_Day_Change"],
            eth);
    }

    [Fact]
    public void Bar_indicators_need_their_columns()
    {
        Frame frame = SampleFrames.Daily(40, SampleFrames.Column("SOL/USDT", AssetClass.CryptoSpot, "close", Ramp(40)));
        string[] names = [.. FeaturePipeline.Compute(frame, new FeatureSetSpec()).Engineered.Select(column => column.Name)];
        Assert.Contains("SOL_USDT_rsi_14", names);
        Assert.DoesNotContain(names, name => name.Contains("stoch_k", StringComparison.Ordinal) || name.EndsWith("_atr", StringComparison.Ordinal));
        Assert.DoesNotContain(names, name => name.Contains("vwap", StringComparison.Ordinal) || name.EndsWith("_obv", StringComparison.Ordinal));
    }

    [Fact]
    public void Annualization_follows_the_calendar_unless_told_otherwise()
    {
        Frame everyDay = SampleFrames.Mixed(40);
        Frame business = new(everyDay.Times, everyDay.Timeframe, everyDay: false, everyDay.Columns);
        double[] of365 = Volatility(everyDay, new FeatureSetSpec());
        double[] of252 = Volatility(business, new FeatureSetSpec());
        double[] of100 = Volatility(everyDay, new FeatureSetSpec { Annualization = 100 });
        Assert.Equal(Math.Sqrt(365.0 / 252), of365[39] / of252[39], tolerance: 1e-12);
        Assert.Equal(Math.Sqrt(365.0 / 100), of365[39] / of100[39], tolerance: 1e-12);

        static double[] Volatility(Frame frame, FeatureSetSpec spec) =>
            SampleFrames.Values(FeaturePipeline.Compute(frame, spec).Engineered, "BTC_USDT_volatility_20");
    }

    [Fact]
    public void An_explicit_pair_takes_the_place_of_the_automatic_column()
    {
        const string Name = "corr_BTC_USDT_close_LF98TRUU_Index_OAS_20";
        Frame frame = SampleFrames.Mixed(130);
        FeatureSetSpec automatic = new() { CrossAsset = new CrossAssetSpec() };
        FeatureSetSpec replaced = automatic with
        {
            Pairs = [new CorrelationPairSpec("BTC_USDT_close", "LF98TRUU_Index_OAS", 20, CorrelationMethod.Spearman)],
        };
        FeatureResult before = FeaturePipeline.Compute(frame, automatic);
        FeatureResult after = FeaturePipeline.Compute(frame, replaced);
        Assert.Equal(before.Engineered.Select(column => column.Name), after.Engineered.Select(column => column.Name));
        Assert.NotEqual(SampleFrames.Values(before.Engineered, Name), SampleFrames.Values(after.Engineered, Name));
        Assert.Empty(after.Warnings);
    }

    [Fact]
    public void A_failing_feature_is_a_warning_and_the_rest_is_made()
    {
        Frame frame = SampleFrames.Mixed(60);
        FeaturePlan plan = FeaturePlan.Build(frame, new FeatureSetSpec());
        plan.Add(new FailingNode("BTC_USDT_close", "broken", failAtRow: 30));
        FeatureResult result = FeaturePipeline.Compute(plan, new FeatureComputeOptions(), CancellationToken.None);
        Assert.Null(result.Frame.Find("broken"));
        Assert.NotNull(result.Frame.Find("BTC_USDT_rsi_14"));
        Assert.Contains(result.Warnings, warning => warning.Contains("broken", StringComparison.Ordinal) && warning.Contains("row 30", StringComparison.Ordinal));
    }

    [Fact]
    public void A_short_series_gives_empty_columns_which_complete_rows_drop()
    {
        FeatureSetSpec spec = new() { Technical = TechnicalSpec.None with { RsiWindow = 14, RocWindow = 5 }, Momentum = new MomentumSpec { Columns = [] } };
        Frame frame = SampleFrames.Daily(10, SampleFrames.Column("SOL/USDT", AssetClass.CryptoSpot, "close", Ramp(10)));
        FeatureResult result = FeaturePipeline.Compute(frame, spec);
        Assert.Equal(["SOL_USDT_rsi_14"], result.EmptyColumns.ToArray());
        Assert.NotNull(result.Frame.Find("SOL_USDT_rsi_14"));
        Assert.Contains(result.Warnings, warning => warning.Contains("SOL_USDT_rsi_14", StringComparison.Ordinal));
        Frame complete = result.CompleteRows();
        Assert.Equal(["SOL_USDT_close", "SOL_USDT_roc_5"], complete.Columns.Select(column => column.Name));
        Assert.Equal(frame.Times.ToArray()[5..], complete.Times.ToArray());
        Assert.Equal(Ramp(10)[5..], complete.Find("SOL_USDT_close")!.Values.ToArray());
    }

    [Fact]
    public void No_complete_row_is_an_error_with_the_reason()
    {
        double[] early = [.. Ramp(40)];
        early.AsSpan(20).Fill(double.NaN);
        double[] late = [.. Ramp(40)];
        late.AsSpan(0, 20).Fill(double.NaN);
        Frame frame = SampleFrames.Daily(
            40,
            SampleFrames.Column("SOL/USDT", AssetClass.CryptoSpot, "close", early),
            SampleFrames.Column("ADA/USDT", AssetClass.CryptoSpot, "close", late));
        FeatureSetSpec spec = new() { Technical = TechnicalSpec.None with { RocWindow = 5 }, Momentum = new MomentumSpec { Columns = [] } };
        PreconditionException error = Assert.Throws<PreconditionException>(() => FeaturePipeline.Compute(frame, spec).CompleteRows());
        Assert.Contains("40 input rows, 4 columns, longest warm-up 5 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_stops_the_work()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => FeaturePipeline.Compute(SampleFrames.Mixed(50), FullFeatureSet.Spec, source.Token));
    }

    private static double[] Ramp(int rows) => [.. Enumerable.Range(0, rows).Select(row => 100.0 + row)];

    [Fact]
    public void The_number_of_threads_changes_no_value()
    {
        Frame frame = SampleFrames.Mixed(300);
        FeatureResult all = FeaturePipeline.Compute(frame, FullFeatureSet.Spec);
        FeatureResult one = FeaturePipeline.Compute(frame, FullFeatureSet.Spec, new FeatureComputeOptions { MaximumThreads = 1 });
        Assert.Equal(all.Frame.ComputeHash(), one.Frame.ComputeHash());
        Assert.Throws<ArgumentOutOfRangeException>(
            () => FeaturePipeline.Compute(frame, FullFeatureSet.Spec, new FeatureComputeOptions { MaximumThreads = 0 }));
    }

    [Fact]
    public void A_window_the_technical_indicators_have_is_made_once_and_without_a_warning()
    {
        FeatureSetSpec spec = new() { Windows = new WindowsSpec { RsiWindows = [14, 9], VolatilityWindows = [20, 9] } };
        FeatureResult result = FeaturePipeline.Compute(SampleFrames.Mixed(80), spec);
        Assert.Equal(["BTC_USDT_rsi_14", "BTC_USDT_rsi_9"], result.Engineered.Select(column => column.Name).Where(name => name.StartsWith("BTC_USDT_rsi", StringComparison.Ordinal)));
        Assert.DoesNotContain(result.Warnings, warning => warning.Contains("exists already", StringComparison.Ordinal));
    }
}
