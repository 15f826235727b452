using System.Diagnostics;

namespace Tradewind.Benchmarks;

/// <summary>Runs contestants in turn, so that load on the machine falls on all of them, and takes medians.</summary>
internal static class Measurement
{
    /// <summary>Seconds of each contestant: the median of the rounds after one warm-up round.</summary>
    /// <param name="rounds">Measured rounds.</param>
    /// <param name="contestants">Each does its work once and returns the seconds it took.</param>
    public static double[] Medians(int rounds, params Func<double>[] contestants)
    {
        foreach (Func<double> contestant in contestants)
        {
            contestant();
        }

        double[][] seconds = [.. contestants.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < contestants.Length; i++)
            {
                seconds[i][round] = contestants[i]();
            }
        }

        return [.. seconds.Select(Median)];
    }

    /// <summary>Seconds an action takes, garbage of what ran before not included.</summary>
    public static double Seconds(Action work)
    {
        GC.Collect();
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
