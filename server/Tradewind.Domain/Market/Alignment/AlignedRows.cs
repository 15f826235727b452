using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>The labels of an aligned frame.</summary>
internal static class AlignedRows
{
    /// <summary>Joins the labels of the inputs, drops weekends where asked, and cuts to the interval.</summary>
    public static long[] Of(ImmutableArray<PlacedInput> inputs, AlignmentSpec spec, Timeframe rowLength)
    {
        IEnumerable<long> joined = spec.Method switch
        {
            AlignmentMethod.Left => inputs[0].Placement.Labels,
            AlignmentMethod.Inner => Join([.. inputs.Where(input => !input.IsCarried)], inputs, everywhere: true),
            _ => Join([.. inputs.Where(input => !input.IsVisitor)], inputs, everywhere: false),
        };
        bool dropWeekends = spec.Calendar == AlignmentCalendar.Business && rowLength <= Timeframe.Day;
        long[] rows =
        [
            .. joined.Where(label =>
                (!dropWeekends || UnixTime.IsWeekday(label))
                && (spec.Start is not { } start || label >= start)
                && (spec.End is not { } end || label < end)),
        ];
        return spec.Method == AlignmentMethod.Inner
            ? inputs.Where(input => input.IsCarried).Aggregate(rows, (kept, input) => WithValues(kept, input, rowLength))
            : rows;
    }

    // Without any series that brings rows, the rows are those in which values land.
    private static IEnumerable<long> Join(PlacedInput[] bringing, ImmutableArray<PlacedInput> all, bool everywhere)
    {
        PlacedInput[] inputs = bringing.Length > 0 ? bringing : [.. all];
        long[] labels = [.. inputs.SelectMany(input => input.Placement.Labels)];
        Array.Sort(labels);
        int wanted = everywhere ? inputs.Length : 1;
        for (int i = 0; i < labels.Length;)
        {
            int start = i;
            while (i < labels.Length && labels[i] == labels[start])
            {
                i++;
            }

            if (i - start >= wanted)
            {
                yield return labels[start];
            }
        }
    }

    private static long[] WithValues(long[] rows, PlacedInput input, Timeframe rowLength)
    {
        double[][] columns =
        [
            .. input.Series.Fields.Select((_, field) => input.Spread(field, rows, rowLength, GapFill.ForwardFill).Values),
        ];
        return [.. rows.Where((_, row) => Array.Exists(columns, column => !double.IsNaN(column[row])))];
    }
}
