using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.MultiBucket;

namespace Tradewind.Engine.Tests.MultiBucket;

/// <summary>Daily crypto markets from a return for each asset and day; each opens at the close before.</summary>
internal static class CraftedMarket
{
    public const int Quiet = 220;

    public static readonly string[] Symbols = ["BTC", "ETH", "AAA", "BBB", "CCC"];

    /// <summary>Only the named bucket may hold anything; the hedge is off.</summary>
    public static Dictionary<string, string> Only(string bucket, params (string Name, string Value)[] more)
    {
        Dictionary<string, string> parameters = new()
        {
            ["momentum_long_target"] = "0",
            ["residual_spread_target"] = "0",
            ["pair_convergence_target"] = "0",
            ["mean_reversion_target"] = "0",
            ["beta_tolerance"] = "10",
            [bucket] = "0.8",
            ["breadth_collapse_threshold"] = "1",
            ["regime_shift_threshold"] = "2",
        };
        foreach ((string name, string value) in more)
        {
            parameters[name] = value;
        }

        return parameters;
    }

    /// <summary>Small returns of each asset's own, the same on every machine.</summary>
    public static double Noise(int asset, int day) =>
        0.006 * Math.Sin(day * (0.9 + 0.37 * asset)) + 0.004 * Math.Cos(day * (1.7 + 0.53 * asset)) + 0.002 * ((31 * day + 7 * asset) % 13 - 6) / 6;

    public static IReadOnlyList<InstrumentSeries> Bars(int days, Func<int, int, double> returns, double spread = 0.004)
    {
        List<InstrumentSeries> series = [];
        for (int asset = 0; asset < Symbols.Length; asset++)
        {
            double[][] rows = new double[days][];
            double close = 100 * (asset + 1);
            for (int day = 0; day < days; day++)
            {
                double open = close;
                close *= 1 + returns(asset, day);
                rows[day] = [open, Math.Max(open, close) * (1 + spread), Math.Min(open, close) * (1 - spread), close, double.NaN];
            }

            series.Add(Markets.Bars(
                new Instrument($"{Symbols[asset]}/USDT", AssetClass.CryptoSpot) { LotSize = 0.000001m }, Timeframe.Day, Markets.Start, rows));
        }

        return series;
    }

    public static BacktestResult Run(
        IReadOnlyList<InstrumentSeries> bars, IReadOnlyDictionary<string, string> parameters, EngineOptions? options = null) =>
        BacktestRunner.Run(new BacktestRequest
        {
            Bars = bars,
            Strategy = "multi_bucket",
            Parameters = parameters,
            Options = options ?? Markets.Frictionless,
        });

    public static MultiBucketSettings Settings(params (string Name, string Value)[] given) => MultiBucketParameters.Read(
        StrategyParameters.Resolve(
            StrategyCatalogue.Describe("multi_bucket"), given.ToDictionary(pair => pair.Name, pair => pair.Value)));

    public static EngineOptions WithCosts() => Markets.Frictionless with
    {
        Commission = new Commission(0, 0.001m),
        SlippagePercent = 0.05m,
    };
}
