using Tradewind.Domain.Features;

namespace Tradewind.Features.Tests.Features;

/// <summary>Per-column statistics of section 3 of the specification.</summary>
public sealed class ColumnSummaryTests
{
    [Fact]
    public void Statistics_are_of_the_present_values()
    {
        ColumnSummary summary = ColumnSummary.Of("x", [4, double.NaN, 1, 2, double.NaN, 10, double.NaN]);
        // Sorted 1 2 4 10: quartiles at places 0.75, 1.5, 2.25; squared distances from 4.25 sum to 48.75.
        Assert.Equal(new ColumnSummary("x", 4, 3, 42.86, 4.25, Math.Sqrt(48.75 / 3), 1, 1.75, 3, 5.5, 10), summary);
    }

    [Fact]
    public void What_is_undefined_is_absent()
    {
        Assert.Equal(new ColumnSummary("x", 0, 2, 100, null, null, null, null, null, null, null), ColumnSummary.Of("x", [double.NaN, double.NaN]));
        Assert.Equal(new ColumnSummary("x", 1, 0, 0, 5, null, 5, 5, 5, 5, 5), ColumnSummary.Of("x", [5]));
        Assert.Equal(0, ColumnSummary.Of("x", []).NullPercent);
    }

    [Fact]
    public void A_result_summarises_every_column_in_order()
    {
        FeatureResult result = FeaturePipeline.Compute(SampleFrames.Mixed(40), new FeatureSetSpec());
        Assert.Equal(result.Frame.Columns.Select(column => column.Name), result.Summarize().Select(summary => summary.Name));
        ColumnSummary rsi = result.Summarize().Single(summary => summary.Name == "BTC_USDT_rsi_14");
        Assert.Equal((26, 14, 35.0), (rsi.Count, rsi.NullCount, rsi.NullPercent));
    }
}
