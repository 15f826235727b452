using System.Diagnostics;
using System.Globalization;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Market;
using Tradewind.Testing;

namespace Tradewind.Benchmarks;

/// <summary>
/// A crossover of averages, long 100 units or flat, on a seeded walk, alone and as a sweep of 994 combinations. Ours is the event engine
/// with orders, checks, decimal ledger and its hash, round trips and all metrics; the peer is a bare loop compiled by numba with equity and
/// drawdown (and Sharpe ratio in the sweep) and nothing else. Targets are times on a machine where the loops take 2.94 ms, 14.2 µs and 112 ms:
/// 20 ms, 150 µs and 1.0 s.
/// </summary>
internal static class CrossoverCase
{
    private const int SweepBars = 100_000;
    private const double MostMemoryMiB = 400;

    public static void Run(BenchmarkBars bars)
    {
        string folder = Places.Artifacts("walk");
        string script = Path.Combine(Places.Root, "tests", "Shared", "seeded_walk.py");
        if (!SeededWalk.IsAvailable)
        {
            return;
        }

        InstrumentSeries daily = SeededWalk.Make(script, "daily", Path.Combine(folder, "daily.bin"));
        InstrumentSeries minute = SeededWalk.Make(script, "minute", Path.Combine(folder, "minute.bin"));
        using PythonPeers peers = PythonPeers.Start(bars, folder);
        (BacktestRequest few, BacktestRequest many) = (Request(daily), Request(minute));
        // The code a server settles on: compiled again after it has run for a while, the loops of long runs by long runs.
        Repeat(10_000, () => BacktestRunner.Run(few));
        Repeat(40, () => BacktestRunner.Run(many));
        const string Loop = "numba, bare loop";
        peers.Compare(
            ("engine", "MA crossover 10/30 over 1,000,000 bars: orders, ledger and hash, trades, metrics", 2.94 / 20), Loop, "numba",
            "walk_minute", () => BacktestRunner.Run(many), rounds: 21);
        peers.Compare(
            ("engine", "MA crossover 10/30 over 5,000 bars, 200 times: orders, ledger and hash, trades, metrics", 14.2 / 150), Loop, "numba",
            "walk_daily_200", () => Repeat(200, () => BacktestRunner.Run(few)), rounds: 21);
        SweepRequest sweep = Sweep(minute.Between(long.MinValue, minute.Times.Span[SweepBars]));
        peers.Compare(
            ("engine", "sweep of 994 crossovers over 100,000 bars on two threads: as above, with overfitting measures", 112 / 1000.0), Loop, "numba",
            "walk_sweep", () => SweepRunner.Run(sweep), rounds: 5);
        Row.Alone(
            "engine", "largest memory of a process that makes the sweep", "MiB", MemoryOfSweepAlone(), $"aim: at most {MostMemoryMiB:0} MiB",
            "vectorbt takes 12 GB").Print();
    }

    /// <summary>Makes the sweep in a process of its own and prints the most memory it ever held, in MiB.</summary>
    public static void RunSweepAlone()
    {
        string script = Path.Combine(Places.Root, "tests", "Shared", "seeded_walk.py");
        InstrumentSeries minute = SeededWalk.Make(script, "minute", Path.Combine(Places.Artifacts("walk"), "minute.bin"));
        SweepRunner.Run(Sweep(minute.Between(long.MinValue, minute.Times.Span[SweepBars])));
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        string kilobytes = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1];
        Console.WriteLine((double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024).ToString(CultureInfo.InvariantCulture));
    }

    private static double MemoryOfSweepAlone()
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "sweep-alone") { RedirectStandardOutput = true })!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(printed, CultureInfo.InvariantCulture);
    }

    private static BacktestRequest Request(InstrumentSeries bars) => new()
    {
        Bars = [bars],
        Strategy = "ma_crossover",
        Parameters = new Dictionary<string, string> { ["fast"] = "10", ["slow"] = "30", ["long_only"] = "true" },
        Options = new EngineOptions
        {
            MaxDrawdown = null, SlippagePercent = 0, Commission = new Commission(0, 0.0005m), Sizing = PositionSizing.Fixed(100) with { MaxPosition = null },
        },
    };

    private static SweepRequest Sweep(InstrumentSeries bars) => new()
    {
        Backtest = Request(bars) with { Parameters = new Dictionary<string, string> { ["long_only"] = "true" } },
        Axes = [ParameterAxis.Range("fast", 5, 49, 2), ParameterAxis.Range("slow", 20, 200, 4)],
        DegreeOfParallelism = 2,
    };

    private static void Repeat(int times, Action work)
    {
        for (int i = 0; i < times; i++)
        {
            work();
        }
    }
}
