using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Features.Tests.Indicators;

namespace Tradewind.Features.Tests.Features;

/// <summary>Agreement with numpy, options, names, and no look-ahead of the machine-learning features.</summary>
public sealed class MachineLearningFeatureTests
{
    private static readonly Frame Golden = MachineLearningSeries.Golden();

    [Fact]
    public void Every_column_of_the_golden_series_agrees_with_numpy() => Compare(Golden);

    [Fact]
    public void Gaps_flat_stretches_and_prices_below_zero_agree_with_numpy()
    {
        Frame frame = Golden;
        foreach (string field in new[] { "open", "high", "low", "close" })
        {
            frame = SampleFrames.Replace(frame, $"CL1_Comdty_{field}", values => values.AsSpan(60, 30).Fill(71.3));
            frame = SampleFrames.Replace(frame, $"CL1_Comdty_{field}", values => values[150] = -37.63);
        }

        frame = SampleFrames.Replace(frame, "CL1_Comdty_close", values => values[30] = double.NaN);
        frame = SampleFrames.Replace(frame, "CL1_Comdty_high", values => values[33] = double.NaN);
        frame = SampleFrames.Replace(frame, "CL1_Comdty_volume", values => values.AsSpan(0, 8).Clear());
        frame = SampleFrames.Replace(frame, "CL1_Comdty_volume", values => values[200] = double.NaN);
        frame = SampleFrames.Replace(frame, "CL1_Comdty_open_interest", values => values[210] = 0);
        Compare(frame);
    }

    [Theory]
    [InlineData("crypto/daily_yahoo/BTC-USD.csv", "BTC/USD", AssetClass.CryptoSpot)]
    [InlineData("oil/CL=F.csv", "CL=F", AssetClass.CommodityFuture)]
    public void Real_bars_agree_with_numpy(string file, string instrument, AssetClass assetClass)
    {
        if (SharedData.Folder() is not { } folder)
        {
            Console.WriteLine("shared data not found: set TRADEWIND_SHARED_DATA to compare with numpy on real data.");
            return;
        }

        Frame frame = MachineLearningSeries.Yahoo(Path.Combine(folder, file), instrument, assetClass);
        Assert.True(frame.RowCount > 1_900, $"{frame.RowCount} rows");
        Compare(frame);
    }

    [Fact]
    public void A_settlement_below_zero_costs_126_rows()
    {
        int complete = FeaturePipeline.Compute(MachineLearningSeries.Golden(), MachineLearningSeries.Only).CompleteRows().RowCount;
        Frame longer = Repeat(Golden, 3);
        Frame negative = SampleFrames.Replace(longer, "CL1_Comdty_close", values => values[400] = -37.63);
        int before = FeaturePipeline.Compute(longer, MachineLearningSeries.Only).CompleteRows().RowCount;
        Assert.Equal((96, 696), (complete, before));
        Assert.Equal(before - 126, FeaturePipeline.Compute(negative, MachineLearningSeries.Only).CompleteRows().RowCount);
    }

    [Fact]
    public void Fewer_than_205_rows_are_reported_and_have_no_complete_row()
    {
        FeatureResult result = FeaturePipeline.Compute(Golden.Prefix(204), MachineLearningSeries.Only);
        Assert.Contains(result.Warnings, warning => warning.StartsWith("insufficient: 204 < 205", StringComparison.Ordinal));
        PreconditionException error = Assert.Throws<PreconditionException>(result.CompleteRows);
        Assert.Equal("INSUFFICIENT_ROWS", error.Reason);
        Assert.StartsWith("insufficient: 204 < 205", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, FeaturePipeline.Compute(Golden.Prefix(205), MachineLearningSeries.Only).CompleteRows().RowCount);
    }

    [Fact]
    public void Deduplicate_leaves_out_the_nine_repeated_names()
    {
        FeatureResult all = FeaturePipeline.Compute(Golden, MachineLearningSeries.Only);
        FeatureResult fewer = FeaturePipeline.Compute(Golden, With(spec => spec with { Deduplicate = true }));
        Assert.Equal(73, fewer.Engineered.Length);
        Assert.Equal(73, fewer.Categories.Length);
        string[] gone = [.. all.Engineered.Select(column => column.Name).Except(fewer.Engineered.Select(column => column.Name))];
        Assert.Equal(9, gone.Length);
        Assert.All(gone, name => Assert.Contains(
            fewer.Engineered.Where(column => column.Name.StartsWith("price_lag", StringComparison.Ordinal)),
            kept => kept.Values.Span.SequenceEqual(all.Frame.Find(name)!.Values.Span)));
        // What stays has its own values still.
        Assert.All(fewer.Engineered, column => Assert.True(column.Values.Span.SequenceEqual(all.Frame.Find(column.Name)!.Values.Span), column.Name));
    }

    [Fact]
    public void The_change_of_on_balance_volume_does_not_depend_on_the_start()
    {
        FeatureSetSpec change = With(spec => spec with { ObvChange = true });
        Frame late = Tail(Golden, 40);
        double Last(Frame frame, FeatureSetSpec spec) => FeaturePipeline.Compute(frame, spec).Frame.Find("obv_normalized")!.Values.Span[^1];
        Assert.NotEqual(Last(Golden, MachineLearningSeries.Only), Last(late, MachineLearningSeries.Only), tolerance: 1e-3);
        Assert.Equal(Last(Golden, change), Last(late, change), tolerance: 1e-10);
        Assert.Equal(50, new FeatureStream(Golden.Prefix(0), change).FirstValidRows[new FeatureStream(Golden.Prefix(0), change).Features.IndexOf("obv_normalized")]);
    }

    [Fact]
    public void Volume_that_is_always_zero_makes_no_volume_features()
    {
        Frame silent = SampleFrames.Replace(Golden, "CL1_Comdty_volume", values => values.AsSpan().Clear());
        FeatureResult result = FeaturePipeline.Compute(silent, MachineLearningSeries.Only);
        Assert.Equal(7, result.EmptyColumns.Length);
        Assert.Equal(96, result.CompleteRows().RowCount);
        Assert.Contains(result.Warnings, warning => warning.Contains("volume_trend", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_carry_a_prefix_where_several_instruments_are_covered()
    {
        Frame frame = SampleFrames.Mixed(230);
        FeatureSetSpec both = MachineLearningSeries.Only;
        string[] names = [.. FeaturePipeline.Compute(frame, both).Engineered.Select(column => column.Name)];
        Assert.Equal(2 * 73 + 5, names.Length);
        Assert.Contains("BTC_USDT_ml_rsi_14", names);
        Assert.Contains("ETH_USDT_ml_volume_trend", names);
        Assert.Equal(["day_of_week", "month", "is_month_end", "is_quarter_end", "days_to_month_end"], names[^5..]);
        // With the technical indicators in the set nothing collides.
        Assert.DoesNotContain(
            FeaturePipeline.Compute(frame, new FeatureSetSpec { MachineLearning = new MachineLearningSpec() }).Warnings,
            warning => warning.Contains("exists already", StringComparison.Ordinal));
        string[] one = [.. FeaturePipeline.Compute(frame, With(spec => spec with { Instruments = ["ETH/USDT"] })).Engineered.Select(column => column.Name)];
        Assert.Equal(78, one.Length);
        Assert.Contains("rsi_14", one);
    }

    [Fact]
    public void Unknown_and_closeless_instruments_are_refused_with_their_place()
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => FeaturePipeline.Compute(
            SampleFrames.Mixed(5), With(spec => spec with { Instruments = ["BTC/USDT", "BTC/USD", "LF98TRUU Index", "BTC/USDT"], Annualization = 0 })));
        Assert.Equal(
            ["machine_learning.annualization", "machine_learning.instruments[1]", "machine_learning.instruments[2]", "machine_learning.instruments[3]"],
            error.Violations.Select(violation => violation.Field));
        Assert.Contains("BTC_USDT", error.Violations[1].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_future_that_is_not_back_adjusted_is_warned_about()
    {
        Assert.Contains(FeaturePipeline.Compute(Golden, MachineLearningSeries.Only).Warnings, warning => warning.Contains("roll", StringComparison.Ordinal));
        Assert.DoesNotContain(
            FeaturePipeline.Compute(Golden, With(spec => spec with { Adjusted = true })).Warnings, warning => warning.Contains("roll", StringComparison.Ordinal));
    }

    [Fact]
    public void No_feature_depends_on_later_rows()
    {
        CausalityReport report = CausalityAudit.Run(Golden, MachineLearningSeries.Only, new CausalityAuditOptions { Cuts = 20 });
        Assert.True(report.IsCausal, string.Join("; ", report.Violations.Take(5)));
        Assert.Equal(82, report.FeatureCount);
    }

    [Fact]
    public void Rows_one_at_a_time_give_the_columns_of_the_batch() =>
        Prop.ForAll(SampleSeries.Arbitrary, SampleSeries.Arbitrary, (close, volume) =>
        {
            int rows = Math.Min(Math.Min(close.Length, volume.Length), Golden.RowCount);
            Frame frame = Golden.Prefix(rows);
            frame = SampleFrames.Replace(frame, "CL1_Comdty_close", values => close.AsSpan(0, rows).CopyTo(values));
            frame = SampleFrames.Replace(frame, "CL1_Comdty_volume", values => volume.AsSpan(0, rows).CopyTo(values));
            FeatureResult batch = FeaturePipeline.Compute(frame, MachineLearningSeries.Only);
            FeatureStream stream = new(frame.Prefix(0), MachineLearningSeries.Only);
            Assert.True(stream.NeedsTime);
            Assert.Equal(batch.Categories.AsEnumerable(), stream.Categories);
            for (int row = 0; row < rows; row++)
            {
                ReadOnlySpan<double> values = stream.Update(frame.Times.Span[row], [.. frame.Columns.Select(column => column.Values.Span[row])]);
                for (int i = 0; i < values.Length; i++)
                {
                    double expected = batch.Engineered[i].Values.Span[row];
                    Assert.True(expected.Equals(values[i]), $"{stream.Features[i]} row {row}: {values[i]:R} against {expected:R}");
                    Assert.False(double.IsInfinity(expected), stream.Features[i]);
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));

    [Fact]
    public void A_stream_of_calendar_features_asks_for_the_time() =>
        Assert.Throws<InvalidOperationException>(() => new FeatureStream(Golden.Prefix(0), MachineLearningSeries.Only).Update([1, 2, 3, 4, 5, 6]));

    private static void Compare(Frame frame)
    {
        FrameColumn[] ours = [.. FeaturePipeline.Compute(frame, MachineLearningSeries.Only).Engineered];
        Dictionary<string, double[]> theirs = MachineLearningSeries.Reference(frame);
        Assert.Equal(theirs.Keys, ours.Select(column => column.Name));
        Agreement.Require(ours, theirs);
    }

    private static FeatureSetSpec With(Func<MachineLearningSpec, MachineLearningSpec> change) =>
        MachineLearningSeries.Only with { MachineLearning = change(new MachineLearningSpec()) };

    private static Frame Repeat(Frame frame, int times) => new(
        Enumerable.Range(0, times * frame.RowCount).Select(row => SampleFrames.Start + row * UnixTime.Day).ToArray(),
        frame.Timeframe,
        frame.EveryDay,
        frame.Columns.Select(column => column with { Values = Enumerable.Repeat(column.Values.ToArray(), times).SelectMany(values => values).ToArray() }));

    private static Frame Tail(Frame frame, int start) => new(
        frame.Times[start..], frame.Timeframe, frame.EveryDay, frame.Columns.Select(column => column with { Values = column.Values[start..] }));
}
