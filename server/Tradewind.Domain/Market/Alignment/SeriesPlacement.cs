using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>One input on the rows of a calendar: each value in the first row that may know it.</summary>
/// <param name="Series">The input.</param>
/// <param name="Labels">Rows that hold something, ascending.</param>
/// <param name="Columns">One array a field, as long as <paramref name="Labels"/>.</param>
/// <param name="IncompleteBuckets">Kept rows made from fewer source rows than fit.</param>
/// <param name="EdgeBucketsDropped">First and last row left out because the source does not cover them.</param>
internal sealed record SeriesPlacement(
    InstrumentSeries Series, long[] Labels, ImmutableArray<ReadOnlyMemory<double>> Columns, int IncompleteBuckets, int EdgeBucketsDropped)
{
    public static SeriesPlacement Of(InstrumentSeries series, CalendarGrid grid)
    {
        bool resampled = series.Timeframe < grid.Timeframe;
        long[] landings = new long[series.Count];
        bool oneRowEach = !resampled;
        for (int row = 0; row < landings.Length; row++)
        {
            landings[row] = grid.LandingOf(series.AvailableAt(row));
            oneRowEach &= row == 0 || landings[row] > landings[row - 1];
        }

        if (oneRowEach)
        {
            return new SeriesPlacement(series, landings, [.. series.Fields.Select(series.Column)], 0, 0);
        }

        List<(long Label, Range Rows)> buckets = Buckets(landings);
        int found = buckets.Count;
        if (resampled)
        {
            DropUncoveredEdges(series, grid, buckets);
        }

        return new SeriesPlacement(
            series,
            [.. buckets.Select(bucket => bucket.Label)],
            [.. series.Fields.Select(field => (ReadOnlyMemory<double>)Aggregate(field, series.Column(field), buckets, resampled))],
            resampled ? buckets.Count(bucket => bucket.Rows.GetOffsetAndLength(series.Count).Length < Capacity(series, grid, bucket.Label)) : 0,
            found - buckets.Count);
    }

    // Availability never goes back as stamps go on, so the rows of a bucket are neighbours.
    private static List<(long Label, Range Rows)> Buckets(long[] landings)
    {
        List<(long, Range)> buckets = [];
        for (int row = 0; row < landings.Length;)
        {
            int start = row;
            while (row < landings.Length && landings[row] == landings[start])
            {
                row++;
            }

            buckets.Add((landings[start], start..row));
        }

        return buckets;
    }

    // A bucket at the edge is whole when the neighbour beyond the edge of the data would fall into another one.
    private static void DropUncoveredEdges(InstrumentSeries series, CalendarGrid grid, List<(long Label, Range Rows)> buckets)
    {
        if (series.Availability == Availability.Vintage)
        {
            // What the next release will hold is not known from this one.
            return;
        }

        long LandingOfStamp(long stamp) => grid.LandingOf(AvailabilityRule.AvailableAt(series.Availability, stamp, series.Timeframe));
        if (buckets.Count > 0 && LandingOfStamp(series.NextStamp(series.Times.Span[^1])) == buckets[^1].Label)
        {
            buckets.RemoveAt(buckets.Count - 1);
        }

        if (buckets.Count > 0 && LandingOfStamp(series.PreviousStamp(series.Times.Span[0])) == buckets[0].Label)
        {
            buckets.RemoveAt(0);
        }
    }

    private static double[] Aggregate(
        string field, ReadOnlyMemory<double> values, List<(long Label, Range Rows)> buckets, bool resampled) =>
    [
        .. buckets.Select(bucket => resampled
            ? BucketAggregation.Resample(field, values.Span[bucket.Rows])
            : BucketAggregation.Last(values.Span[bucket.Rows])),
    ];

    private static long Capacity(InstrumentSeries series, CalendarGrid grid, long label)
    {
        long end = grid.Timeframe.End(label);
        if (!series.SkipsWeekends())
        {
            return (end - label) / series.Timeframe.Nanoseconds;
        }

        long weekdays = 0;
        for (long day = label; day < end; day += UnixTime.Day)
        {
            weekdays += series.TradesOn(day) ? 1 : 0;
        }

        return weekdays;
    }
}
