using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Golden numbers 1 to 7 of the machine-learning specification, row 299 of its series.</summary>
public sealed class MachineLearningGoldenTests
{
    private static readonly FeatureResult Result = FeaturePipeline.Compute(MachineLearningSeries.Golden(), MachineLearningSeries.Only);

    [Fact]
    public void Eighty_two_columns_and_ninety_six_complete_rows()
    {
        Assert.Equal(82, Result.Engineered.Length);
        Assert.Equal(82, Result.Categories.Length);
        Frame complete = Result.CompleteRows();
        Assert.Equal(96, complete.RowCount);
        Assert.Equal(UnixTime.FromDate(2024, 10, 11), complete.Times.Span[0]);
        Assert.Equal(UnixTime.FromDate(2025, 2, 21), complete.Times.Span[^1]);
        Assert.Equal(204, Result.LongestWarmUp);
    }

    [Fact]
    public void Without_open_interest_seventy_eight_columns_and_ninety_one_labelled_rows()
    {
        FeatureResult result = FeaturePipeline.Compute(MachineLearningSeries.Golden("open_interest"), MachineLearningSeries.Only);
        Assert.Equal(78, result.Engineered.Length);
        // A label needs the close five rows on.
        Frame labelled = result.CompleteRows().Prefix(result.CompleteRows().RowCount - 5);
        Assert.Equal(91, labelled.RowCount);
        Assert.Equal(UnixTime.FromDate(2025, 2, 14), labelled.Times.Span[^1]);
        Assert.Equal(71, FeaturePipeline.Compute(MachineLearningSeries.Golden("open_interest", "volume"), MachineLearningSeries.Only).Engineered.Length);
    }

    [Theory]
    [InlineData("return_1d", .012692729)]
    [InlineData("return_63d_zscore", 1.3612671)]
    [InlineData("price_ma_200_ratio", .95404022)]
    [InlineData("ma_200_slope", -.00052456872)]
    [InlineData("ma_50_200_distance", .027409669)]
    [InlineData("volatility_21d", .14674973)]
    [InlineData("vol_of_vol_63d", .00044924318)]
    [InlineData("parkinson_vol_21d", .1598087)]
    [InlineData("atr_14", .019328434)]
    [InlineData("rsi_14", 27.3019)]
    [InlineData("macd", -.025138607)]
    [InlineData("stoch_k", 28.147512)]
    [InlineData("stoch_d", 14.98498)]
    [InlineData("williams_r", -71.852488)]
    [InlineData("obv_normalized", -4.4950788)]
    [InlineData("volume_price_trend", -.0025896673)]
    [InlineData("volume_zscore", -.83696819)]
    [InlineData("oi_price_divergence", .01353015)]
    [InlineData("bb_position", .29238331)]
    [InlineData("price_position", .39470527)]
    [InlineData("overnight_gap", .015217093)]
    [InlineData("days_to_month_end", 7)]
    public void Last_row_of_the_golden_series(string name, double expected) =>
        // Eight significant digits are given; six for rsi_14 and seven where the last is 0.
        Assert.Equal(expected, Result.Frame.Find(name)!.Values.Span[299], tolerance: name == "rsi_14" ? 5.1e-5 : 5.1e-8 * Math.Max(Math.Abs(expected), 1e-2));

    [Fact]
    public void Columns_come_in_nine_groups_in_the_order_of_the_table()
    {
        (string, int)[] counts =
        [
            ("Price", 9), ("Returns", 13), ("Moving Averages", 18), ("Volatility", 11), ("Momentum", 11), ("Volume", 7), ("Open Interest", 4),
            ("Bollinger", 4), ("Calendar", 5),
        ];
        Assert.Equal(counts, Result.Categories.GroupBy(category => category).Select(group => (group.Key, group.Count())));
        string CategoryOf(string name) => Result.Categories[Result.Engineered.Select(column => column.Name).ToList().IndexOf(name)];
        // A search for words in names would put these elsewhere.
        Assert.Equal("Moving Averages", CategoryOf("price_ma_20_ratio"));
        Assert.Equal("Volume", CategoryOf("volume_ma_20_ratio"));
        Assert.Equal("Volume", CategoryOf("volume_price_trend"));
        Assert.Equal("Open Interest", CategoryOf("oi_ma_ratio"));
    }

    [Fact]
    public void The_catalogue_states_names_and_first_valid_rows()
    {
        FeatureDefinition[] definitions = [.. FeatureCatalogue.All.Where(definition => definition.Group == "machine_learning")];
        Assert.Equal(Result.Engineered.Select(column => column.Name).Order(StringComparer.Ordinal),
            definitions.SelectMany(definition => definition.NamePatterns).Order(StringComparer.Ordinal));
        foreach (FeatureDefinition definition in definitions)
        {
            foreach ((string name, int firstValid) in definition.NamePatterns.Zip(definition.DefaultFirstValid))
            {
                double[] values = Result.Frame.Find(name)!.Values.ToArray();
                Assert.Equal((name, firstValid), (name, Array.FindIndex(values, value => !double.IsNaN(value))));
                Assert.DoesNotContain(double.NaN, values[firstValid..]);
            }
        }
    }
}
