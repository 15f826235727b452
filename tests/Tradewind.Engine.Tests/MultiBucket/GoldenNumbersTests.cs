using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.MultiBucket;

namespace Tradewind.Engine.Tests.MultiBucket;

/// <summary>Golden numbers of the multi-bucket specification.</summary>
public sealed class GoldenNumbersTests
{
    private static readonly MultiBucketSettings Usual = CraftedMarket.Settings();

    [Theory]
    [InlineData(0.10, 1, 1)]
    [InlineData(0.25, 0.714286, 0.828571)]
    [InlineData(0.325, 0.5, 0.7)]
    [InlineData(0.36, 0.4, 0.64)]
    [InlineData(0.45, 0.4, 0.485714)]
    [InlineData(0.4999, 0.4, 0.400171)]
    [InlineData(0.50, 0.4, 0.4)]
    public void Leverage_falls_with_correlation(double correlation, double floored, double interpolated)
    {
        Assert.Equal(floored, Usual.LeverageAt(correlation), 6);
        Assert.Equal(interpolated, CraftedMarket.Settings(("leverage_mode", "interpolated")).LeverageAt(correlation), 6);
        Assert.Equal(0.4, Usual.LeverageAt(double.NaN));
    }

    [Fact]
    public void Scores_of_the_synthetic_closes()
    {
        AssetState asset = new(0, new Instrument("X/USDT", AssetClass.CryptoSpot), "X", Usual);
        double price = 100;
        int[] firstScore = [-1, -1, -1];
        for (int day = 0; day < 250; day++)
        {
            price *= 1 + 0.01 * Math.Sin(day / 7.0) + 0.0005 * (37 * day % 11 - 5);
            asset.Add(new Bar(day, price, price, price, price, double.NaN));
            for (int h = 0; h < 3; h++)
            {
                firstScore[h] = firstScore[h] < 0 && !double.IsNaN(asset.Score[h]) ? day : firstScore[h];
            }
        }

        Assert.Equal(109.811023, price, 6);
        Assert.Equal([126, 133, 149], firstScore);
        AssertClose([-0.03655245, -0.00923233, 0.10453195], asset.Momentum, 1e-8);
        AssertClose([-0.779651, -0.152405, 1.176412], asset.Score, 1e-6);
        Assert.Equal(-0.200265, asset.Composite, 6);
        Assert.Equal(-0.02732012, asset.Acceleration, 8);
    }

    [Fact]
    public void Residual_score_of_six_returns()
    {
        double[] x = [.01, -.02, .03, 0, -.01, .02];
        double[] y = [.02, -.03, .05, .01, -.02, .01];
        (double intercept, double slope) = WindowStatistics.Line(x, y);
        Assert.Equal(-0.00047619, intercept, 8);
        Assert.Equal(1.42857143, slope, 8);
        double[] residuals = [.. x.Select((value, i) => y[i] - intercept - slope * value)];
        Assert.Equal(-1.706939, ResidualScores.Last(residuals, 6, cumulative: false), 6);
        Assert.Equal(-0.965060, ResidualScores.Last(residuals, 3, cumulative: false), 6);
        Assert.Equal(-0.700225, ResidualScores.Last(residuals, 3, cumulative: true), 6);
    }

    [Fact]
    public void Spread_of_a_pair_is_its_residual_not_the_raw_difference()
    {
        double[] second = [2000, 2020, 2050, 2040, 2080, 2100];
        double[] first = [.80, .81, .83, .82, .84, .80];
        MultiBucketSettings settings = CraftedMarket.Settings(("pair_zscore_window", "6"));
        AssetState a = new(0, new Instrument("A/USDT", AssetClass.CryptoSpot), "A", settings);
        AssetState b = new(1, new Instrument("B/USDT", AssetClass.CryptoSpot), "B", settings);
        PairState pair = new("A-B", 0, 1, settings);
        for (int i = 0; i < 6; i++)
        {
            a.Add(new Bar(i, first[i], first[i], first[i], first[i], double.NaN));
            b.Add(new Bar(i, second[i], second[i], second[i], second[i], double.NaN));
            pair.Update(a, b);
        }

        Assert.Equal(0.55876513, pair.Intercept, 8);
        Assert.Equal(0.000125908, pair.Slope, 9);
        Assert.Equal(-0.02317191, pair.Spread, 8);
        Assert.Equal(-1.480875, pair.Score, 6);
    }

    [Theory]
    [InlineData("step", new[] { 92.0, 92, 96, 96, 100, 104 })]
    [InlineData("chandelier", new[] { 94, 97.9, 98, 101.9, 102, 107 })]
    public void Trailing_stop_moves_up_with_the_high(string mode, double[] stops)
    {
        SleeveExits exits = new(CraftedMarket.Settings(("trailing_mode", mode)));
        double[] highs = [100, 103.9, 104, 107.9, 108, 113];
        AssertClose(stops, [.. highs.Select(high => exits.TrailingStop(100, 4, high, 4))], 1e-9);
    }

    [Fact]
    public void Circuit_cuts_once_and_resumes_on_recovery()
    {
        DrawdownCircuit circuit = new(Usual);
        double[] equity = [100, 105, 103, 97, 96.5, 96, 98, 101];
        bool[] cuts = [.. equity.Select(circuit.Update)];
        Assert.Equal([false, false, false, false, true, false, false, false], cuts);
        Assert.False(circuit.Tripped);
        Assert.Equal(0.038095, circuit.Drawdown, 6);
    }

    [Fact]
    public void Caps_follow_each_other_in_order()
    {
        PortfolioCaps caps = new(Usual, 4, (a, b) => (a, b) is (1, 2) ? 0.8 : 0.2);
        List<SleeveWeight> sleeves =
        [
            new(Bucket.Momentum, 1, 0.16, isNew: false), new(Bucket.Momentum, 2, 0.20, isNew: true), new(Bucket.Residual, 1, -0.08, isNew: true),
            new(Bucket.Residual, 3, -0.12, isNew: false), new(Bucket.MeanReversion, 3, -0.03, isNew: true),
        ];
        double hedge = caps.Apply(sleeves, 1, 1_000_000, [1, 1.1, 1, 1.3], 0);
        AssertClose([0.12, 0.18, -0.06, -0.12, -0.021176], [.. sleeves.Select(sleeve => sleeve.Weight)], 1e-6);
        Assert.Equal(0.222, hedge, 9);
        Assert.Equal(0.723176, sleeves.Sum(sleeve => sleeve.Gross) + hedge, 6);
    }

    [Fact]
    public void Without_a_hedge_the_heavier_side_shrinks_to_neutral()
    {
        PortfolioCaps caps = new(
            CraftedMarket.Settings(("allow_hedge", "false"), ("beta_tolerance", "0.04"), ("residual_spread_target", "10")), 3, (_, _) => 0);
        List<SleeveWeight> sleeves =
        [
            new(Bucket.Residual, 0, 0.05, isNew: true), new(Bucket.Residual, 1, 0.04, isNew: true), new(Bucket.Residual, 2, -0.03, isNew: true),
        ];
        Assert.Equal(0, caps.Apply(sleeves, 1, 1_000_000, [1.2, 0.8, 1.5], 0));
        AssertClose([0.489130, 0.489130, 1], [.. sleeves.Select(sleeve => sleeve.Factor)], 1e-6);
    }

    [Fact]
    public void Small_sleeves_are_not_opened_and_small_shrinks_not_done()
    {
        PortfolioCaps caps = new(Usual, 2, (_, _) => 0);
        List<SleeveWeight> sleeves = [new(Bucket.Momentum, 0, 0.004, isNew: true), new(Bucket.Momentum, 1, 0.202, isNew: false)];
        caps.Apply(sleeves, 1, 1_000_000, [1, 1], 0);
        Assert.Equal([0, 1], sleeves.Select(sleeve => sleeve.Factor));
    }

    [Fact]
    public void Cash_is_a_floor_under_everything()
    {
        PortfolioCaps caps = new(CraftedMarket.Settings(("residual_spread_target", "10"), ("cluster_correlation", "1")), 6, (_, _) => 0);
        List<SleeveWeight> sleeves = [.. Enumerable.Range(1, 5).Select(asset => new SleeveWeight(Bucket.Residual, asset, 0.19, isNew: true))];
        double hedge = caps.Apply(sleeves, 1, 1_000_000, [1, 1, 1, 1, 1, 1], 0);
        Assert.Equal(0.8, sleeves.Sum(sleeve => sleeve.Gross) + Math.Abs(hedge), 9);
        Assert.Equal(0, sleeves.Sum(sleeve => sleeve.Weight) + hedge, 9);
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
