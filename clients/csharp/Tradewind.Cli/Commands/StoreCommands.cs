using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data status</c>, <c>backup</c>, <c>compact</c>, <c>retain</c>, <c>check</c>: care of the server's store.</summary>
internal static class StoreCommands
{
    public static IEnumerable<Command> Build(CommandHost host) =>
        [BuildStatus(host), BuildBackup(host), BuildCompact(host), BuildRetain(host), BuildCheck(host)];

    private static Command BuildStatus(CommandHost host) => host.Command("status", "Shows what the store holds and takes.", [], async invocation =>
    {
        StoreStatus status =
            (await invocation.CallAsync(invocation.Client.Admin.GetStoreStatusAsync, new GetStoreStatusRequest()).ConfigureAwait(false)).Status;
        invocation.Terminal.Json(status);
        new ResultTable("Store", ">" + status.Engine)
            .Row("Schema", Wording.Count(status.SchemaVersion))
            .Row("Size", Wording.Bytes(status.SizeBytes))
            .Row("Free inside", status.HasFreeBytes ? Wording.Bytes(status.FreeBytes) : Wording.Absent)
            .Row("Instruments", Wording.Count(status.InstrumentCount))
            .Row("Series", Wording.Count(status.SeriesCount))
            .Row("Rows", Wording.Count(status.RowCount))
            .Row("Chunks", Wording.Count(status.ChunkCount))
            .Row("Small chunks", Wording.Count(status.SmallChunkCount))
            .Row("Revisions", Wording.Count(status.RevisionCount))
            .Row("Superseded chunks", Wording.Count(status.SupersededChunkCount))
            .Row("Superseded values", Wording.Bytes(status.SupersededBytes))
            .WriteTo(invocation.Terminal, string.Empty);
    });

    private static Command BuildBackup(CommandHost host)
    {
        Option<string?> name = new("--name") { Description = "Name of the file in the server's folder of backups (default: after the time).", HelpName = "FILE" };
        return host.Command("backup", "Writes a consistent copy of the store while the server works on.", [name], async invocation =>
        {
            BackupStoreRequest request = new() { FileName = invocation.Get(name) ?? string.Empty };
            BackupReport report = await TrackAsync(
                invocation, "Backing up", progress => invocation.Client.BackupStoreAsync(request, progress, invocation.CancellationToken)).ConfigureAwait(false);
            invocation.Terminal.Json(report);
            invocation.Terminal.Line($"Wrote {report.Path} on the server, {Wording.Bytes(report.SizeBytes)}.");
        });
    }

    private static Command BuildCompact(CommandHost host)
    {
        Option<bool> dryRun = DryRun();
        return host.Command("compact", "Merges small chunks and gives free space back to the disk.", [dryRun], async invocation =>
        {
            CompactStoreRequest request = new() { DryRun = invocation.Get(dryRun) };
            UpkeepReport report = await TrackAsync(
                invocation, "Compacting", progress => invocation.Client.CompactStoreAsync(request, progress, invocation.CancellationToken)).ConfigureAwait(false);
            Write(invocation, report, "Nothing to merge.");
        });
    }

    private static Command BuildRetain(CommandHost host)
    {
        Option<Timestamp?> superseded = TimeOptions.Create("--superseded-before", "Drop versions superseded by this time, UTC.");
        Option<Timestamp?> history = TimeOptions.Create("--history-before", "Drop rows before this time, UTC, and with them all earlier versions.");
        Option<string?> id = new("--id") { Description = "Only this instrument.", HelpName = "ID" };
        Option<string?> timeframe = new("--timeframe") { Description = "Only this timeframe.", HelpName = "LENGTH" };
        Option<bool> dryRun = DryRun();
        return host.Command(
            "retain", "Drops superseded versions or old history.", [superseded, history, id, timeframe, dryRun], async invocation =>
            {
                ApplyRetentionRequest request = new()
                {
                    SupersededBeforeTime = invocation.Get(superseded),
                    HistoryBeforeTime = invocation.Get(history),
                    InstrumentId = invocation.Get(id) ?? string.Empty,
                    Timeframe = invocation.Get(timeframe) ?? string.Empty,
                    DryRun = invocation.Get(dryRun),
                };
                if (request.SupersededBeforeTime is null && request.HistoryBeforeTime is null)
                {
                    throw new UsageException("give --superseded-before or --history-before.");
                }

                UpkeepReport report = await TrackAsync(
                    invocation, "Dropping", progress => invocation.Client.ApplyRetentionAsync(request, progress, invocation.CancellationToken)).ConfigureAwait(false);
                Write(invocation, report, "Nothing to drop.");
            });
    }

    private static Command BuildCheck(CommandHost host) => host.Command(
        "check", "Checks structure, checksums and content hashes; fails where something is damaged.", [], async invocation =>
        {
            CheckReport report = await TrackAsync(
                invocation, "Checking", progress => invocation.Client.CheckStoreAsync(progress, invocation.CancellationToken)).ConfigureAwait(false);
            invocation.Terminal.Json(report);
            foreach (string problem in report.Problems)
            {
                invocation.Terminal.Line(problem);
            }

            if (report.Problems.Count > 0)
            {
                throw new IOException($"The store has {Wording.Count(report.Problems.Count, "problem")}.");
            }

            invocation.Terminal.Line("The store is whole.");
        });

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Only report what would be done." };

    private static Task<T> TrackAsync<T>(Invocation invocation, string title, Func<IProgress<StoreProgress>, Task<T>> work) =>
        invocation.Terminal.TrackAsync(
            title, bar => work(new ProgressSource<StoreProgress>(bar, static progress => new WorkStep(progress.Fraction, progress.Step))));

    private static void Write(Invocation invocation, UpkeepReport report, string whenEmpty)
    {
        invocation.Terminal.Json(report);
        ResultTable table = new("Instrument", "Timeframe", ">Revisions dropped", ">Rows dropped", ">Chunks dropped", ">Chunks written", ">Bytes dropped");
        foreach (SeriesUpkeep series in report.Series)
        {
            table.Row(
                series.InstrumentId,
                series.Timeframe,
                Wording.Count(series.DroppedRevisionCount),
                Wording.Count(series.DroppedRowCount),
                Wording.Count(series.DroppedChunkCount),
                Wording.Count(series.WrittenChunkCount),
                Wording.Count(series.DroppedBytes));
        }

        table.WriteTo(invocation.Terminal, whenEmpty);
        if (report.DryRun && report.Series.Count > 0)
        {
            invocation.Terminal.Line("Nothing was changed (dry run).");
        }
    }
}
