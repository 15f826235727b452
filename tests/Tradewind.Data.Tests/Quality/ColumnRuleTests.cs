using FsCheck;
using FsCheck.Fluent;
using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Data.Tests.Quality;

public sealed class ColumnRuleTests
{
    [Fact]
    public void Figures_are_those_of_the_present_values()
    {
        ColumnQuality column = SeriesOf.Daily(AssetClass.CreditIndex, ("OAS", [double.NaN, 2, 4, double.NaN, double.NaN, 9])).Report().Columns[0];

        Assert.Equal((3, 50.0, 2), (column.Missing, column.MissingPercent, column.LongestMissingRun));
        Assert.Equal((2.0, 9.0, 5.0), (column.Min!.Value, column.Max!.Value, column.Mean!.Value));
        Assert.Equal(Math.Sqrt(13), column.StandardDeviation!.Value, 1e-15);
        Assert.Equal((SeriesOf.Monday + UnixTime.Day, SeriesOf.Monday + 5 * UnixTime.Day), (column.FirstTime!.Value, column.LastTime!.Value));
        Assert.Equal(FieldKind.Spread, column.Kind);
    }

    [Fact]
    public void Figures_of_an_empty_column_are_absent()
    {
        ColumnQuality column = SeriesOf.Daily(AssetClass.Macro, ("value", [double.NaN, double.NaN])).Report().Columns[0];

        Assert.Null(column.Min);
        Assert.Null(column.Mean);
        Assert.Null(column.StandardDeviation);
        Assert.Null(column.FirstTime);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(20, QualityCode.MissingValues)]
    [InlineData(21, QualityCode.MissingOver20)]
    [InlineData(50, QualityCode.MissingOver20)]
    [InlineData(51, QualityCode.MissingOver50)]
    [InlineData(100, QualityCode.EmptyColumn)]
    public void Missing_values_are_graded(int missing, string? expected)
    {
        double[] values = SeriesOf.Wave(100);
        values.AsSpan(0, missing).Fill(double.NaN);
        string[] codes = [QualityCode.MissingValues, QualityCode.MissingOver20, QualityCode.MissingOver50, QualityCode.EmptyColumn];

        IEnumerable<string> found = SeriesOf.Weekdays(AssetClass.Rate, ("value", values)).Report().Findings.Select(finding => finding.Code).Intersect(codes);

        Assert.Equal(expected is null ? [] : [expected], found);
    }

    [Fact]
    public void A_repeating_tail_of_a_changing_column_is_stale()
    {
        double[] values = [.. SeriesOf.Wave(50), 7, 7, 7];

        QualityFinding stale = SeriesOf.Weekdays(AssetClass.CreditIndex, ("OAS", values)).Report().Finding(QualityCode.StaleTail);

        Assert.Equal((51, 2L, "OAS"), (stale.FirstRow!.Value, stale.Count, stale.Column));
    }

    [Fact]
    public void Two_equal_values_a_constant_and_a_step_function_are_not_stale()
    {
        double[] steps = [.. Enumerable.Range(0, 100).Select(i => (double)(i / 5))];
        double[][] columns = [[.. SeriesOf.Wave(50), 7, 7], [.. Enumerable.Repeat(1.0, 50)], steps];

        Assert.All(columns, values => Assert.False(SeriesOf.Weekdays(AssetClass.Macro, ("value", values)).Report().Has(QualityCode.StaleTail)));
    }

    [Fact]
    public void A_column_that_repeats_by_habit_needs_a_longer_tail()
    {
        // Every fourth row repeats, so a run of 3 comes by chance and a run of 20 does not.
        double[] habit = [.. Enumerable.Range(0, 300).Select(i => (double)(i - (i % 4 == 3 ? 1 : 0)))];

        Assert.False(Report(3).Has(QualityCode.StaleTail));
        Assert.True(Report(20).Has(QualityCode.StaleTail));

        QualityReport Report(int tail) => SeriesOf.Weekdays(AssetClass.Rate, ("value", [.. habit, .. Enumerable.Repeat(-1.0, tail)])).Report();
    }

    [Fact]
    public void Stale_runs_inside_are_counted()
    {
        double[] values = [.. SeriesOf.Wave(60), 5, 5, 5, 5, .. SeriesOf.Wave(60)];

        QualityFinding stale = SeriesOf.Weekdays(AssetClass.Rate, ("value", values)).Report().Finding(QualityCode.StaleRun);

        Assert.Equal((61, 3L), (stale.FirstRow!.Value, stale.Count));
    }

    [Fact]
    public void Outliers_are_judged_against_the_sixty_changes_before()
    {
        double[] values = [.. SeriesOf.Wave(80), 150, .. SeriesOf.Wave(5)];

        (int count, int first) = OutlierRule.Find(values, FieldKind.Unknown);

        // The jump up and the way back; after them the window holds both, and nothing stands out.
        Assert.Equal((2, 80), (count, first));
        Assert.Equal((0, -1), OutlierRule.Find(values, FieldKind.Volume));
    }

    [Fact]
    public void Twenty_changes_are_needed_before_anything_is_an_outlier()
    {
        double[] x = [10, 11, 9, 10, 12, 8, 10, 11, 9, 10, 10, 50];

        Assert.Equal(0, OutlierRule.Find(x, FieldKind.Unknown).Count);
    }

    [Fact]
    public void A_change_after_a_constant_stretch_is_no_outlier() =>
        Assert.Equal(0, OutlierRule.Find([.. Enumerable.Repeat(1.0, 100), 5], FieldKind.Unknown).Count);

    [Fact]
    public void Running_sums_flag_the_same_rows_as_the_definition() =>
        Prop.ForAll<int, PositiveInt>((seed, size) =>
        {
            Random random = new(seed);
            double level = 1e4;
            double[] values = [.. Enumerable.Range(0, size.Get * 20).Select(i => i % 11 == 3 ? double.NaN : level += (random.NextDouble() - 0.5) * (random.Next(30) == 0 ? 40 : 1))];

            return OutlierRule.Find(values, FieldKind.Unknown).Count == CountByDefinition(values);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Freshness_and_few_rows_are_reported()
    {
        InstrumentSeries series = SeriesOf.Weekdays(AssetClass.Rate, ("value", SeriesOf.Wave(99)));
        QualityReport report = QualityInspection.Inspect(series, new LoadNotes { Today = UnixTime.ToDate(series.Times.Span[^1]).AddDays(60) });

        Assert.True(report.Has(QualityCode.FewRows));
        Assert.True(report.Has(QualityCode.StaleFile));
        Assert.False(SeriesOf.Weekdays(AssetClass.Rate, ("value", SeriesOf.Wave(100))).Report().Has(QualityCode.FewRows));
    }

    private static int CountByDefinition(double[] values)
    {
        double[] present = [.. values.Where(value => !double.IsNaN(value))];
        double[] changes = [.. present.Skip(1).Select((value, i) => value - present[i])];
        int count = 0;
        for (int t = 20; t < changes.Length; t++)
        {
            double[] window = changes[Math.Max(0, t - 60)..t];
            double mean = window.Average();
            double deviation = Math.Sqrt(window.Sum(x => (x - mean) * (x - mean)) / (window.Length - 1));
            count += Math.Abs(changes[t] - mean) > 3 * deviation ? 1 : 0;
        }

        return count;
    }
}
