using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests.Optimization;

/// <summary>Markets and requests of the search tests.</summary>
internal static class SweepMarkets
{
    private static readonly Instrument s_coin = new("BTC/USDT", AssetClass.CryptoSpot) { LotSize = 0.001m };

    /// <summary>A random walk without drift: log steps of 2 % with a mean of exactly zero.</summary>
    public static InstrumentSeries Noise(int bars, long seed)
    {
        SplitMix64 random = SplitMix64.Stream(seed, 0);
        double[] steps = new double[bars];
        for (int i = 0; i < bars; i++)
        {
            // The sum of twelve uniform numbers is normal enough.
            steps[i] = (Enumerable.Range(0, 12).Sum(_ => random.NextFraction()) - 6) * 0.02;
        }

        double mean = steps.Average(), level = Math.Log(100);
        return Markets.Closes(s_coin, [.. steps.Select(step => Math.Exp(level += step - mean))]);
    }

    /// <summary>Slow waves, on which averages of the right length earn money.</summary>
    public static InstrumentSeries Waves(int bars) =>
        Markets.Closes(s_coin, [.. Enumerable.Range(0, bars).Select(i => 100 + 20 * Math.Sin(i / 12.0) + 4 * Math.Sin(i * 1.7))]);

    public static SweepRequest Crossovers(InstrumentSeries bars, params IReadOnlyList<ParameterAxis> axes) => new()
    {
        Backtest = Backtest(bars),
        Axes = axes.Count > 0 ? axes : [ParameterAxis.Range("fast", 2, 6), ParameterAxis.Of("slow", "5", "10", "20")],
        Selection = new SelectionRule { MinTrades = 3 },
    };

    public static BacktestRequest Backtest(InstrumentSeries bars) => new()
    {
        Bars = [bars],
        Strategy = "ma_crossover",
        Options = new EngineOptions { InitialCapital = 100_000, Sizing = PositionSizing.EquityFraction(0.5), MaxPosition = null, MaxDrawdown = null },
        RiskFreeRate = 0,
    };
}
