using System.Collections.Immutable;
using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>The labels of an aligned frame.</summary>
internal static class AlignedRows
{
    /// <summary>Joins the labels of the inputs, drops weekends where asked, and cuts to the interval.</summary>
    public static long[] Of(ImmutableArray<PlacedInput> inputs, AlignmentSpec spec, Timeframe rowLength)
    {
        long[] joined = spec.Method switch
        {
            AlignmentMethod.Left => inputs[0].Placement.Labels,
            AlignmentMethod.Inner => Join(inputs, inputs.Where(input => !input.IsCarried), Intersect),
            _ => Join(inputs, inputs.Where(input => !input.IsVisitor), Unite),
        };
        bool dropWeekends = spec.Calendar == AlignmentCalendar.Business && rowLength <= Timeframe.Day;
        TradingCalendar? sessions = rowLength <= Timeframe.Day ? spec.Sessions : null;
        long[] rows =
        [
            .. joined.Where(label =>
                (!dropWeekends || UnixTime.IsWeekday(label))
                && (sessions is null || sessions.IsOpen(UnixTime.ToDate(label)))
                && (spec.Start is not { } start || label >= start)
                && (spec.End is not { } end || label < end)),
        ];
        return spec.Method == AlignmentMethod.Inner
            ? inputs.Where(input => input.IsCarried).Aggregate(rows, (kept, input) => WithValues(kept, input, rowLength))
            : rows;
    }

    // Without any series that brings rows, the rows are those in which values land.
    private static long[] Join(ImmutableArray<PlacedInput> all, IEnumerable<PlacedInput> bringing, Func<long[], long[], long[]> combine) =>
        (bringing.Any() ? bringing : all).Select(input => input.Placement.Labels).Aggregate(combine);

    private static long[] Unite(long[] left, long[] right)
    {
        if (left.AsSpan().SequenceEqual(right))
        {
            return left;
        }

        List<long> labels = new(Math.Max(left.Length, right.Length));
        for (int l = 0, r = 0; l < left.Length || r < right.Length;)
        {
            long label = Math.Min(l < left.Length ? left[l] : long.MaxValue, r < right.Length ? right[r] : long.MaxValue);
            labels.Add(label);
            l += l < left.Length && left[l] == label ? 1 : 0;
            r += r < right.Length && right[r] == label ? 1 : 0;
        }

        return [.. labels];
    }

    private static long[] Intersect(long[] left, long[] right) =>
        left.AsSpan().SequenceEqual(right) ? left : [.. left.Where(label => Array.BinarySearch(right, label) >= 0)];

    private static long[] WithValues(long[] rows, PlacedInput input, Timeframe rowLength)
    {
        double[][] columns =
        [
            .. input.Series.Fields.Select((_, field) => input.Spread(field, rows, rowLength, GapFill.ForwardFill).Values),
        ];
        return [.. rows.Where((_, row) => Array.Exists(columns, column => !double.IsNaN(column[row])))];
    }
}
