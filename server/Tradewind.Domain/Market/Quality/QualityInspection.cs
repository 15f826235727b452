using System.Collections.Immutable;
using System.Globalization;

namespace Tradewind.Domain.Market.Quality;

/// <summary>
/// Inspects a series on its own rows, before any join or fill, and reports what a person should know before using it. Pure: the same
/// series and notes give the same report. Data specification, sections 3.1, 5 (freshness), 8 (validation), 8.1 and 8.2.
/// </summary>
public static class QualityInspection
{
    private const int RecommendedRows = 100;

    /// <summary>Makes the report of one series.</summary>
    /// <param name="series">What was loaded.</param>
    /// <param name="notes">What the loader noticed; its findings become part of the report.</param>
    public static QualityReport Inspect(InstrumentSeries series, LoadNotes notes)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(notes);
        FindingList findings = new(series);
        foreach (QualityFinding finding in notes.Findings)
        {
            findings.Add(finding);
        }

        ImmutableArray<ColumnQuality> columns =
            [.. series.Fields.Select(field => ColumnInspection.Inspect(series, field, notes.ErrorValues.GetValueOrDefault(field), findings))];
        BarFindings.Collect(series, findings);
        CalendarCoverage? coverage = CalendarCoverage.Of(series);
        AddCalendar(series, coverage, findings);
        int? staleness = AddFreshness(columns, notes, findings);
        if (series.Count < RecommendedRows)
        {
            findings.Add(new QualityFinding(
                QualityCode.FewRows, QualitySeverity.Warning, Text($"There are only {series.Count} rows."),
                "Load at least 100; 500 to 1000 are recommended for a model, 2000 or more are better.") { Count = series.Count });
        }

        return new QualityReport(
            series.Instrument, series.Timeframe, series.Availability, series.Revision, series.Count, columns, findings.Sorted())
        {
            FirstTime = series.Count == 0 ? null : series.Times.Span[0],
            LastTime = series.Count == 0 ? null : series.Times.Span[^1],
            MissingPeriods = coverage?.Missing,
            MissingTimes = coverage?.MissingTimes ?? [],
            CoveragePercent = coverage is null || series.Count == 0 ? null : 100.0 * series.Count / (series.Count + coverage.Missing),
            StalenessBusinessDays = staleness,
            Partial = notes.Partial,
        };
    }

    private static void AddCalendar(InstrumentSeries series, CalendarCoverage? coverage, FindingList findings)
    {
        if (coverage is null)
        {
            return;
        }

        if (coverage.Missing > 0)
        {
            bool everyDay = CalendarCoverage.HasEveryDayCalendar(series);
            bool holidays = !everyDay && series.Timeframe == Timeframe.Day && coverage.LongestHole <= 2;
            string calendar = everyDay ? "every-day" : series.Timeframe == Timeframe.Day ? "Monday-to-Friday" : "regular";
            findings.AddAt(
                QualityCode.Gaps, holidays ? QualitySeverity.Info : QualitySeverity.Warning, coverage.FirstRowAfterHole, coverage.Missing,
                Text($"{coverage.Missing} periods of the {calendar} calendar have no row (longest hole {coverage.LongestHole}), the first before {findings.TimeOf(coverage.FirstRowAfterHole)}."),
                holidays ? "These look like exchange holidays." : "Look at the listed times; load the missing part or fill with a limit.");
        }

        if (coverage.WeekendRows > 0)
        {
            findings.AddAt(
                QualityCode.WeekendRows, QualitySeverity.Warning, coverage.FirstWeekendRow, coverage.WeekendRows,
                Text($"{coverage.WeekendRows} rows fall on a Saturday or Sunday, first on {findings.TimeOf(coverage.FirstWeekendRow)}."),
                "The instrument does not trade then: check the asset class, or the time zone of the file.");
        }
    }

    private static int? AddFreshness(ImmutableArray<ColumnQuality> columns, LoadNotes notes, FindingList findings)
    {
        if (notes.Today is not { } today || columns.Max(column => column.LastTime) is not { } last)
        {
            return null;
        }

        DateOnly date = UnixTime.ToDate(last);
        int age = CalendarCoverage.BusinessDays(date, today);
        if (age > notes.MaxStalenessBusinessDays)
        {
            findings.Add(new QualityFinding(
                QualityCode.StaleFile, QualitySeverity.Warning,
                Text($"The last value is of {date:yyyy-MM-dd}, {age} business days before {today:yyyy-MM-dd}."),
                "Refresh the source before using it for live decisions.") { FirstTime = last, Count = age });
        }

        return age;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
