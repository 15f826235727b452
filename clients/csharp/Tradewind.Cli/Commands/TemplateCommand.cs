using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Cli.Options;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data template</c>: writes the workbook a Bloomberg terminal fills.</summary>
internal static class TemplateCommand
{
    public static Command Build(CommandHost host)
    {
        Argument<FileInfo> file = new("FILE") { Description = "Workbook to write, e.g. out.xlsx." };
        Option<string[]> securities = Many("--securities", "Securities as Bloomberg writes them (default: US high-yield and investment-grade credit).", "SECURITY");
        Option<string[]> fields = Many("--fields", "Fields of each (default: OAS, DTS, PX_LAST).", "FIELD");
        Option<Timestamp?> from = new TimeOptions().From;
        Option<bool> force = new("--force") { Description = "Replace the file if it is there." };
        return host.Command("template", "Writes the standard Bloomberg workbook with the formulas of the wanted columns.", [file, securities, fields, from, force], async invocation =>
        {
            FileInfo target = invocation.Get(file);
            if (target.Exists && !invocation.Get(force))
            {
                throw new UsageException($"{target.Name} is there already; give --force to replace it.");
            }

            GetWorkbookTemplateRequest request = new()
            {
                Securities = { invocation.Get(securities) ?? [] }, Fields = { invocation.Get(fields) ?? [] }, StartTime = invocation.Get(from),
            };
            GetWorkbookTemplateResponse response = await invocation.CallAsync(invocation.Client.Data.GetWorkbookTemplateAsync, request).ConfigureAwait(false);
            await File.WriteAllBytesAsync(target.FullName, response.Content.ToByteArray(), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(new GetWorkbookTemplateResponse { FileName = target.FullName });
            invocation.Terminal.Line($"Wrote {target.Name}. Open it with the Bloomberg terminal connected, let it calculate, save it, then: tradewind data load {target.Name}");
        });
    }

    private static Option<string[]> Many(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = true };
}
