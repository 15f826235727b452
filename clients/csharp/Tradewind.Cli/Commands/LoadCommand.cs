using System.CommandLine;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data load</c>: sends files to the server.</summary>
internal static class LoadCommand
{
    public static Command Build(CommandHost host)
    {
        Argument<FileInfo[]> files = new("FILE")
        {
            Description = "CSV files (gzip too) or Bloomberg Excel exports.",
            Arity = ArgumentArity.OneOrMore,
        };
        files.AcceptExistingOnly();
        LoadOptionSet options = new();
        Option<bool> dryRun = new("--dry-run") { Description = "Check and report, store nothing." };
        return host.Command("load", "Loads files; each is stored whole or not at all.", [files, .. options.Symbols, dryRun], async invocation =>
        {
            LoadOptions load = options.Read(invocation);
            FileInfo[] paths = invocation.Get(files);
            if (paths.Length > 1 && load.InstrumentId.Length > 0)
            {
                throw new UsageException("--id names one instrument; load the files one by one.");
            }

            List<LoadReport> reports = [];
            foreach (FileInfo file in paths)
            {
                LoadReport report = await SendAsync(invocation, file, load, invocation.Get(dryRun)).ConfigureAwait(false);
                reports.Add(report);
                LoadView.Write(invocation.Terminal, file.Name, report, invocation.Get(dryRun));
            }

            invocation.Terminal.Json(reports);
        });
    }

    public static Task<LoadReport> SendAsync(Invocation invocation, FileInfo file, LoadOptions options, bool validateOnly) =>
        invocation.Terminal.TrackAsync($"Loading {file.Name}", bar => invocation.Client.UploadFileAsync(
            file.FullName,
            options,
            validateOnly,
            new ProgressSource<UploadProgress>(bar, static sent => new WorkStep(sent.Fraction, sent.Fraction < 1 ? "sending" : "checking and storing")),
            invocation.CancellationToken));
}
