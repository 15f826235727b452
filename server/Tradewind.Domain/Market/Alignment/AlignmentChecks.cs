using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>What is refused before an alignment and warned of after it.</summary>
internal static class AlignmentChecks
{
    private const int FewRows = 100;

    public static void Require(IReadOnlyList<AlignedInput> inputs, AlignmentSpec spec)
    {
        List<FieldViolation> violations = [];
        void Check(bool valid, string field, string description)
        {
            if (!valid)
            {
                violations.Add(new FieldViolation(field, description));
            }
        }

        Check(inputs.Count > 0, "inputs", "at least one series is needed.");
        Check(spec.FillLimit >= 0, "fill_limit", "must not be negative.");
        Check(spec.FillLimitTime is not < 0, "fill_limit_time", "must not be negative.");
        Check(
            spec.Outliers is not { } outliers || (outliers.Threshold > 0 && double.IsFinite(outliers.Threshold) && outliers.Window >= OutlierTreatment.FewestChanges),
            "outliers", $"needs a positive threshold and a window of at least {OutlierTreatment.FewestChanges} changes.");
        for (int i = 0; i < inputs.Count; i++)
        {
            Check(
                inputs[i].Releases.All(release => release.ReleasedAt >= release.Stamp), $"inputs[{i}].releases",
                $"the release calendar of {inputs[i].Series.Instrument.Id} has a release before the date of its value.");
        }

        Check(
            spec.Start is not { } start || spec.End is not { } end || start < end, "end", "must be after the start.");
        Check(
            spec.Fill != GapFill.BackFill || spec.AllowLookahead,
            "fill",
            "back-fill shows values before they were known; use forward-fill, or allow look-ahead for display only.");
        if (violations.Count > 0)
        {
            throw new InvalidInputException(
                spec.Fill == GapFill.BackFill && !spec.AllowLookahead ? "LOOKAHEAD_NOT_ALLOWED" : "ALIGNMENT_INVALID",
                string.Join(" ", violations.Select(violation => $"{violation.Field}: {violation.Description}")),
                violations);
        }
    }

    public static void RequireRows(long[] rows, ImmutableArray<PlacedInput> inputs)
    {
        if (rows.Length == 0)
        {
            IEnumerable<string> spans = inputs.Select(input => input.Placement.Labels is [var first, .., var last]
                ? $"{input.Series.Instrument.Id} {UnixTime.Format(first)} to {UnixTime.Format(last)}"
                : $"{input.Series.Instrument.Id} {input.Placement.Labels.Length} rows");
            throw new InvalidInputException(
                "ALIGNMENT_EMPTY", "inputs", $"no row is left in the interval; the inputs have {string.Join(", ", spans)}.");
        }
    }

    public static ImmutableArray<AlignmentWarning> Warnings(
        ImmutableArray<PlacedInput> inputs, ImmutableArray<ColumnAlignment> columns, int rows, CommonFrequency frequency, AlignmentSpec spec)
    {
        ImmutableArray<AlignmentWarning>.Builder warnings = ImmutableArray.CreateBuilder<AlignmentWarning>();
        if (spec.Fill == GapFill.BackFill)
        {
            warnings.Add(new AlignmentWarning("LOOKAHEAD", "", "Gaps are filled from the future: for display only, no model may learn from this."));
        }

        if (frequency.FinerForced)
        {
            warnings.Add(new AlignmentWarning(
                "FINER_CALENDAR_FORCED", "",
                $"Rows of {frequency.Timeframe} are finer than the coarsest input; its values are repeated, and the fill limit counts days."));
        }

        if (rows < FewRows)
        {
            warnings.Add(new AlignmentWarning("FEW_ROWS", "", Text($"{rows} rows are few: use 500 or more, six months or more across assets.")));
        }

        foreach (PlacedInput input in inputs.Where(input => input.Series.Availability is Availability.EiaWeekly or Availability.H41))
        {
            warnings.Add(new AlignmentWarning(
                "REVISED_SERIES", input.Series.Instrument.Id, "Holds values as last revised: the date it was known is honest, the value may not be."));
        }

        foreach (ColumnAlignment column in columns)
        {
            double missing = (double)column.MissingAfterFill / rows;
            if (missing > 0.5)
            {
                warnings.Add(new AlignmentWarning("MISSING_OVER_HALF", column.Name, Text($"{missing:P0} of the rows are missing.")));
            }
            else if (missing > 0.2)
            {
                warnings.Add(new AlignmentWarning(
                    "MISSING_OVER_FIFTH", column.Name, Text($"{missing:P0} of the rows are missing: not recommended for modelling.")));
            }
        }

        return warnings.ToImmutable();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
