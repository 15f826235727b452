using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;

namespace Tradewind.Benchmarks;

/// <summary>
/// Backtests and searches with orders, risk checks, decimal cash, a hashed ledger, round trips and all figures; the peers work out positions,
/// costs and equity of the same rules in doubles, and little else.
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
        const string Full = "MA crossover 10/30 over 1,000,000 bars: orders, ledger and hash, trades, metrics";
        using PythonPeers peers = PythonPeers.Start(bars);
        void RunFull() => BacktestRunner.Run(request);
        peers.Compare(("engine", Full, 1), "plain Python loop: positions, costs, equity", "", "crossover_python", RunFull, rounds: 5);
        peers.Compare(
            ("engine", Full, null), "numpy vectors: positions, costs, equity, Sharpe, drawdown", "", "crossover_numpy", RunFull, rounds: 5);
        CrossoverCase.Run(bars);
        MultiBucketCase.Run();
    }
}
