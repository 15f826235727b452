using System.CommandLine;
using Google.Protobuf;
using Tradewind.Cli.Options;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data hybrid</c>: Bloomberg's API and a workbook together.</summary>
internal static class HybridCommand
{
    public static Command Build(CommandHost host)
    {
        Option<string[]> securities = Many("--securities", "Securities as Bloomberg writes them.", "SECURITY");
        Option<string[]> fields = Many("--fields", "Fields of each.", "FIELD");
        Option<FileInfo> workbook = new("--workbook") { Description = "Workbook for what the API lacks.", HelpName = "FILE" };
        workbook.AcceptExistingOnly();
        Option<bool> excelFirst = new("--excel-first") { Description = "Read the workbook first and ask the API for what it lacks." };
        Option<string?> connector = new("--connector") { Description = "Connector of the API (default: bloomberg).", HelpName = "NAME" };
        Option<double?> tolerance = new("--tolerance") { Description = "Difference between the two sides to put up with (default 0.01).", HelpName = "NUMBER" };
        TimeOptions times = new();
        return host.Command(
            "hybrid", "Loads from Bloomberg's API and a workbook, and says where each value came from.",
            [securities, fields, workbook, excelFirst, connector, tolerance, times.From, times.To], async invocation =>
            {
                FileInfo? file = invocation.Get(workbook);
                HybridLoad load = new()
                {
                    Securities = { invocation.Get(securities) ?? [] }, Fields = { invocation.Get(fields) ?? [] },
                    Interval = times.Read(invocation), ExcelFirst = invocation.Get(excelFirst), Connector = invocation.Get(connector) ?? "",
                    WorkbookName = file?.Name ?? "",
                    Workbook = file is null
                        ? ByteString.Empty
                        : UnsafeByteOperations.UnsafeWrap(await File.ReadAllBytesAsync(file.FullName, invocation.CancellationToken).ConfigureAwait(false)),
                };
                if (invocation.Get(tolerance) is { } most)
                {
                    load.Tolerance = most;
                }

                await SourceLoad.RunAsync(invocation, "Asking both sides", "hybrid", new LoadDataRequest { Hybrid = load }).ConfigureAwait(false);
            });
    }

    private static Option<string[]> Many(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, Required = true, AllowMultipleArgumentsPerToken = true };
}
