using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Quality;

/// <summary>What there is to know about a series before trusting it: figures by column, findings, verdict.</summary>
/// <param name="Instrument">What was observed.</param>
/// <param name="Timeframe">Bar length or spacing.</param>
/// <param name="Availability">When a row becomes known.</param>
/// <param name="Revision">Content hash of the series the report is about.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Figures by column, in the order of the series.</param>
/// <param name="Findings">Everything noticed: errors, then warnings, then information.</param>
public sealed record QualityReport(
    Instrument Instrument,
    Timeframe Timeframe,
    Availability Availability,
    string Revision,
    int Rows,
    ImmutableArray<ColumnQuality> Columns,
    ImmutableArray<QualityFinding> Findings)
{
    /// <summary>Time of the first row; absent when there is none.</summary>
    public long? FirstTime { get; init; }

    /// <summary>Time of the last row; absent when there is none.</summary>
    public long? LastTime { get; init; }

    /// <summary>
    /// Periods of the calendar between the first and last row that have no row. Every day for crypto; Monday to Friday for others, so
    /// that exchange holidays count. Absent where the calendar is unknown (intraday data of other instruments).
    /// </summary>
    public long? MissingPeriods { get; init; }

    /// <summary>The first missing periods, at most <see cref="CalendarCoverage.MaxListed"/>, UNIX nanoseconds UTC.</summary>
    public ImmutableArray<long> MissingTimes { get; init; } = [];

    /// <summary>Rows in percent of the periods of the calendar, 0..100; absent where the calendar is unknown.</summary>
    public double? CoveragePercent { get; init; }

    /// <summary>Monday-to-Friday days after the last present value up to the day of the load; absent where that day was not given.</summary>
    public int? StalenessBusinessDays { get; init; }

    /// <summary>True when the source delivered a part of what was asked for; a finding says why.</summary>
    public bool Partial { get; init; }

    /// <summary>Verdict: that of the worst finding.</summary>
    public QualityStatus Status => Findings.IsEmpty ? QualityStatus.Ok : (QualityStatus)Findings.Max(finding => finding.Severity);
}
