using Tradewind.Domain.Market;

namespace Tradewind.Sources;

/// <summary>Infers the bar length from the median distance between rows.</summary>
internal static class TimeframeInference
{
    private const int MaxSample = 10_000;
    private const double Tolerance = 0.35;

    private static readonly Timeframe[] Usual =
    [
        Timeframe.Minute, Timeframe.FromNanoseconds(5 * UnixTime.Minute), Timeframe.FromNanoseconds(15 * UnixTime.Minute),
        Timeframe.FromNanoseconds(30 * UnixTime.Minute), Timeframe.Hour, Timeframe.FromNanoseconds(4 * UnixTime.Hour),
        Timeframe.Day, Timeframe.Week, Timeframe.Month,
    ];

    /// <summary>
    /// The usual length nearest to the median distance of the sorted times, where one is within a third; else the median in whole seconds. A day where fewer
    /// than two different times are there.
    /// </summary>
    /// <param name="times">Times of the rows, UNIX nanoseconds UTC, in any order.</param>
    public static Timeframe From(ReadOnlySpan<long> times)
    {
        if (!IsAscending(times))
        {
            long[] sorted = times.ToArray();
            Array.Sort(sorted);
            times = sorted;
        }

        int count = times.Length;
        int step = Math.Max(1, count / MaxSample);
        List<long> distances = new(Math.Min(count, MaxSample) + 1);
        for (int row = 1; row < count; row += step)
        {
            long distance = times[row] - times[row - 1];
            if (distance > 0)
            {
                distances.Add(distance);
            }
        }

        if (distances.Count == 0)
        {
            return Timeframe.Day;
        }

        distances.Sort();
        long median = distances[distances.Count / 2];
        Timeframe nearest = Usual.MinBy(timeframe => Math.Abs(Math.Log((double)median / timeframe.Nanoseconds)));
        return Math.Abs((double)median / nearest.Nanoseconds - 1) <= Tolerance
            ? nearest
            : Timeframe.FromNanoseconds(Math.Max(UnixTime.Second, median / UnixTime.Second * UnixTime.Second));
    }

    private static bool IsAscending(ReadOnlySpan<long> times)
    {
        for (int row = 1; row < times.Length; row++)
        {
            if (times[row] < times[row - 1])
            {
                return false;
            }
        }

        return true;
    }
}
