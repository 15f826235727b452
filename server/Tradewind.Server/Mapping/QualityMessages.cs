using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Quality reports as messages.</summary>
internal static class QualityMessages
{
    /// <summary>A report; undefined figures stay absent.</summary>
    public static V1.QualityReport From(Domain.Market.Quality.QualityReport report)
    {
        V1.QualityReport message = new()
        {
            InstrumentId = report.Instrument.Id,
            Timeframe = report.Timeframe.ToString(),
            Status = (V1.QualityStatus)((int)report.Status + 1),
            RowCount = report.Rows,
            FirstTime = ProtoTime.ToTimestamp(report.FirstTime),
            LastTime = ProtoTime.ToTimestamp(report.LastTime),
            Partial = report.Partial,
        };
        if (report.CoveragePercent is { } coverage)
        {
            message.CoverageFraction = coverage / 100;
        }

        if (report.MissingPeriods is { } missing)
        {
            message.MissingPeriodCount = missing;
        }

        if (report.StalenessBusinessDays is { } staleness)
        {
            message.StalenessBusinessDays = staleness;
        }

        message.Findings.AddRange(report.Findings.Select(From));
        message.Columns.AddRange(report.Columns.Select(From));
        return message;
    }

    /// <summary>A finding.</summary>
    public static V1.QualityFinding From(Domain.Market.Quality.QualityFinding finding) => new()
    {
        Code = finding.Code,
        Severity = (Severity)((int)finding.Severity + 1),
        Column = finding.Column,
        FirstTime = ProtoTime.ToTimestamp(finding.FirstTime),
        Count = finding.Count,
        Message = finding.Message,
        Advice = finding.Advice,
    };

    private static V1.ColumnQuality From(Domain.Market.Quality.ColumnQuality column)
    {
        V1.ColumnQuality message = new()
        {
            Column = column.Field, PresentCount = column.Rows - column.Missing, MissingCount = column.Missing, LongestGap = column.LongestMissingRun,
        };
        if (column.Min is { } min)
        {
            message.Min = min;
        }

        if (column.Max is { } max)
        {
            message.Max = max;
        }

        if (column.Mean is { } mean)
        {
            message.Mean = mean;
        }

        if (column.StandardDeviation is { } deviation)
        {
            message.StandardDeviation = deviation;
        }

        if (column.Outliers is { } outliers)
        {
            message.OutlierCount = outliers;
        }

        return message;
    }
}
