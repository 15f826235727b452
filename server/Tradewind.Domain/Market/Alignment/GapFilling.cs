namespace Tradewind.Domain.Market.Alignment;

/// <summary>Fills gaps of a column in place; both directions return how many rows they filled.</summary>
internal static class GapFilling
{
    /// <summary>Carries the last value into at most <paramref name="limit"/> rows of each gap; leading NaN stay.</summary>
    public static int Forward(Span<double> values, int limit)
    {
        (double carried, int run, int filled) = (double.NaN, 0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                (carried, run) = (values[i], 0);
            }
            else if (!double.IsNaN(carried) && run++ < limit)
            {
                values[i] = carried;
                filled++;
            }
        }

        return filled;
    }

    /// <summary>Carries the next value back into at most <paramref name="limit"/> rows of each gap; trailing NaN stay.</summary>
    public static int Backward(Span<double> values, int limit)
    {
        values.Reverse();
        int filled = Forward(values, limit);
        values.Reverse();
        return filled;
    }

    /// <summary>
    /// As-of join of one field onto intraday rows: each row gets the latest value known at its information time, until the value is
    /// older than <paramref name="limitDays"/>. Empty cells are not values.
    /// </summary>
    /// <param name="series">Source of the field.</param>
    /// <param name="field">Field.</param>
    /// <param name="labels">Rows, ascending.</param>
    /// <param name="rowLength">Length of a row.</param>
    /// <param name="limitDays">Greatest age in days since the value became known.</param>
    /// <param name="target">One value a row.</param>
    /// <returns>Rows that show a value which an earlier row of the calendar could have shown.</returns>
    public static int AsOf(
        InstrumentSeries series, string field, ReadOnlySpan<long> labels, Timeframe rowLength, int limitDays, Span<double> target)
    {
        ReadOnlySpan<double> values = series.Column(field).Span;
        (double value, long knownAt, int next, int filled) = (double.NaN, 0, 0, 0);
        for (int row = 0; row < labels.Length; row++)
        {
            long informationTime = rowLength.End(labels[row]);
            for (; next < series.Count && series.AvailableAt(next) <= informationTime; next++)
            {
                if (!double.IsNaN(values[next]))
                {
                    (value, knownAt) = (values[next], series.AvailableAt(next));
                }
            }

            bool landsHere = knownAt > labels[row];
            bool lapsed = !landsHere && informationTime - knownAt > limitDays * UnixTime.Day;
            target[row] = lapsed ? double.NaN : value;
            filled += landsHere || double.IsNaN(target[row]) ? 0 : 1;
        }

        return filled;
    }
}
