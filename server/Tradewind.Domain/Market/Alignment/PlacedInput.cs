namespace Tradewind.Domain.Market.Alignment;

/// <summary>An input with how it joins.</summary>
/// <param name="Selection">The input.</param>
/// <param name="Placement">Its values on the calendar.</param>
/// <param name="Limit">How long its values may be carried.</param>
/// <param name="IsVisitor">
/// True on an intraday calendar for everything but the bars of that calendar: its values become known between the rows others
/// bring, so it brings none of its own.
/// </param>
/// <param name="IsCarried">True for a visitor that is joined as of its availability, because gaps are filled forward.</param>
internal sealed record PlacedInput(InputSelection Selection, SeriesPlacement Placement, FillLimit Limit, bool IsVisitor, bool IsCarried)
{
    public InstrumentSeries Series => Selection.Series;

    public static PlacedInput Of(InputSelection selection, AlignmentSpec spec, CommonFrequency frequency)
    {
        InstrumentSeries series = selection.Series;
        CalendarGrid grid = new(frequency.Timeframe);
        bool isVisitor = grid.IsIntraday && (series.Timeframe > grid.Timeframe || series.Availability != Availability.Candle);
        return new PlacedInput(
            selection,
            SeriesPlacement.Of(series, grid),
            FillLimit.Of(series, spec, frequency),
            isVisitor,
            isVisitor && spec.Fill == GapFill.ForwardFill);
    }

    /// <summary>Puts one field onto the rows and fills its gaps.</summary>
    /// <returns>One value a row, and how many of them the fill made.</returns>
    public (double[] Values, int Filled) Spread(int field, ReadOnlySpan<long> rows, Timeframe rowLength, GapFill fill)
    {
        double[] values = new double[rows.Length];
        if (IsCarried)
        {
            return (values, GapFilling.AsOf(Series, Series.Fields[field], rows, rowLength, Limit, values));
        }

        ReadOnlySpan<long> labels = Placement.Labels;
        ReadOnlySpan<double> placed = Placement.Columns[field].Span;
        for (int row = 0, next = 0; row < rows.Length; row++)
        {
            while (next < labels.Length && labels[next] < rows[row])
            {
                next++;
            }

            values[row] = next < labels.Length && labels[next] == rows[row] ? placed[next] : double.NaN;
        }

        int filled = fill switch
        {
            GapFill.ForwardFill => GapFilling.Forward(values, Limit.Rows, rows, Limit.Time),
            GapFill.BackFill => GapFilling.Backward(values, Limit.Rows, rows, Limit.Time),
            _ => 0,
        };
        return (values, filled);
    }
}
