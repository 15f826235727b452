using System.Collections.Immutable;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.Pairs;
using Tradewind.Domain.Strategies.Regime;
using Tradewind.Domain.Strategies.Vix;
using Tradewind.Domain.Strategies.Volatility;

namespace Tradewind.Engine.Tests.Strategies;

/// <summary>Golden numbers of the specification of the other strategies; derived numbers name their arithmetic.</summary>
public class StrategyGoldenTests
{
    private static readonly VixCorrelationSettings s_vix = new()
    {
        Lookback = 180, Windows = [14, 21, 30], MaxLag = 3, Threshold = 0.4, DynamicThresholds = false, MinWindows = 2, PercentileFallback = false,
        VixMinLong = 18, VixMinShort = 20, RsiMaxLong = 55, RsiMinShort = 45, MinDrawdown = 0.03, MinRise = 0.03, Size = 0.02,
    };

    [Fact]
    public void Vix_spike_of_golden_2_is_outside_its_band_with_full_confidence()
    {
        VixRows rows = new(s_vix);
        foreach (double vix in (double[])[18, 18.5, 19, 18.2, 18.8, 19.5, 18.9, 19.2, 19.8, 24])
        {
            rows.Add(vix, 100);
        }

        Assert.Equal(2.694264, rows.BandScore, 5e-7);
        Assert.Equal(0.269841, rows.Change, 5e-7);
        Assert.True(rows.IsAboveBand);
        Assert.Equal(1, VixCorrelationStrategy.SpikeBase(rows.BandScore, rows.Change, SignalDirection.Long));
        Assert.Equal(100, rows.Percentile);
    }

    [Theory]
    [InlineData(28, 0.035, 0.010204, 0.105)]
    [InlineData(18, 0.01, 0.02, 0.03)]
    [InlineData(18, double.NaN, 0.02, 0.04)]
    public void Vix_size_and_risk_unit_follow_vix_and_volatility(double vix, double deviation, double size, double unit)
    {
        (double actualSize, double actualUnit) = VixCorrelationStrategy.Sizing(0.02, vix, deviation);
        Assert.Equal(size, actualSize, 5e-7);
        Assert.Equal(unit, actualUnit, 1e-12);
    }

    [Fact]
    public void Vix_mean_reversion_of_golden_3_has_confidence_and_size()
    {
        // Factors 1, .5, .9, .2 at VIX 30 over 20, a fall of 12 % over 7 %.
        double confidence = VixMeanReversionStrategy.Confidence(10, 0.05, 90, 24);
        Assert.Equal(0.65, confidence, 1e-12);
        Assert.Equal(0.0171875, VixMeanReversionStrategy.SizeOf(0.025, 0.05, 30, confidence), 1e-12);
    }

    [Fact]
    public void Percentiles_of_golden_4_interpolate_between_order_statistics()
    {
        OrderedWindow window = new(10);
        foreach (double value in (double[])[99, 0.9, 0.35, 0.3, 0.42, 0.4, 0.5, 0.7, 0.6, 0.55, 0.62])
        {
            window.Add(value);
        }

        Assert.Equal([0.615, 0.72, 0.81], [.. new[] { 75.0, 90, 95 }.Select(percent => Math.Round(window.Percentile(percent), 12))]);
        Assert.Equal((10, 0.2), (window.Count, window.ShareBelow(0.4)));
        Assert.Equal(0.534, window.Mean(), 1e-12);
    }

    [Fact]
    public void Volatility_breakout_confidence_is_capped_and_short_ones_need_a_high_ratio()
    {
        Assert.Equal(0.9, VolatilityBreakoutStrategy.Measure(SignalDirection.Long, 2.5).Confidence, 1e-12);
        Assert.Equal(0.75, VolatilityBreakoutStrategy.Measure(SignalDirection.Long, 1).Confidence, 1e-12);
        // .5 + .3 × ratio/3 reaches .6 at a ratio of 1.
        Assert.Equal(0.6, VolatilityBreakoutStrategy.Measure(SignalDirection.Short, 1).Confidence, 1e-12);
        Assert.Equal(0.59, VolatilityBreakoutStrategy.Measure(SignalDirection.Short, 0.9).Confidence, 1e-12);
    }

    [Fact]
    public void Moving_average_trend_of_golden_5_has_distance_confidence_and_size()
    {
        (double distance, double confidence, double size) = MovingAverageTrendStrategy.Measure(105, 100, 0.02);
        Assert.Equal(0.05, distance, 1e-12);
        Assert.Equal(0.9, confidence, 1e-12);
        Assert.Equal(0.025, size, 1e-12);
    }

    [Theory]
    [InlineData(-3.34, 0.0495)]
    [InlineData(-3.90, 0.0099)]
    [InlineData(-2.62, 0.2293)]
    [InlineData(-19, 0)]
    [InlineData(1, 1)]
    public void Cointegration_p_values_are_near_the_critical_values_of_one_regressor(double statistic, double expected)
    {
        // −3.34 and −3.90 are the 5 % and 1 % values; −2.62 is where the two branches of the surface meet.
        CointegrationTest test = new(0, 1, statistic, default, 0.5, ImmutableArray<double>.Empty);
        Assert.Equal(expected, test.PValue, 1e-3);
    }

    [Fact]
    public void Pair_rank_adds_its_four_parts() =>
        Assert.Equal((40 * 0.99) + (30 * 0.8) + 20 + (10 * 1.8), PairFit.RankOf(0.01, 0.8, 6, 1.8), 1e-12);

    [Fact]
    public void Market_regime_needs_twenty_returns_and_a_majority_of_five_labels()
    {
        MarketRegimeView view = new(252, 252);
        List<MarketRegime> seen = [];
        for (int i = 0; i < 60; i++)
        {
            // Calm and rising, then five days of ±9 %.
            seen.Add(view.Update(i < 40 ? 0.001 + 0.012 * (i % 2 == 0 ? 1 : -0.85) : (i % 2 == 0 ? -0.09 : 0.05)));
        }

        Assert.All(seen.Take(19), regime => Assert.Equal(MarketRegime.Unknown, regime));
        Assert.Equal(MarketRegime.TrendingUp, seen[30]);
        Assert.NotEqual(MarketRegime.Crisis, seen[41]);
        Assert.Equal(MarketRegime.Crisis, seen[^1]);
        Assert.True(view.Drawdown > 0.15 && view.Volatility > 0.40);
    }
}
