using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;

namespace Tradewind.Features.Tests.Features;

/// <summary>Leaving out features by missing values and by correlation.</summary>
public sealed class FeatureSelectionTests
{
    private static readonly FeatureResult Result = FeaturePipeline.Compute(MachineLearningSeries.Golden(), MachineLearningSeries.Only);

    [Fact]
    public void Nothing_goes_unless_asked_for()
    {
        (FeatureResult kept, ImmutableArray<LeftOutFeature> leftOut) = FeatureSelection.Apply(Result, new FeatureSelectionSpec());
        Assert.Empty(leftOut);
        Assert.True(Result.Frame.Columns.SequenceEqual(kept.Frame.Columns));
        Assert.Equal(Result.Warnings.AsEnumerable(), kept.Warnings);
    }

    [Fact]
    public void Columns_missing_too_often_go()
    {
        (FeatureResult kept, ImmutableArray<LeftOutFeature> leftOut) = FeatureSelection.Apply(Result, new FeatureSelectionSpec { MaximumMissingShare = 0.6 });
        // Only the averages of 200 rows: 199 and 204 of 300 are missing.
        Assert.Equal(
            ["price_ma_200_ratio", "ma_200_slope", "ma_50_200_cross", "ma_50_200_distance"], leftOut.Select(feature => feature.Name));
        Assert.Equal(204 / 300.0, leftOut[1].MissingShare);
        Assert.Equal(78, kept.Engineered.Length);
        Assert.Equal(78, kept.Categories.Length);
        Assert.Equal(Result.RawColumnCount, kept.RawColumnCount);
    }

    [Fact]
    public void Nearly_equal_columns_go_and_name_the_one_that_stays()
    {
        (FeatureResult kept, ImmutableArray<LeftOutFeature> leftOut) =
            FeatureSelection.Apply(Result, new FeatureSelectionSpec { Pruning = new CorrelationPruningSpec() });
        Assert.Equal(82, kept.Engineered.Length + leftOut.Length);
        LeftOutFeature repeated = leftOut.Single(feature => feature.Name == "return_5d");
        Assert.Equal(1, repeated.Correlation!.Value, tolerance: 1e-9);
        Assert.Contains(kept.Engineered, column => column.Name == repeated.BecauseOf);
        Assert.All(leftOut.Where(feature => feature.BecauseOf is not null), feature => Assert.True(Math.Abs(feature.Correlation!.Value) > 0.95));
        Assert.Contains(kept.Warnings, warning => warning.Contains("Do not train", StringComparison.Ordinal));
        // Categories still belong to their columns.
        int place = kept.Engineered.Select(column => column.Name).ToList().IndexOf("volume_zscore");
        Assert.Equal("Volume", kept.Categories[place]);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void A_share_out_of_range_is_refused(double share) => Assert.Equal(
        "maximum_missing_share",
        Assert.Throws<InvalidInputException>(() => FeatureSelection.Apply(Result, new FeatureSelectionSpec { MaximumMissingShare = share })).Violations[0].Field);

    [Fact]
    public void A_threshold_out_of_range_is_refused() => Assert.Throws<InvalidInputException>(
        () => FeatureSelection.Apply(Result, new FeatureSelectionSpec { Pruning = new CorrelationPruningSpec { Threshold = 0 } }));
}
