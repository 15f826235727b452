using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Strategies.Attribution;
using static Tradewind.Engine.Tests.MultiBucket.CraftedMarket;

namespace Tradewind.Engine.Tests.MultiBucket;

/// <summary>Each rule of the multi-bucket strategy on a market made to meet it; the other rules are set out of the way.</summary>
public sealed class RuleTests
{
    private const string Momentum = "momentum_long_target";
    private const string Residual = "residual_spread_target";
    private const string Pair = "pair_convergence_target";
    private const string Reversion = "mean_reversion_target";

    // Quiet, then two weeks up with growing steps, then what the test says.
    private static double Rally(int asset, int day, double after) => asset != 2 || day < Quiet ? Noise(asset, day)
        : day < Quiet + 14 ? 0.008 + 0.0015 * (day - Quiet) + 0.2 * Noise(asset, day)
        : after + 0.2 * Noise(asset, day);

    [Fact]
    public void Momentum_is_bought_in_a_rally_and_stopped_in_a_crash()
    {
        BacktestResult result = Run(Bars(Quiet + 40, (asset, day) => Rally(asset, day, -0.08)), Only(Momentum));
        SleeveTrade trade = Assert.Single(result.Attribution!.Trades, trade => trade.Name == "AAA/USDT");
        Assert.Equal(("momentum", true, "stop"), (trade.Bucket, trade.IsLong, trade.ExitReason));
        Assert.True(trade.Risk > 0);
    }

    [Theory]
    [InlineData("composite momentum", -0.012, "acceleration_negative_days=1000;momentum_strength_exit=-1;stop_loss_atr_multiplier=100")]
    [InlineData("acceleration", 0.004, "composite_exit_threshold=-10;momentum_strength_exit=-1;stop_loss_atr_multiplier=100")]
    [InlineData("momentum strength", -0.012, "composite_exit_threshold=-10;acceleration_negative_days=1000;stop_loss_atr_multiplier=100")]
    public void Momentum_is_closed_when_it_fades(string reason, double after, string parameters)
    {
        BacktestResult result = Run(Bars(Quiet + 60, (asset, day) => Rally(asset, day, after)), Only(Momentum, Parse(parameters)));
        Assert.Contains(result.Attribution!.Trades, trade => trade.Name == "AAA/USDT" && trade.ExitReason == reason);
    }

    [Fact]
    public void Trailing_stop_closes_with_a_profit_when_the_price_only_gives_back_a_part()
    {
        BacktestResult result = Run(
            Bars(Quiet + 60, (asset, day) => Rally(asset, day, -0.02)),
            Only(Momentum, Parse("composite_exit_threshold=-10;momentum_strength_exit=-1;acceleration_negative_days=1000;trailing_mode=step")));
        SleeveTrade trade = result.Attribution!.Trades.First(trade => trade.Name == "AAA/USDT");
        Assert.Equal("stop", trade.ExitReason);
        Assert.True(trade.Net > 0, $"net {trade.Net}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Residuals_are_traded_both_ways_and_closed_when_they_reverse(bool isLong)
    {
        BacktestResult result = Run(Bars(Quiet + 60, Noise), Only(Residual));
        Assert.Contains(result.Attribution!.Trades, trade => trade.Bucket == "residual" && trade.IsLong == isLong && trade.ExitReason == "residual reversed");
        Assert.DoesNotContain(result.Attribution.Trades, trade => trade.Name is "BTC/USDT" or "ETH/USDT");
    }

    [Theory]
    [InlineData("stop", "stop_loss_atr_multiplier=0.01")]
    [InlineData("time", "stop_loss_atr_multiplier=100;time_stop_days=1;time_stop_profit_threshold=100")]
    public void Residuals_are_closed_by_stop_and_age(string reason, string parameters)
    {
        BacktestResult result = Run(Bars(Quiet + 80, Noise), Only(Residual, Parse(parameters)));
        Assert.Contains(result.Attribution!.Trades, trade => trade.ExitReason == reason);
    }

    [Fact]
    public void A_hedge_in_the_market_asset_keeps_residuals_neutral()
    {
        IReadOnlyList<Domain.Market.InstrumentSeries> bars = Bars(Quiet + 80, (asset, day) => (asset == 0 ? 1 : 1.4) * Noise(0, day) + 0.5 * Noise(asset, day));
        PortfolioAttribution hedged = Run(bars, Only(Residual, ("beta_tolerance", "0.02"))).Attribution!;
        PortfolioAttribution bare = Run(bars, Only(Residual)).Attribution!;
        Assert.Contains(hedged.Trades, trade => trade.Bucket == "hedge");
        Assert.True(hedged.MeanAbsoluteBeta < 0.5 * bare.MeanAbsoluteBeta, $"{hedged.MeanAbsoluteBeta} against {bare.MeanAbsoluteBeta}");
    }

    // Far up with a weakening index (or down with a strengthening one): a fast leg, then a slower one.
    private static double Stretch(int asset, int day, int direction, double after) => asset != 2 || day < Quiet ? Noise(asset, day)
        : direction * (day < Quiet + 4 ? 0.05 : day < Quiet + 6 ? -0.012 : day < Quiet + 7 ? 0.01 : direction * after);

    [Theory]
    [InlineData("target", 1, -0.01, "")]
    [InlineData("stop", 1, 0.06, "")]
    [InlineData("time", 1, 0.0, "time_stop_days=2;reversion_target=-9;stop_loss_atr_multiplier=100")]
    [InlineData("correlation", 1, 0.0, "mean_reversion_exit_corr=-1;reversion_target=-9;stop_loss_atr_multiplier=100")]
    [InlineData("target", -1, 0.01, "mean_reversion_strength=-1")]
    [InlineData("time", -1, 0.0, "mean_reversion_strength=-1;time_stop_days=2;reversion_target=-9;stop_loss_atr_multiplier=100")]
    public void Extreme_weeks_are_faded(string reason, int direction, double after, string parameters)
    {
        BacktestResult result = Run(
            Bars(Quiet + 40, (asset, day) => Stretch(asset, day, direction, after)),
            Only(Reversion, [("mean_reversion_max_corr", "1"), ("mean_reversion_short_limit", "1"), ("mean_reversion_exit_corr", "1.01"), .. Parse(parameters)]));
        Assert.Contains(result.Attribution!.Trades, trade =>
            trade.Name == "AAA/USDT" && trade.Bucket == "mean_reversion" && trade.IsLong == direction < 0 && trade.ExitReason == reason);
    }

    [Fact]
    public void Momentum_is_hedged_too_where_the_whole_portfolio_is_kept_neutral()
    {
        IReadOnlyList<Domain.Market.InstrumentSeries> bars = Bars(
            Quiet + 30, (asset, day) => Rally(asset, day, 0.002) + (asset is 0 or 2 ? 0.01 * Math.Sin(1.3 * day) : 0));
        PortfolioAttribution residual = Run(bars, Only(Momentum, ("beta_tolerance", "0.02"))).Attribution!;
        PortfolioAttribution portfolio = Run(bars, Only(Momentum, ("beta_tolerance", "0.02"), ("neutrality_scope", "portfolio"))).Attribution!;
        Assert.DoesNotContain(residual.Days, day => day.ScopeBeta != 0);
        Assert.Contains(residual.Days, day => Math.Abs(day.Beta) > 0.05);
        // A long book needs a short of the market asset.
        DayColumn hedge = portfolio.DayColumns.Single(column => column.Name == "hedge_net");
        Assert.True(hedge.Values.ToArray().Min() < -0.02);
        Assert.True(hedge.Values.ToArray().Max() <= 0);
        Assert.True(portfolio.Days.Max(day => Math.Abs(day.Beta)) < residual.Days.Max(day => Math.Abs(day.Beta)));
    }

    [Fact]
    public void New_sizes_shrink_when_the_book_is_already_beyond_its_target_volatility()
    {
        // AAA rallies first, is held and turns wild; BBB follows two weeks later.
        static double Two(int asset, int day) => asset == 3 ? Rally(2, day - 14, 0.002)
            : Rally(asset, day, 0.002) + (asset == 2 && day >= Quiet + 12 ? day % 2 == 0 ? 0.05 : -0.05 : 0);
        (string, string)[] small = Parse("target_portfolio_vol=0.02;rebalance_band=0;leverage_reduction_factor=1;cluster_risk_multiplier=10;composite_exit_threshold=-10;"
            + "acceleration_negative_days=1000;momentum_strength_exit=-1;stop_loss_atr_multiplier=100");
        IReadOnlyList<Domain.Market.InstrumentSeries> bars = Bars(Quiet + 30, Two);
        BacktestResult plain = Run(bars, Only(Momentum, small)), scaled = Run(bars, Only(Momentum, [.. small, ("scale_to_target_vol", "true")]));
        static decimal First(BacktestResult result, string id) => result.Fills.First(fill => fill.Instrument == id).Quantity;
        Assert.Equal(First(plain, "AAA/USDT"), First(scaled, "AAA/USDT"));
        long time = scaled.Fills.First(fill => fill.Instrument == "BBB/USDT").Time;
        double expected = scaled.Attribution!.Days[scaled.Times.Span.BinarySearch(time) - 1].ExpectedVolatility;
        Assert.True(expected > 0.02, $"expected volatility {expected}");
        Assert.Equal(0.02 / expected, (double)(First(scaled, "BBB/USDT") / First(plain, "BBB/USDT")), 1e-3);
    }

    [Fact]
    public void A_second_cut_follows_a_deeper_fall_once()
    {
        Domain.Strategies.MultiBucket.DrawdownCircuit circuit = new(Settings(("second_circuit_threshold", "0.16")));
        double[] equity = [100, 91.5, 85, 83.5, 80, 97, 91, 89, 83];
        Assert.Equal([false, true, false, true, false, false, true, false, true], equity.Select(value => circuit.Update(value)));
        Assert.Equal((2, 4), (circuit.Trips, circuit.Cuts));
        Domain.Strategies.MultiBucket.DrawdownCircuit once = new(Settings());
        Assert.Equal(2, equity.Count(once.Update));
    }

    [Fact]
    public void Days_by_bucket_add_up_to_the_portfolio()
    {
        BacktestResult result = Run(Bars(Quiet + 60, Noise), new Dictionary<string, string>());
        PortfolioAttribution attribution = result.Attribution!;
        ILookup<string, double[]> columns = attribution.DayColumns.ToLookup(column => column.Name, column => column.Values.ToArray());
        string[] buckets = [.. attribution.Buckets.Select(bucket => bucket.Bucket)];
        for (int day = 0; day < attribution.Days.Count; day++)
        {
            Assert.Equal(attribution.Days[day].Equity - 1_000_000, buckets.Sum(bucket => columns[$"{bucket}_profit"].Single()[day]), 1e-6);
            Assert.Equal(attribution.Days[day].Net, buckets.Sum(bucket => columns[$"{bucket}_net"].Single()[day]), 1e-9);
        }

        Assert.Equal(attribution.Buckets[1].SignalCount, columns["residual_signals"].Single().Sum());
        Assert.Equal([14 + 4 + (6 * 5)], [attribution.DayColumns.Length]);
        Assert.Equal((0.15, 0.25), (attribution.Buckets[1].RangeMinimum, attribution.Buckets[1].RangeMaximum));
        Assert.InRange(attribution.Buckets[1].ShareInRange!.Value, 0, 1);
        Assert.Null(attribution.Buckets[4].RangeMinimum);
    }

    [Fact]
    public void Mean_reversion_waits_for_low_correlation() => Assert.Equal(0, Run(
        Bars(Quiet + 40, (asset, day) => Stretch(asset, day, 1, 0)), Only(Reversion, ("mean_reversion_max_corr", "-1")))
        .Attribution!.Buckets.Single(bucket => bucket.Bucket == "mean_reversion").SignalCount);

    // The second asset of the pair follows the first, parts from it once, and then does what the test says.
    private static double Parting(int asset, int day, double parting, double after) => asset is not (2 or 3) ? Noise(asset, day)
        : asset == 2 || day < Quiet || day >= Quiet + 30 ? 2 * Noise(2, day) + 0.02 * Noise(asset, day)
        : 2 * Noise(2, day) + (day < Quiet + 3 ? parting : after);

    private static readonly (string, string)[] OnePair =
        [("pairs", "BBB:AAA"), ("pair_correlation_threshold", "-1"), ("pair_correlation_decline_threshold", "-2"), ("pair_hard_stop_threshold", "100")];

    [Theory]
    [InlineData("converged", -0.02, 0.006, "pair_correlation_breakdown_threshold=-1;time_stop_days=1000")]
    [InlineData("converged", 0.02, -0.006, "pair_correlation_breakdown_threshold=-1;time_stop_days=1000")]
    [InlineData("stop", -0.02, -0.02, "pair_correlation_breakdown_threshold=-1;pair_hard_stop_threshold=6;time_stop_days=1000")]
    [InlineData("correlation", -0.02, 0.0, "pair_correlation_breakdown_threshold=0.999;time_stop_days=1000")]
    [InlineData("time", -0.02, 0.0, "pair_correlation_breakdown_threshold=-1;time_stop_days=2;time_stop_profit_threshold=100")]
    public void Pairs_are_traded_with_two_legs(string reason, double parting, double after, string parameters)
    {
        BacktestResult result = Run(
            Bars(Quiet + 60, (asset, day) => Parting(asset, day, parting, after)), Only(Pair, [.. OnePair, .. Parse(parameters)]));
        SleeveTrade trade = result.Attribution!.Trades.First(trade => trade.EntryTime > result.Times.Span[Quiet]);
        Assert.Equal(("pair", "BBB-AAA", reason), (trade.Bucket, trade.Name, trade.ExitReason));
        Assert.Equal(parting < 0, trade.IsLong);
        Assert.Contains(result.Fills, fill => fill.Instrument == "AAA/USDT");
        Assert.Contains(result.Fills, fill => fill.Instrument == "BBB/USDT");
    }

    [Fact]
    public void Pairs_of_logs_hold_the_money_of_their_slope()
    {
        IReadOnlyList<Domain.Market.InstrumentSeries> bars = Bars(Quiet + 60, (asset, day) => Parting(asset, day, -0.02, 0.006));
        BacktestResult result = Run(bars, Only(Pair, [.. OnePair, ("pair_space", "log"), .. Parse(
            "pair_correlation_breakdown_threshold=-1;time_stop_days=1000;target_portfolio_vol=0.01;rebalance_band=0")]));
        SleeveTrade trade = result.Attribution!.Trades.First(trade => trade.EntryTime > result.Times.Span[Quiet]);
        Assert.Equal(("BBB-AAA", true, "converged"), (trade.Name, trade.IsLong, trade.ExitReason));

        // The signal is of the day before the fill; its line is fitted on the 60 bars up to it, its units are of the closes of that day.
        int row = result.Times.Span.BinarySearch(trade.EntryTime) - 1;
        double[] Logs(string id) => [.. bars.Single(series => series.Instrument.Id == id).Column("close").ToArray()[(row - 59)..(row + 1)].Select(price => Math.Log(price))];
        double slope = Domain.Strategies.WindowStatistics.Line(Logs("AAA/USDT"), Logs("BBB/USDT")).Slope;
        double Money(string id) => (double)result.Fills.First(fill => fill.Instrument == id && fill.Time == trade.EntryTime).Quantity * Math.Exp(Logs(id)[^1]);
        Assert.Equal(slope, Money("AAA/USDT") / Money("BBB/USDT"), 1e-4);
    }

    [Fact]
    public void Half_of_a_pair_is_closed_on_the_way()
    {
        BacktestResult result = Run(
            Bars(Quiet + 60, (asset, day) => Parting(asset, day, -0.02, 0.006)),
            Only(Pair, [.. OnePair, .. Parse(
                "pair_correlation_breakdown_threshold=-1;time_stop_days=1000;pair_partial_exit_threshold=1.5;"
                + "target_portfolio_vol=0.005;rebalance_band=0")]));
        long entry = result.Attribution!.Trades.First(trade => trade.EntryTime > result.Times.Span[Quiet]).EntryTime;
        decimal[] fills = [.. result.Fills.Where(fill => fill.Instrument == "BBB/USDT" && fill.Time >= entry).Take(3).Select(fill => fill.Quantity)];
        Assert.Equal(3, fills.Length);
        Assert.Equal(0.5, (double)(fills[1] / fills[0]), 4);
        Assert.Equal(fills[0], fills[1] + fills[2]);
    }

    [Fact]
    public void A_rise_of_correlation_stops_entries_until_it_is_calm()
    {
        static double Together(int asset, int day) => day < Quiet + 20 ? Noise(asset, day) : 3 * Noise(0, day) + 0.1 * Noise(asset, day);
        PortfolioAttribution attribution = Run(
            Bars(Quiet + 60, Together), Only(Residual, ("regime_shift_threshold", "0.1"), ("risk_off_min_corr", "-1"))).Attribution!;
        Assert.InRange(attribution.RiskOffDays, 3, 59);
        Assert.All(attribution.Days.Where(day => day.RiskOff), day => Assert.Equal((0, 0.4), (day.Opportunities, day.Leverage)));
        Assert.False(attribution.Days[^1].RiskOff);
    }

    [Fact]
    public void A_collapse_of_breadth_stops_entries()
    {
        PortfolioAttribution attribution = Run(
            Bars(Quiet + 40, Noise), Only(Residual, ("breadth_collapse_threshold", "0.6"), ("breadth_cm", "10"))).Attribution!;
        Assert.All(attribution.Days.Skip(150), day => Assert.True(day.RiskOff && day.Opportunities == 0));
        Assert.Contains(attribution.Days.Take(140), day => day.Opportunities > 0);
    }

    [Fact]
    public void Pairs_open_at_half_size_while_risk_is_off()
    {
        IReadOnlyList<Domain.Market.InstrumentSeries> bars = Bars(Quiet + 60, (asset, day) => Parting(asset, day, -0.02, 0.006));
        (string, string)[] wide = [.. OnePair, .. Parse(
            "target_portfolio_vol=0.002;leverage_reduction_factor=1;rebalance_band=0;residual_threshold=10;composite_threshold=10;"
            + "mean_reversion_max_corr=-1")];
        BacktestResult calm = Run(bars, Only(Pair, wide));
        BacktestResult off = Run(bars, Only(Pair, [.. wide, ("breadth_collapse_threshold", "0.6"), ("breadth_cm", "10")]));
        decimal First(BacktestResult result) => result.Fills.First(fill => fill.Instrument == "BBB/USDT" && fill.Time > result.Times.Span[Quiet]).Quantity;
        Assert.Equal(0.5, (double)(First(off) / First(calm)), 2);
    }

    [Fact]
    public void The_drawdown_circuit_halves_the_book_once()
    {
        // All rise, are bought, and fall slowly with stops out of reach.
        static double Fall(int asset, int day) => day < Quiet ? Noise(asset, day)
            : day < Quiet + 14 ? 0.008 + 0.0015 * (day - Quiet) + 0.4 * Noise(asset, day) : -0.03 + 0.2 * Noise(asset, day);
        BacktestResult result = Run(
            Bars(Quiet + 30, Fall),
            Only(Momentum, Parse(
                "composite_exit_threshold=-10;momentum_strength_exit=-1;acceleration_negative_days=1000;stop_loss_atr_multiplier=100;"
                + "drawdown_circuit_threshold=0.05;recovery_threshold=0.01;cluster_risk_multiplier=10;leverage_reduction_factor=1;target_portfolio_vol=1")));
        PortfolioAttribution attribution = result.Attribution!;
        Assert.Equal(1, attribution.CircuitTrips);
        int tripped = attribution.Days.ToList().FindIndex(day => day.CircuitTripped);
        Assert.True(attribution.Days[tripped].Drawdown > 0.05);
        Assert.InRange(attribution.Days[tripped + 1].Gross / attribution.Days[tripped].Gross, 0.45, 0.55);
        Assert.InRange(attribution.Days[tripped + 2].Gross / attribution.Days[tripped + 1].Gross, 0.9, 1.05);
    }

    private static (string, string)[] Parse(string text) =>
        [.. text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(part => (part[..part.IndexOf('=')], part[(part.IndexOf('=') + 1)..]))];
}
