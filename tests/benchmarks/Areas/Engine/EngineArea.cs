using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Strategies;

namespace Tradewind.Benchmarks;

/// <summary>
/// A backtest of a moving-average crossover. Ours is the event-driven engine with orders, risk checks and decimal cash, alone and with
/// all that a backtest reports; the peers work out positions, costs, equity and (numpy) Sharpe ratio and drawdown of the same rules in
/// doubles, and nothing else.
/// </summary>
internal static class EngineArea
{
    public static void Run()
    {
        BenchmarkBars bars = BenchmarkBars.Instance;
        var request = new BacktestRequest
        {
            Bars = [bars.Series()],
            Strategy = "ma_crossover",
            Parameters = new Dictionary<string, string> { ["fast"] = "10", ["slow"] = "30", ["long_only"] = "true" },
            Options = new EngineOptions { MaxDrawdown = null },
        };
        const string Full = "MA crossover 10/30 over 1,000,000 bars: engine, ledger and its hash, all metrics";
        const string Alone = "MA crossover 10/30 over 1,000,000 bars: engine alone";
        const string Loop = "plain Python loop: positions, costs, equity";
        using PythonPeers peers = PythonPeers.Start(bars);
        void RunFull() => BacktestRunner.Run(request);
        peers.Compare(("engine", Alone, 1), Loop, "", "crossover_python", () => RunEngine(request), rounds: 5);
        peers.Compare(("engine", Full, null), Loop, "", "crossover_python", RunFull, rounds: 5);
        peers.Compare(
            ("engine", Full, null), "numpy vectors: positions, costs, equity, Sharpe, drawdown", "", "crossover_numpy", RunFull, rounds: 5);
        CrossoverCase.Run(bars);
        MultiBucketCase.Run();
    }

    private static void RunEngine(BacktestRequest request)
    {
        TradingUniverse universe = TradingUniverse.Of(request.Bars);
        var stream = new MarketEventStream(universe, request.Bars);
        var engine = new TradingEngine(
            universe, request.Options, StrategyCatalogue.Create(request.Strategy, request.Parameters, universe));
        while (stream.TryNext(out MarketSlice slice))
        {
            engine.Process(slice);
        }

        engine.Finish();
    }
}
