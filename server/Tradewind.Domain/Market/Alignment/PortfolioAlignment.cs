using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>
/// Brings the series of a mixed portfolio onto one calendar so that no row shows a value before it was known: a row labelled R of
/// length b sees only what was available by R + b (data specification, section 8).
/// </summary>
/// <remarks>
/// Steps: cut to the interval and the taken fields, screen for outliers where asked, drop empty rows, find the common frequency, place every
/// value in the first row that may know it, join, drop weekends and closed days where asked, cut again, fill, check.
/// <para>
/// A source finer than the calendar is resampled: open, high, low, close, volume as bars, other fields last. Its first and last bucket
/// are dropped unless the source covers them; daily sources that rest at weekends count as covering the weekend next to
/// their first and last day.
/// </para>
/// <para>
/// On an intraday calendar, rows come from the bars of that length; everything else is joined as of its availability. With
/// <see cref="GapFill.None"/> a value stands only in the row in which it became known.
/// </para>
/// </remarks>
public static class PortfolioAlignment
{
    /// <summary>Aligns the inputs.</summary>
    /// <param name="inputs">Series, at least one; the first is the left of a left join. Order decides the order of columns.</param>
    /// <param name="spec">How.</param>
    /// <exception cref="InvalidInputException">
    /// No input, an unknown field, two columns of one name, back-fill without leave, rows finer than every input, different frequencies
    /// where they may not be mixed, a release before the date of its value, or no row left.
    /// </exception>
    public static AlignmentResult Align(IReadOnlyList<AlignedInput> inputs, AlignmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(spec);
        AlignmentChecks.Require(inputs, spec);
        ImmutableArray<InputSelection> selections = InputSelection.Of(inputs, spec);
        CommonFrequency frequency = CommonFrequency.Of(selections, spec);
        ImmutableArray<PlacedInput> placed = [.. selections.Select(selection => PlacedInput.Of(selection, spec, frequency))];
        long[] rows = AlignedRows.Of(placed, spec, frequency.Timeframe);
        AlignmentChecks.RequireRows(rows, placed);

        List<FrameColumn> columns = [];
        ImmutableArray<ColumnAlignment>.Builder columnReports = ImmutableArray.CreateBuilder<ColumnAlignment>();
        foreach (PlacedInput input in placed)
        {
            Instrument instrument = input.Series.Instrument;
            for (int field = 0; field < input.Series.Fields.Length; field++)
            {
                string name = input.Series.Fields[field];
                (double[] values, int filled) = input.Spread(field, rows, frequency.Timeframe, spec.Fill);
                FrameColumn column = new(
                    ColumnName.Of(instrument.Id, name), instrument.Id, instrument.AssetClass, name, FieldKinds.Of(name), values);
                columns.Add(column);
                columnReports.Add(new ColumnAlignment(
                    column.Name, input.Series.Count - CountMissing(input.Series.Column(name).Span), filled, CountMissing(values))
                {
                    Outliers = input.Selection.Outliers.GetValueOrDefault(name, []),
                });
            }
        }

        Frame frame = new(rows, frequency.Timeframe, IsEveryDay(placed, rows, spec, frequency.Timeframe), columns);
        AlignmentReport report = new(
            rows.Length, rows[0], rows[^1], frequency.Timeframe, spec.Fill == GapFill.BackFill,
            [.. placed.Select(Describe)],
            columnReports.ToImmutable(),
            AlignmentChecks.Warnings(placed, columnReports.ToImmutable(), rows.Length, frequency, spec));
        return new AlignmentResult(frame, report);
    }

    // Rows longer than a day span weekends on either calendar, so that 365 days a year give their right number in a year.
    private static bool IsEveryDay(ImmutableArray<PlacedInput> inputs, long[] rows, AlignmentSpec spec, Timeframe rowLength) =>
        rowLength > Timeframe.Day
        || (spec.Calendar != AlignmentCalendar.Business
            && spec.Sessions is not { EveryDay: false }
            && (inputs.Any(input => input.Series.Instrument.AssetClass.IsCrypto()) || Array.Exists(rows, row => !UnixTime.IsWeekday(row))));

    private static InputAlignment Describe(PlacedInput input) => new(
        input.Series.Instrument.Id,
        input.Series.Timeframe,
        input.Series.Count,
        input.Selection.EmptyRowsDropped,
        input.Placement.IncompleteBuckets,
        input.Placement.EdgeBucketsDropped);

    private static int CountMissing(ReadOnlySpan<double> values)
    {
        int missing = 0;
        foreach (double value in values)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        return missing;
    }
}
