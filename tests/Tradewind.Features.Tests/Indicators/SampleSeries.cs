using FsCheck;
using FsCheck.Fluent;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Random series as markets and data vendors produce them: walks, constant runs, spikes, gaps, huge and tiny scales.</summary>
internal static class SampleSeries
{
    /// <summary>Series of 0 to 160 rows with every kind of trouble, NaN included.</summary>
    public static Arbitrary<double[]> Arbitrary { get; } = Gen.Choose(0, int.MaxValue - 1)
        .Select(seed => Make(new Random(seed), withGaps: true))
        .ToArbitrary();

    /// <summary>The same with up to 960 rows, of several scales one after another.</summary>
    public static Arbitrary<double[]> Long { get; } = Gen.Choose(0, int.MaxValue - 1)
        .Select(seed =>
        {
            Random random = new(seed);
            return Enumerable.Range(0, random.Next(1, 7)).SelectMany(_ => Make(random, withGaps: random.Next(2) == 0)).ToArray();
        })
        .ToArbitrary();

    /// <summary>Series of 0 to 160 rows without missing values.</summary>
    public static Arbitrary<double[]> Complete { get; } = Gen.Choose(0, int.MaxValue - 1)
        .Select(seed => Make(new Random(seed), withGaps: false))
        .ToArbitrary();

    public static double[] Make(Random random, bool withGaps)
    {
        int rows = random.Next(0, 161);
        double scale = Math.Pow(10, random.Next(-60, 61));
        double level = random.Next(3) switch { 0 => 0, 1 => 100, _ => 1e7 };
        double step = random.Next(2) == 0 ? 1 : 0.01;
        double[] values = new double[rows];
        double walk = 0;
        for (int row = 0; row < rows; row++)
        {
            int kind = random.Next(40);
            walk += kind < 30 ? step * (random.NextDouble() - 0.5) : 0;
            double value = (level + walk) * scale;
            values[row] = kind switch
            {
                30 => value * 1e9,
                31 => -value,
                32 when withGaps => double.NaN,
                33 => 0,
                _ => value,
            };
        }

        if (rows > 40 && random.Next(2) == 0)
        {
            int start = random.Next(rows - 30);
            values.AsSpan(start, 30).Fill(values[start]);
        }

        return values;
    }
}
