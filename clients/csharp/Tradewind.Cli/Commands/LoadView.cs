using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>What a load did, for people.</summary>
internal static class LoadView
{
    public static void Write(Terminal terminal, string source, LoadReport report, bool dryRun)
    {
        terminal.Line(
            $"{source}: {Wording.Count(report.RowCount, "row")}, {Wording.Count(report.Instruments.Count, "instrument")} " +
            (dryRun ? "(checked, nothing stored)" : "stored"));
        InstrumentView.Table(report.Instruments).WriteTo(terminal, "No instruments.");
        QualityView.WriteFindings(terminal, report.Notes);
        WriteWorkbook(terminal, report.Workbook);
        WriteProvenance(terminal, report.Provenance);
        foreach (QualityReport quality in report.Quality.Where(quality => quality.Status != QualityStatus.Ok))
        {
            terminal.Line($"{quality.InstrumentId} {quality.Timeframe}: {Wording.Of(quality.Status)}");
            QualityView.WriteFindings(terminal, quality.Findings);
        }
    }

    private static void WriteWorkbook(Terminal terminal, WorkbookReport? workbook)
    {
        if (workbook is null)
        {
            return;
        }

        if (workbook.Formulas.Count > 0)
        {
            terminal.Line($"{Wording.Count(workbook.Formulas.Count, "Bloomberg formula")} found, first {workbook.Formulas[0].Id} ({workbook.Formulas[0].Cell})");
        }

        if (workbook.HoldingsName.Length > 0)
        {
            terminal.Line($"{Wording.Count(workbook.Holdings.Count, "holding")} stored: tradewind data holdings show '{workbook.HoldingsName}'");
        }
    }

    private static void WriteProvenance(Terminal terminal, IReadOnlyCollection<FieldProvenance> provenance)
    {
        if (provenance.Count == 0)
        {
            return;
        }

        ResultTable table = new("Security", "Field", "From", ">API", ">Workbook", ">Missing", ">Both", ">Largest difference");
        foreach (FieldProvenance column in provenance)
        {
            table.Row(
                column.Security, column.Field, Wording.Of(column.Source), Wording.Count(column.ApiCount), Wording.Count(column.ExcelCount), Wording.Count(column.MissingCount),
                Wording.Count(column.OverlapCount), Wording.Value(column.HasLargestDifference ? column.LargestDifference : null));
        }

        table.WriteTo(terminal, "No columns.");
    }
}
