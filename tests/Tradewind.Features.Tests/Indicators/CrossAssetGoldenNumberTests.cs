using Tradewind.Domain.Indicators;
using static Tradewind.Features.Tests.Indicators.GoldenSeries;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Golden numbers 5 to 8 of the feature specification.</summary>
public sealed class CrossAssetGoldenNumberTests
{
    [Theory]
    [InlineData(0.08, -0.09, 1.7, 2)]
    [InlineData(0.20, -0.02, 1.2, 1)]
    [InlineData(0.05, 0, 0.5, 0)]
    [InlineData(0.1, -0.05, 1.5, 1)]
    [InlineData(-0.30, 0.04, -1.4, -1)]
    [InlineData(-0.2, 0.2, -2, -2)]
    [InlineData(0.2, 0.2, 0, 0)]
    public void Five_level_regime(double crypto, double credit, double score, double level)
    {
        FiveLevelRegime regime = new(FiveLevelRegime.FixedScale, FiveLevelRegime.FixedScale);
        Assert.Equal(level, regime.Update(crypto, credit));
        Assert.Equal(score, regime.Score, tolerance: 1e-12);
    }

    [Fact]
    public void Correlation_of_levels_and_of_changes()
    {
        Assert.Equal(-0.938035, Fold.Over(new RollingCorrelation(5), ShortPrice, ShortSpread)[5], tolerance: 5e-7);
        double[] changes = Fold.Over(
            new RollingCorrelation(5),
            Fold.Over(new Change(ChangeKind.Return), ShortPrice),
            Fold.Over(new Change(ChangeKind.Difference), ShortSpread));
        Fold.AssertFirstValid(changes, 5);
        Assert.Equal(-0.883758, changes[5], tolerance: 5e-7);
    }

    [Fact]
    public void Trending_levels_correlate_while_their_returns_do_not()
    {
        double[] a = [.. Enumerable.Range(0, 30).Select(i => 100.0 + i + i % 2)];
        double[] s = [.. Enumerable.Range(0, 30).Select(i => 200.0 + 2 * i + (1 - i % 2))];
        double[] returns = Fold.Over(new Change(ChangeKind.Return), a);
        Assert.Equal(0.996279, Fold.Over(new RollingCorrelation(30), a, s)[29], tolerance: 5e-7);
        Assert.Equal(
            -0.976010, Fold.Over(new RollingCorrelation(29), returns, Fold.Over(new Change(ChangeKind.Return), s))[29], tolerance: 5e-7);
        Assert.Equal(
            -0.994021, Fold.Over(new RollingCorrelation(29), returns, Fold.Over(new Change(ChangeKind.Difference), s))[29], tolerance: 5e-7);
    }

    [Fact]
    public void Divergence_and_its_score()
    {
        double[] price = Fold.Over(new Return(2), ShortPrice);
        double[] spread = Fold.Over(new Return(2, ReturnBasis.Spread), ShortSpread);
        double[] difference = [.. price.Zip(spread, (a, s) => a - s)];
        Fold.AssertRows(difference, 2, 0.0075, 0.036949, 0.071875, 0.060277);
        Fold.AssertRows(Fold.Over(new RollingZScore(3), difference), 4, 1.027116, 0.219818);
    }

    [Fact]
    public void Flight_to_quality_and_its_score()
    {
        double[] price = Fold.Over(new Return(2), ShortPrice);
        double[] spread = Fold.Over(new Return(2, ReturnBasis.Spread), ShortSpread);
        FlightToQuality indicator = new(3);
        (double[] raw, double[] score) = (new double[6], new double[6]);
        for (int row = 0; row < 6; row++)
        {
            score[row] = indicator.Update(price[row], spread[row]);
            raw[row] = indicator.Raw;
        }

        Fold.AssertRows(raw, 2, -0.0125, -0.021874, -0.046937, -0.034961);
        Fold.AssertRows(score, 4, -1.113970, -0.029528);
    }

    [Fact]
    public void Vol_ratio()
    {
        double[] ratio = Fold.Over(
            new VolRatio(3), Fold.Over(new Return(1), ShortPrice), Fold.Over(new Return(1, ReturnBasis.Spread), ShortSpread));
        Fold.AssertFirstValid(ratio, 3);
        Fold.AssertRows(ratio, 3, 2.206607, 2.100938, 1.014747);
        double[] flat = Fold.Over(new VolRatio(3), Fold.Over(new Return(1), ShortPrice), new double[6]);
        Assert.All(flat, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Rank_correlation_shares_ranks_between_ties()
    {
        // Ranks 1, 2.5, 2.5, 4 and 2, 1, 3, 4: products of centred ranks sum to 3, squares to 4.5 and 5.
        double[] spearman = Fold.Over(new RankCorrelation(4), [1, 2, 2, 9], [20, 10, 30, 400]);
        Assert.Equal(3 / Math.Sqrt(4.5 * 5), spearman[3], tolerance: 1e-15);
    }

    [Theory]
    [InlineData(0.3, 0)]
    [InlineData(0.31, 1)]
    [InlineData(-0.3, 0)]
    [InlineData(-0.31, -1)]
    [InlineData(double.NaN, double.NaN)]
    public void Correlation_regime_needs_more_than_its_threshold(double correlation, double expected) =>
        Assert.Equal(expected, new CorrelationRegime(0.3).Update(correlation));
}
