using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests.Strategies;

/// <summary>How many bars a strategy needs before it can decide, and what a result says where there were fewer.</summary>
public class WarmUpTests
{
    private static readonly Instrument s_coin = new("BTC/USDT", AssetClass.CryptoSpot) { LotSize = 0.001m };

    public static TheoryData<string, string, int> Needs => new()
    {
        { "bollinger", "period=5,width=1", 6 },
        { "buy_and_hold", "", 1 },
        { "donchian", "entry=6,exit=3", 7 },
        { "ma_crossover", "fast=2,slow=7", 8 },
        { "ma_trend", "fast=2,slow=18,threshold=0.0001", 18 },
        { "ma_trend", "fast=2,slow=4,threshold=0.0001", 15 },
        { "macd", "fast=3,slow=6,signal=4", 10 },
        { "market_regime", "window=20,long_in=ranging,short_in=crisis", 21 },
        { "momentum", "period=6", 7 },
        { "rsi_mean_reversion", "period=6,oversold=45,overbought=55", 7 },
        { "volatility_breakout", "window=3,history=20,least_history=4", 8 },
        { "volatility_target", "window=5,trend_window=3", 6 },
        { "volatility_target", "window=5,trend_window=12", 12 },
    };

    [Theory]
    [MemberData(nameof(Needs))]
    public void The_first_signal_of_any_market_comes_at_the_bar_that_is_told(string strategy, string parameters, int bars)
    {
        StrategyDescriptor descriptor = StrategyCatalogue.Describe(strategy);
        Dictionary<string, string> given = parameters.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')).Concat(strategy == "market_regime" ? [["flat_in", "high_volatility"]] : [])
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(bars, descriptor.BarsToDecide?.Invoke(StrategyParameters.Resolve(descriptor, given)));
        int first = Enumerable.Range(0, 300).Min(seed => FirstSignal(strategy, given, seed));
        Assert.Equal(bars, first);
    }

    [Theory]
    [InlineData(19, "it needs 31 bars of an instrument for its first decision, and there are at most 19")]
    [InlineData(60, "its rules never gave a signal")]
    public void A_strategy_that_never_traded_says_why(int bars, string why)
    {
        InstrumentSeries rising = Markets.Closes(s_coin, [.. Enumerable.Range(0, bars).Select(i => 100.0 + i)]);
        BacktestResult result = BacktestRunner.Run(new BacktestRequest
        {
            Bars = [rising], Strategy = "ma_crossover", Parameters = new Dictionary<string, string> { ["slow"] = "30" },
        });
        Assert.Contains($"never traded: {why}", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_that_were_not_filled_are_told_from_signals_that_were_not_given()
    {
        // A decision on the last bar has no bar to fill at.
        InstrumentSeries late = Markets.Closes(s_coin, 10, 10, 10, 10, 12);
        BacktestResult result = BacktestRunner.Run(new BacktestRequest
        {
            Bars = [late], Strategy = "momentum", Parameters = new Dictionary<string, string> { ["period"] = "4" },
        });
        Assert.Contains(result.Warnings, warning => warning.EndsWith("never traded: none of its 1 orders was filled.", StringComparison.Ordinal));
    }

    private static int FirstSignal(string strategy, Dictionary<string, string> parameters, int seed)
    {
        SplitMix64 random = SplitMix64.Stream(seed, 0);
        double level = 100;
        double[] closes = [.. Enumerable.Range(0, 40).Select(_ => level *= 1 + 0.05 * (random.NextFraction() - 0.5))];
        TradingUniverse universe = TradingUniverse.Of([Markets.Closes(s_coin, closes)], []);
        SignalRunner runner = new(universe, StrategyCatalogue.Create(strategy, parameters, universe));
        List<MarketSlice> slices = Markets.Slices(universe, [Markets.Closes(s_coin, closes)]);
        int bar = 0;
        while (bar < slices.Count && runner.Process(slices[bar]).Count == 0)
        {
            bar++;
        }

        return bar + 1;
    }
}
