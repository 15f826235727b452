using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>What a load did, for people.</summary>
internal static class LoadView
{
    public static void Write(Terminal terminal, string source, LoadReport report, bool dryRun)
    {
        terminal.Line(
            $"{source}: {Wording.Count(report.RowCount)} rows, {report.Instruments.Count} instruments " +
            (dryRun ? "(checked, nothing stored)" : "stored"));
        InstrumentView.Table(report.Instruments).WriteTo(terminal, "No instruments.");
        QualityView.WriteFindings(terminal, report.Notes);
        foreach (QualityReport quality in report.Quality.Where(quality => quality.Status != QualityStatus.Ok))
        {
            terminal.Line($"{quality.InstrumentId} {quality.Timeframe}: {Wording.Of(quality.Status)}");
            QualityView.WriteFindings(terminal, quality.Findings);
        }
    }
}
