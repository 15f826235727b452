using Tradewind.Domain.Market;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Tests;

/// <summary>Frames and samples the tests share; everything drawn comes from a seed.</summary>
internal static class Sample
{
    public static readonly Dictionary<string, double> SmallTrees = new() { ["n_estimators"] = 30, ["max_depth"] = 3, ["learning_rate"] = 0.1 };

    public static FrameColumn Raw(string name, params double[] values) => new(name, "X", AssetClass.Equity, "field", FieldKind.Price, values);

    public static FrameColumn Engineered(string name, params double[] values) => new(name, "", AssetClass.Unspecified, "", FieldKind.Unknown, values);

    public static Frame Daily(params FrameColumn[] columns) =>
        new(Enumerable.Range(0, columns[0].Values.Length).Select(i => i * UnixTime.Day).ToArray(), Timeframe.Day, everyDay: true, columns);

    public static Frame BusinessDays(long first, params FrameColumn[] columns)
    {
        long[] times = new long[columns[0].Values.Length];
        for (int i = 0; i < times.Length; i++, first += UnixTime.Day)
        {
            while (!UnixTime.IsWeekday(first))
            {
                first += UnixTime.Day;
            }

            times[i] = first;
        }

        return new Frame(times, Timeframe.Day, everyDay: false, columns);
    }

    /// <summary>A random walk T and features f0, f1, … that know nothing of it.</summary>
    public static Frame Noise(int rows, int features, int seed)
    {
        Random random = new(seed);
        double level = 100;
        return Daily(
        [
            Raw("T", [.. Enumerable.Range(0, rows).Select(_ => level += random.NextDouble() - 0.5)]),
            .. Enumerable.Range(0, features).Select(i => Engineered($"f{i}", Uniform(random, rows))),
        ]);
    }

    /// <summary>A target whose next change is half told by feature <c>signal</c>; <c>copy</c> nearly equals it, <c>noise</c> tells nothing.</summary>
    public static Frame Predictable(int rows, int seed)
    {
        Random random = new(seed);
        double[] signal = Uniform(random, rows);
        double[] level = new double[rows];
        for (int i = 1; i < rows; i++)
        {
            level[i] = level[i - 1] + signal[i - 1] + (2 * random.NextDouble()) - 1;
        }

        return Daily(
            Raw("T", level), Engineered("signal", signal), Engineered("copy", [.. signal.Select(s => s + (0.01 * random.NextDouble()))]), Engineered("noise", Uniform(random, rows)));
    }

    /// <summary>Rows with labels that depend on three of the features, one of them through a step.</summary>
    public static Samples Nonlinear(int rows, int features, int seed)
    {
        Random random = new(seed);
        double[] values = Uniform(random, rows * features);
        FeatureMatrix matrix = new(values, rows, features);
        double[] labels = [.. Enumerable.Range(0, rows).Select(row =>
            (2 * matrix[row, 0]) + (matrix[row, 1] > 0.2 ? 1 : -1) + (matrix[row, 2] * matrix[row, 2]) + (0.3 * random.NextDouble()))];
        return new Samples(matrix, new double[rows], labels, TargetMode.Change);
    }

    public static double[] Predict(this ITrainedModel model, FeatureMatrix rows)
    {
        double[] predicted = new double[rows.RowCount];
        model.Predict(rows, new double[rows.RowCount], predicted);
        return predicted;
    }

    public static double[] Uniform(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];

    public static long[] Bits(IEnumerable<double> values) => [.. values.Select(BitConverter.DoubleToInt64Bits)];
}
