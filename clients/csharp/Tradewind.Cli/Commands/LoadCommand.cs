using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data load</c>: sends files to the server, or has it ask a connector.</summary>
internal static class LoadCommand
{
    public static Command Build(CommandHost host)
    {
        Argument<FileInfo[]> files = new("FILE")
        {
            Description = "CSV files (gzip too) or Bloomberg Excel exports.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        files.AcceptExistingOnly();
        LoadOptionSet options = new();
        ConnectorOptionSet connector = new();
        TimeOptions times = new();
        Option<bool> dryRun = new("--dry-run") { Description = "Check and report, store nothing." };
        Symbol[] symbols = [files, .. options.Symbols, .. connector.Symbols, times.From, times.To, dryRun];
        return host.Command("load", "Loads files, each whole or not at all, or history from a connector.", symbols, async invocation =>
        {
            LoadOptions load = options.Read(invocation);
            FileInfo[] paths = invocation.Get(files);
            if (connector.IsGiven(invocation) == (paths.Length > 0))
            {
                throw new UsageException("name the files to load, or give --connector with --symbol and --timeframe.");
            }

            if (connector.IsGiven(invocation))
            {
                ConnectorLoad asked = connector.ReadLoad(invocation, load.Timeframe, times.Read(invocation));
                LoadReport fetched = await FetchAsync(invocation, asked, invocation.Get(dryRun)).ConfigureAwait(false);
                invocation.Terminal.Json(fetched);
                LoadView.Write(invocation.Terminal, asked.Connector, fetched, invocation.Get(dryRun));
                return;
            }

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

    private static Task<LoadReport> FetchAsync(Invocation invocation, ConnectorLoad load, bool validateOnly) =>
        invocation.Terminal.TrackAsync($"Loading from {load.Connector}", bar => invocation.Client.LoadDataAsync(
            new LoadDataRequest { Connector = load, ValidateOnly = validateOnly },
            new ProgressSource<LoadProgress>(bar, static step => new WorkStep(step.Fraction, step.Stage)),
            invocation.CancellationToken));

    public static Task<LoadReport> SendAsync(Invocation invocation, FileInfo file, LoadOptions options, bool validateOnly) =>
        invocation.Terminal.TrackAsync($"Loading {file.Name}", bar => invocation.Client.UploadFileAsync(
            file.FullName,
            options,
            validateOnly,
            new ProgressSource<UploadProgress>(bar, static sent => new WorkStep(sent.Fraction, sent.Fraction < 1 ? "sending" : "checking and storing")),
            invocation.CancellationToken));
}
