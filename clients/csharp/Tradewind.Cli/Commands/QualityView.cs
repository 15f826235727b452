using Spectre.Console;
using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Quality reports for people.</summary>
internal static class QualityView
{
    public static void Write(Terminal terminal, QualityReport report)
    {
        terminal.Line(
            $"{report.InstrumentId} {report.Timeframe}: {Wording.Of(report.Status)}, {Wording.Count(report.RowCount)} rows, " +
            $"{Wording.Time(report.FirstTime)} to {Wording.Time(report.LastTime)}, coverage {Wording.Percent(report.CoverageFraction)}");
        WriteFindings(terminal, report.Findings);
        ResultTable table = new("Column", ">Present", ">Missing", ">Longest gap", ">Min", ">Max", ">Mean", ">Std", ">Outliers");
        foreach (ColumnQuality column in report.Columns)
        {
            table.Row(
                column.Column,
                Wording.Count(column.PresentCount),
                Wording.Count(column.MissingCount),
                Wording.Count(column.LongestGap),
                Wording.Value(column.HasMin ? column.Min : null),
                Wording.Value(column.HasMax ? column.Max : null),
                Wording.Value(column.HasMean ? column.Mean : null),
                Wording.Value(column.HasStandardDeviation ? column.StandardDeviation : null),
                Wording.Count(column.OutlierCount));
        }

        table.WriteTo(terminal, "No column statistics.");
    }

    /// <summary>A line a finding: how bad, where, what, and what to do.</summary>
    public static void WriteFindings(Terminal terminal, IEnumerable<QualityFinding> findings)
    {
        foreach (QualityFinding finding in findings)
        {
            string where = finding.Column.Length == 0 ? string.Empty : $" {finding.Column}";
            string first = finding.FirstTime is null ? string.Empty : $", first {Wording.Time(finding.FirstTime)}";
            terminal.Line($"  {Wording.Of(finding.Severity)} {finding.Code}{where} ({finding.Count}x{first}): {finding.Message}", StyleOf(finding.Severity));
            if (finding.Advice.Length > 0)
            {
                terminal.Line($"    {finding.Advice}");
            }
        }
    }

    public static Style StyleOf(Severity severity) => severity switch
    {
        Severity.Error => new Style(Color.Red),
        Severity.Warning => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
