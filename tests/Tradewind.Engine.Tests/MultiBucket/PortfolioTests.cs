using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.Attribution;
using static Tradewind.Engine.Tests.MultiBucket.CraftedMarket;

namespace Tradewind.Engine.Tests.MultiBucket;

public sealed class PortfolioTests
{
    private static readonly Dictionary<string, string> Busy = new()
    {
        ["pairs"] = "BBB:AAA,ETH:CCC",
        ["mean_reversion_max_corr"] = "1",
        ["composite_threshold"] = "0.3",
        ["composite_exit_threshold"] = "0.1",
        ["base_momentum_threshold"] = "0",
        ["pair_correlation_threshold"] = "0.1",
        ["breadth_collapse_threshold"] = "0.9",
    };

    [Fact]
    public void Profit_of_the_buckets_is_the_change_of_equity_and_weights_keep_their_caps() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            Random random = new(seed);
            double[][] market = [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, 330).Select(_ => 0.06 * (random.NextDouble() - 0.49)).ToArray())];
            BacktestResult result = Run(
                Bars(330, (asset, day) => 0.4 * market[0][day] + market[asset][day]), Busy, WithCosts());
            PortfolioAttribution attribution = result.Attribution!;
            double change = result.Equity.Span[^1] - 1_000_000;
            Assert.Equal(change, attribution.Buckets.Sum(bucket => bucket.Profit), 1e-3);
            Assert.Equal(change, attribution.Months.Sum(month => month.Profit.Sum()), 1e-3);
            Assert.Equal((double)result.Costs.Cash, attribution.Buckets.Sum(bucket => bucket.Fees), 1e-3);
            // Caps bind at the decision; the price of a day later may take a weight a little beyond.
            Assert.All(attribution.Days, day => Assert.True(day.Gross < 0.86, $"gross {day.Gross}"));
            Assert.True(attribution.Trades.Count > 10);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_run_twice_is_the_same_bit_for_bit()
    {
        IReadOnlyList<InstrumentSeries> bars = Bars(320, (asset, day) => Noise(0, day) + 2 * Noise(asset, day));
        BacktestResult first = Run(bars, Busy, WithCosts());
        BacktestResult second = Run(bars, Busy, WithCosts());
        Assert.Equal(first.LedgerHash, second.LedgerHash);
        Assert.Equal(first.Attribution!.Days, second.Attribution!.Days);
        Assert.Equal(first.Attribution.Trades, second.Attribution.Trades);
        Assert.NotEmpty(first.Attribution.Trades);
    }

    [Fact]
    public void Orders_carry_the_buckets_they_are_for()
    {
        BacktestResult result = Run(Bars(320, (asset, day) => Noise(0, day) + 2 * Noise(asset, day)), Busy);
        string[] known = ["momentum", "residual", "pair", "mean_reversion", "hedge"];
        Assert.NotEmpty(result.Orders);
        Assert.All(result.Orders, order => Assert.All(order.Tag.Split('+'), bucket => Assert.Contains(bucket, known)));
    }

    [Fact]
    public void The_decision_of_a_day_does_not_see_the_next()
    {
        static double Returns(int asset, int day) => Noise(0, day) + 2 * Noise(asset, day);
        BacktestResult whole = Run(Bars(320, Returns), Busy, WithCosts());
        BacktestResult cut = Run(Bars(290, Returns), Busy, WithCosts());
        Assert.Equal(whole.Equity.Span[..290].ToArray(), cut.Equity.ToArray());
        Assert.Equal(whole.Attribution!.Days.Take(290), cut.Attribution!.Days);
    }

    [Fact]
    public void Signals_without_an_account_are_those_of_the_same_sleeves()
    {
        IReadOnlyList<InstrumentSeries> bars = Bars(320, (asset, day) => Noise(0, day) + 2 * Noise(asset, day));
        TradingUniverse universe = TradingUniverse.Of(bars);
        SignalRunner runner = new(universe, StrategyCatalogue.Create("multi_bucket", Busy, universe));
        List<Signal> signals = [.. Markets.Slices(universe, bars).SelectMany(slice => runner.Process(slice))];
        BacktestResult traded = Run(bars, Busy);
        Assert.NotEmpty(signals);
        Assert.Equal(
            traded.Signals.Select(signal => (signal.Time, signal.Instrument, signal.Direction, signal.Label, signal.Reason)),
            signals.Select(signal => (signal.Time, signal.Instrument, signal.Direction, signal.Label, signal.Reason)));
    }

    [Fact]
    public void An_entry_whose_asset_has_no_bar_lapses()
    {
        IReadOnlyList<InstrumentSeries> bars = Bars(320, (asset, day) => Noise(0, day) + 2 * Noise(asset, day));
        BacktestResult whole = Run(bars, Only("residual_spread_target"));
        SleeveTrade first = whole.Attribution!.Trades.First(trade => trade.Name == "AAA/USDT");
        InstrumentSeries aaa = bars[2];
        int gap = aaa.Times.ToArray().ToList().FindIndex(time => time + UnixTime.Day == first.EntryTime);
        double[][] rows = [.. Enumerable.Range(0, aaa.Count).Select(i => new[] { "open", "high", "low", "close" }
            .Select(field => i == gap ? double.NaN : aaa.Column(field).Span[i]).ToArray())];
        InstrumentSeries holed = Markets.Bars(aaa.Instrument, Timeframe.Day, Markets.Start, rows);
        BacktestResult result = Run([bars[0], bars[1], holed, bars[3], bars[4]], Only("residual_spread_target"));
        Assert.DoesNotContain(result.Attribution!.Trades, trade => trade.Name == "AAA/USDT" && trade.EntryTime == first.EntryTime);
        Assert.Contains(result.Orders, order => order.Instrument == "AAA/USDT" && order.Status == Domain.Engine.Orders.OrderStatus.Cancelled);
    }

    [Theory]
    [InlineData("pairs", "BBB:ZZZ", "ZZZ")]
    [InlineData("market_asset", "ZZZ", "ZZZ")]
    [InlineData("weights", "0.5,0.5,0.5", "sum 1")]
    [InlineData("pair_entry_threshold", "0.5", "pair_partial_exit_threshold")]
    [InlineData("leverage_mode", "literal", "floored")]
    public void Wrong_parameters_are_named(string name, string value, string expected)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(
            () => Run(Bars(5, Noise), new Dictionary<string, string> { [name] = value }));
        Assert.Contains(expected, string.Join(" ", error.Violations.Select(violation => $"{violation.Field} {violation.Description}")), StringComparison.Ordinal);
        Assert.Contains("parameters[", error.Violations[0].Field, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("daily_bybit", "{0}USDT_1d.csv", "ADA,AVAX,BNB,BTC,DOGE,DOT,ENA,ETH,LINK,LTC,SOL,XRP")]
    [InlineData("daily_yahoo", "{0}-USD.csv", "ADA,BNB,BTC,DOT,ETH,LTC,SOL,XRP")]
    public void Real_markets_end_with_books_that_balance(string folder, string pattern, string symbols)
    {
        List<InstrumentSeries> bars = [];
        foreach (string symbol in symbols.Split(','))
        {
            string? path = SharedData.Find($"crypto/{folder}/{string.Format(CultureInfo.InvariantCulture, pattern, symbol)}");
            if (path is null)
            {
                Console.WriteLine($"Skipped: crypto/{folder} is not beside the repository.");
                return;
            }

            bars.Add(RealBars.Read(path, symbol));
        }

        BacktestResult result = Run(bars, new Dictionary<string, string>(), WithCosts());
        PortfolioAttribution attribution = result.Attribution!;
        Assert.Equal(result.Equity.Span[^1] - 1_000_000, attribution.Buckets.Sum(bucket => bucket.Profit), 1e-2);
        Assert.All(new[] { "momentum", "residual", "hedge" }, name => Assert.True(attribution.Buckets.Single(bucket => bucket.Bucket == name).ClosedTrades > 0));
        Assert.True(attribution.Days.Count(day => day.AverageCorrelation >= 0.5) > attribution.Days.Count / 2);
    }
}
