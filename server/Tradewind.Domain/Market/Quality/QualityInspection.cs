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
    private const int RowsWorthThreads = 50_000;

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

        ImmutableArray<string> fields = series.Fields;
        ColumnQuality[] figures = new ColumnQuality[fields.Length];
        FindingList[] found = [.. Enumerable.Range(0, fields.Length + 2).Select(_ => new FindingList(series))];
        CalendarCoverage? coverage = null;
        Action[] parts =
        [
            // The longest comes first.
            () => _ = series.Revision,
            () => BarFindings.Collect(series, notes.MayBeNegative, found[^2]),
            .. fields.Select((field, i) => new Action(() =>
                figures[i] = ColumnInspection.Inspect(series, field, notes.ErrorValues.GetValueOrDefault(field), found[i]))),
            () => LevelFindings.Collect(series, found[^1]),
            () => coverage = CalendarCoverage.Of(series),
        ];
        Run(parts, series.Count);
        foreach (FindingList list in found)
        {
            findings.Add(list);
        }

        ImmutableArray<ColumnQuality> columns = [.. figures];
        SessionCoverage? sessions = SessionCoverage.Of(series, columns);
        CalendarFindings.Collect(series, coverage, sessions, findings);
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
            CoveragePercent = sessions?.Percent
                ?? (coverage is null || series.Count == 0 ? null : 100.0 * series.Count / (series.Count + coverage.Missing)),
            Calendar = sessions?.Calendar.Id ?? "",
            MissingSessions = sessions?.Missing,
            StalenessBusinessDays = staleness,
            Partial = notes.Partial,
        };
    }

    // Each part has a list of its own, so that the report is the same in whatever order they end.
    private static void Run(Action[] parts, int rows)
    {
        if (rows >= RowsWorthThreads)
        {
            Parallel.Invoke(parts);
            return;
        }

        foreach (Action part in parts)
        {
            part();
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
