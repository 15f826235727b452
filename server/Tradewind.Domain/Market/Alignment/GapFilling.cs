namespace Tradewind.Domain.Market.Alignment;

/// <summary>Fills gaps of a column in place; both directions return how many rows they filled.</summary>
internal static class GapFilling
{
    /// <summary>
    /// Carries the last value into at most <paramref name="limit"/> rows of each gap, none further than <paramref name="time"/> from the
    /// row of the value; leading NaN stay.
    /// </summary>
    public static int Forward(Span<double> values, int limit, ReadOnlySpan<long> labels, long time)
    {
        (double carried, int run, int filled, long from) = (double.NaN, 0, 0, 0);
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                (carried, run, from) = (values[i], 0, labels[i]);
            }
            else if (!double.IsNaN(carried) && run++ < limit && labels[i] - from <= time)
            {
                values[i] = carried;
                filled++;
            }
        }

        return filled;
    }

    /// <summary>Carries the next value back into at most <paramref name="limit"/> rows of each gap; trailing NaN stay.</summary>
    public static int Backward(Span<double> values, int limit, ReadOnlySpan<long> labels, long time)
    {
        // Backwards, distances in time are those of the mirrored labels.
        long[] mirrored = new long[labels.Length];
        for (int i = 0; i < mirrored.Length; i++)
        {
            mirrored[i] = -labels[labels.Length - 1 - i];
        }

        values.Reverse();
        int filled = Forward(values, limit, mirrored, time);
        values.Reverse();
        return filled;
    }

    /// <summary>
    /// As-of join of one field onto intraday rows: each row gets the latest value known at its information time, until the value is
    /// older than <paramref name="limit"/>. Empty cells are not values.
    /// </summary>
    /// <param name="series">Source of the field.</param>
    /// <param name="field">Field.</param>
    /// <param name="labels">Rows, ascending.</param>
    /// <param name="rowLength">Length of a row.</param>
    /// <param name="limit">Greatest age since the value became known.</param>
    /// <param name="target">One value a row.</param>
    /// <returns>Rows that show a value which an earlier row of the calendar could have shown.</returns>
    public static int AsOf(
        InstrumentSeries series, string field, ReadOnlySpan<long> labels, Timeframe rowLength, FillLimit limit, Span<double> target)
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
            bool lapsed = !landsHere && informationTime - knownAt > Math.Min(limit.Days * UnixTime.Day, limit.Time);
            target[row] = lapsed ? double.NaN : value;
            filled += landsHere || double.IsNaN(target[row]) ? 0 : 1;
        }

        return filled;
    }
}
