using System.Runtime.InteropServices;
using Tradewind.Domain.Market;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;
using Tradewind.Learning.Validation;

namespace Tradewind.Benchmarks;

/// <summary>Walk-forward training against the library's own Python package: same rows, folds, parameters and one thread on both sides.</summary>
internal static class LearningArea
{
    private const int Rows = 20_000;
    private const int Features = 20;
    // The same native library does the work on both sides: what is ours may cost next to nothing.
    private const double Parity = 0.95;
    private const string Target = "target";

    public static void Run()
    {
        BenchmarkBars bars = BenchmarkBars.Instance;
        SupervisedProblem problem = SupervisedProblem.Build(
            MakeFrame(), new SupervisedSpec { Target = Target, Features = [.. Enumerable.Range(0, Features).Select(Name)] });
        WriteForPeer(problem.Samples, Path.Combine(bars.Folder, "learning.bin"));
        IModel model = ModelCatalogue.Create(
            "XGBoost", new Dictionary<string, double> { ["n_estimators"] = 100, ["max_bin"] = 256 }, rows: Rows);

        using PythonPeers peers = PythonPeers.Start(bars);
        peers.Compare(
            ("learning", $"XGBoost, 5 walk-forward folds, {problem.Samples.Count:N0} x {Features}, 100 trees, 1 thread", Parity),
            "Python xgboost, same folds", "xgboost", "xgboost",
            () => WalkForward.Run(problem, model, new WalkForwardSpec { Folds = 5 }), rounds: 3);
    }

    private static string Name(int feature) => $"feature_{feature}";

    private static Frame MakeFrame()
    {
        var random = new Random(7);
        double[][] columns = [.. Enumerable.Range(0, Features).Select(_ => Walk(random, 1))];
        double[] target = Walk(random, 1);
        long[] times = [.. Enumerable.Range(0, Rows).Select(row => row * UnixTime.Day)];
        return new Frame(
            times, Timeframe.Day, everyDay: true,
            columns.Select((values, i) => Column(Name(i), values)).Append(Column(Target, target)));
    }

    private static FrameColumn Column(string name, double[] values) => new(name, "", default, "", default, values);

    private static double[] Walk(Random random, double step)
    {
        var values = new double[Rows];
        for (int row = 1; row < Rows; row++)
        {
            values[row] = values[row - 1] + step * (random.NextDouble() - 0.5);
        }

        return values;
    }

    /// <summary>Features and label of each row, as little-endian doubles.</summary>
    private static void WriteForPeer(Samples samples, string path)
    {
        using FileStream file = File.Create(path);
        for (int row = 0; row < samples.Count; row++)
        {
            file.Write(MemoryMarshal.AsBytes(samples.Features.Row(row)));
            file.Write(MemoryMarshal.AsBytes(samples.Labels.Span.Slice(row, 1)));
        }
    }
}
