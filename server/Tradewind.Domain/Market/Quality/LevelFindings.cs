using System.Globalization;

namespace Tradewind.Domain.Market.Quality;

/// <summary>Findings about the level of values and the rhythm of releases: changes of unit, series being phased in, shifted dates, revisions.</summary>
internal static class LevelFindings
{
    private const double PhaseInShare = 0.05;
    private const int PhaseInLength = 20;

    public static void Collect(InstrumentSeries series, FindingList findings)
    {
        foreach (string field in series.Fields)
        {
            ReadOnlySpan<double> values = series.Column(field).Span;
            // Of a bar the close stands for all prices; volumes jump for other reasons than units.
            bool tested = series.HasBars ? field == "close" : FieldKinds.Of(field) is not (FieldKind.Volume or FieldKind.Amount);
            (int jumps, int first, double factor) = tested ? UnitJumpRule.Find(values) : (0, -1, double.NaN);
            if (jumps > 0)
            {
                findings.AddAt(
                    QualityCode.UnitJump, QualitySeverity.Warning, first, jumps,
                    Text($"{field}: the level changes {jumps} times by a unit factor and stays, first by {factor:G4} on {findings.TimeOf(first)}."),
                    "The unit of the source probably changed (barrels and gallons, thousands, percent): convert one part before using it.", field);
            }

            if (series.Instrument.AssetClass == AssetClass.Macro && !series.HasBars && PhaseInRows(values) is > 0 and var rows)
            {
                findings.AddAt(
                    QualityCode.PhaseIn, QualitySeverity.Info, 0, rows,
                    Text($"{field}: {rows} of the first values lie below {PhaseInShare:P0} of the median of the column."),
                    "The series may have been phased in: start later where changes or averages matter.", field);
            }
        }

        AddShiftedWeekdays(series, findings);
        if (series.Availability is Availability.EiaWeekly or Availability.H41)
        {
            findings.Add(new QualityFinding(
                QualityCode.RevisedSeries, QualitySeverity.Info, "The publisher revises this series; the file holds the last revision of each value.",
                "The time a value was known is honest, the value may differ from what was first published.") { Count = series.Count });
        }
    }

    private static int PhaseInRows(ReadOnlySpan<double> values)
    {
        double[] sorted = [.. values.ToArray().Where(value => !double.IsNaN(value)).Order()];
        if (sorted.Length < 4 * PhaseInLength || sorted[sorted.Length / 2] <= 0)
        {
            return 0;
        }

        // Only before the series first reached half its usual level: later lows are lows.
        (double tiny, double grown) = (PhaseInShare * sorted[sorted.Length / 2], sorted[sorted.Length / 2] / 2);
        int rows = 0;
        foreach (double value in values)
        {
            if (value >= grown)
            {
                break;
            }

            rows += Math.Abs(value) < tiny ? 1 : 0;
        }

        return rows >= PhaseInLength ? rows : 0;
    }

    private static void AddShiftedWeekdays(InstrumentSeries series, FindingList findings)
    {
        if (series.Timeframe != Timeframe.Week || series.Count < 2)
        {
            return;
        }

        int[] counts = new int[7];
        foreach (long time in series.Times.Span)
        {
            counts[(int)UnixTime.DayOfWeek(time)]++;
        }

        int usual = Array.IndexOf(counts, counts.Max());
        Tally shifted = new();
        for (int row = 0; row < series.Count; row++)
        {
            shifted.AddIf((int)UnixTime.DayOfWeek(series.Times.Span[row]) != usual, row);
        }

        findings.AddRows(
            QualityCode.ShiftedWeekdays, QualitySeverity.Info, shifted,
            Text($"{shifted.Count} rows are not dated {(DayOfWeek)usual} like the others"), "Holiday weeks shift such dates; join on the time of publication, not on the date.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
