using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data align</c>: several instruments on one calendar.</summary>
internal static class AlignCommand
{
    public static Command Build(CommandHost host)
    {
        PortfolioOptions portfolio = new();
        Option<FileInfo?> csv = ListOptions.Csv();
        return host.Command("align", "Brings instruments onto one calendar, point in time.", [.. portfolio.Symbols, csv], async invocation =>
        {
            FileInfo? file = invocation.Get(csv);
            AlignPortfolioRequest request = new() { Portfolio = portfolio.Read(invocation), ReportOnly = file is null };
            (AlignmentReport report, ColumnTable table) =
                await invocation.Client.AlignPortfolioAsync(request, invocation.CancellationToken).ConfigureAwait(false);
            if (file is not null)
            {
                await CsvFile.WriteAsync(file, table, invocation.CancellationToken).ConfigureAwait(false);
            }

            invocation.Terminal.Json(report);
            await SimulationNotice.WriteAsync(invocation, request.Portfolio.Members.Select(member => member.InstrumentId)).ConfigureAwait(false);
            Write(invocation.Terminal, report);
        });
    }

    private static void Write(Terminal terminal, AlignmentReport report)
    {
        terminal.Line(
            $"{Wording.Count(report.RowCount)} rows of {report.Timeframe}, {Wording.Time(report.FirstTime)} to {Wording.Time(report.LastTime)}, " +
            (report.EveryDay ? "every day" : "business days"));
        terminal.Line($"All members have values from {Wording.Time(report.OverlapFirstTime)} to {Wording.Time(report.OverlapLastTime)}");
        ResultTable table = new("Column", "Instrument", "Field", ">Source rows", ">Filled", ">Missing", ">Outliers");
        foreach (AlignedColumn column in report.Columns)
        {
            table.Row(
                column.Name,
                column.InstrumentId,
                column.Field,
                Wording.Count(column.SourceRowCount),
                Wording.Count(column.FilledCount),
                Wording.Count(column.MissingCount),
                column.HasOutlierCount ? Wording.Count(column.OutlierCount) : Wording.Absent);
        }

        table.WriteTo(terminal, "No columns.");
        WarningView.Write(terminal, report.Warnings);
    }
}
