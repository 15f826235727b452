using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Market.Consensus;

namespace Tradewind.Data.Tests.Consensus;

/// <summary>Golden numbers: data specification, numbers 2 and 3.</summary>
public sealed class PriceConsensusTests
{
    [Theory]
    [InlineData(new[] { 100, 100.5, 104.0 }, new[] { 10.0, 20, 5 }, null, 100.333333, 0.5, 0.500554, 30, 2)]
    [InlineData(new[] { 100, 100.5, 104.0 }, new[] { 10.0, 20, 5 }, 60.0, 100.333333, 0.5, 0.375415, 30, 2)]
    [InlineData(new[] { 50000.0, 50025, 49990 }, new[] { 12.0, 8, 5 }, null, 50006, 35, 0.965004, 25, 3)]
    [InlineData(new[] { 100, 102.04 }, new[] { 1.0, 1 }, null, 101.02, 2.04, 0, 2, 2)]
    public void The_golden_numbers_hold(double[] prices, double[] volumes, double? reference, double close, double spread, double confidence, double volume, int kept)
    {
        ConsensusPoint point = Agree(prices, volumes, new ConsensusOptions { LiquidityReferenceVolume = reference });

        Assert.Equal(close, point.Close, 5e-7);
        Assert.Equal(spread, point.Spread, 1e-9);
        Assert.Equal(confidence, point.Confidence, 5e-7);
        Assert.Equal((volume, kept), (point.Volume, point.Kept));
    }

    [Fact]
    public void Middle_prices_far_apart_leave_nobody_and_no_price()
    {
        ConsensusPoint point = Agree([100, 110], [1, 1]);

        Assert.True(double.IsNaN(point.Close) && double.IsNaN(point.Spread));
        Assert.Equal((0.0, 0.0, 0, 2, 10.0), (point.Volume, point.Confidence, point.Kept, point.Quoted, point.RawSpread));
    }

    [Fact]
    public void Without_volume_the_median_of_the_kept_is_the_price() => Assert.Equal(100.5, Agree([100, 101, 130, 100.5], [0, 0, 0, double.NaN]).Close);

    [Fact]
    public void One_venue_of_one_is_certain_and_one_of_three_is_not()
    {
        Assert.Equal(1, Agree([100], [5]).Confidence);
        // One of three, agreement with itself counts half.
        Assert.Equal(1.0 / 3 * 0.5, Agree([100, double.NaN, double.NaN], [5, double.NaN, double.NaN]).Confidence, 1e-15);
    }

    [Fact]
    public void Liquidity_is_measured_against_the_bars_before_once_there_are_ten()
    {
        PriceConsensus consensus = new(1, ConsensusOptions.Default);
        bool[] kept = new bool[1];
        for (int i = 0; i < 9; i++)
        {
            Assert.Equal(1, consensus.Next([100], [100], kept).Confidence);
        }

        // The tenth bar has nine before it, the eleventh has ten: 100 nine times and 1 once, median 100.
        Assert.Equal(1, consensus.Next([100], [1], kept).Confidence);
        Assert.Equal(0.5 + 0.5 * 0.25, consensus.Next([100], [25], kept).Confidence, 1e-15);
    }

    [Fact]
    public void The_price_lies_among_the_kept_prices_and_confidence_within_0_and_1() =>
        Prop.ForAll<PositiveInt[], byte[]>((ticks, volumes) =>
        {
            int venues = Math.Min(ticks.Length, volumes.Length);
            if (venues == 0)
            {
                return true;
            }

            double[] prices = [.. ticks.Take(venues).Select(tick => 100 + tick.Get % 7)];
            bool[] kept = new bool[venues];
            ConsensusPoint point = new PriceConsensus(venues, ConsensusOptions.Default).Next(prices, [.. volumes.Take(venues).Select(volume => (double)volume)], kept);
            double[] used = [.. prices.Where((_, i) => kept[i])];
            return point.Confidence is >= 0 and <= 1
                && (used.Length == 0 ? double.IsNaN(point.Close) : point.Close >= used.Min() - 1e-9 && point.Close <= used.Max() + 1e-9);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_aggregate_golden_numbers_hold()
    {
        AggregatePoint point = AggregatePoint.Of([100, 100.5, 104], [10, 20, 5], AggregationMethod.Vwap);

        Assert.Equal(100.857143, point.Close, 5e-7);
        Assert.Equal(2.179449, point.Divergence, 5e-7);
        Assert.Equal(4, point.Spread, 1e-12);
        Assert.Equal(3.966006, point.SpreadPercent, 5e-7);
    }

    [Fact]
    public void A_missing_venue_does_not_make_the_aggregate_missing()
    {
        Assert.Equal(101, AggregatePoint.Of([100, double.NaN, 102], [1, 7, 1], AggregationMethod.Vwap).Close);
        Assert.Equal(100, AggregatePoint.Of([100, double.NaN, 102], [1, 7, double.NaN], AggregationMethod.Vwap).Close);
        Assert.Equal(101, AggregatePoint.Of([100, double.NaN, 102], [0, 0, 0], AggregationMethod.Mean).Close);
        Assert.Equal(102, AggregatePoint.Of([100, 102, 110], [0, 0, 0], AggregationMethod.Median).Close);
        Assert.True(double.IsNaN(AggregatePoint.Of([100, double.NaN], [1, 1], AggregationMethod.Mean).Divergence));
    }

    private static ConsensusPoint Agree(double[] prices, double[] volumes, ConsensusOptions? options = null) =>
        new PriceConsensus(prices.Length, options ?? ConsensusOptions.Default).Next(prices, volumes, new bool[prices.Length]);
}
