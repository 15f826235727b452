using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>How many points of an equity curve make a year.</summary>
public static class PeriodsPerYear
{
    private const double EveryDay = 365;
    private const double BusinessDays = 252;

    /// <summary>
    /// By the median spacing of the points: a month and more 12, a week 52, a day 365 or 252; shorter ones by spacing (every day) or by
    /// the median number of points a date (business days).
    /// </summary>
    /// <param name="times">Times of the points, ascending, UNIX nanoseconds.</param>
    /// <param name="everyDay">True when the market trades on every calendar day (crypto).</param>
    public static double Infer(ReadOnlySpan<long> times, bool everyDay)
    {
        double daily = everyDay ? EveryDay : BusinessDays;
        if (times.Length < 2)
        {
            return daily;
        }

        long median = MedianGap(times);
        // Months last 28 to 31 days, weeks stay 7 apart unless one is missing; in between the nearer name wins.
        return median switch
        {
            >= 27 * UnixTime.Day => 12,
            >= 6 * UnixTime.Day => 52,
            >= 20 * UnixTime.Hour => daily,
            _ => everyDay ? EveryDay * UnixTime.Day / median : BusinessDays * PointsPerDate(times),
        };
    }

    private static long MedianGap(ReadOnlySpan<long> times)
    {
        // Most curves have gaps that are all equal but a few; the median is then the one that more than half of them have.
        long usual = times[times.Length / 2] - times[times.Length / 2 - 1];
        int equal = CountGaps(times, usual);

        if (equal > times.Length / 2)
        {
            return usual;
        }

        long[] gaps = new long[times.Length - 1];
        for (int i = 0; i < gaps.Length; i++)
        {
            gaps[i] = times[i + 1] - times[i];
        }

        Array.Sort(gaps);
        return gaps[gaps.Length / 2];
    }

    private static int CountGaps(ReadOnlySpan<long> times, long gap)
    {
        (int equal, int row) = (0, 1);
        ref long first = ref MemoryMarshal.GetReference(times);
        for (; row <= times.Length - Vector512<long>.Count; row += Vector512<long>.Count)
        {
            Vector512<long> gaps = Vector512.LoadUnsafe(ref first, (nuint)row) - Vector512.LoadUnsafe(ref first, (nuint)row - 1);
            equal += BitOperations.PopCount(Vector512.Equals(gaps, Vector512.Create(gap)).ExtractMostSignificantBits());
        }

        for (; row < times.Length; row++)
        {
            equal += times[row] - times[row - 1] == gap ? 1 : 0;
        }

        return equal;
    }

    private static double PointsPerDate(ReadOnlySpan<long> times)
    {
        List<int> counts = [];
        long date = long.MinValue;
        foreach (long time in times)
        {
            // A close at midnight belongs to the day it ends.
            long day = UnixTime.StartOfDay(time - 1);
            if (day != date)
            {
                date = day;
                counts.Add(0);
            }

            counts[^1]++;
        }

        counts.Sort();
        return counts[counts.Count / 2];
    }
}
