using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data revisions</c>: the versions of a series.</summary>
internal static class RevisionsCommand
{
    public static Command Build(CommandHost host)
    {
        Argument<string> id = ListOptions.Id("ID", "Instrument, e.g. BTC/USD.");
        Option<string?> timeframe = ListOptions.Timeframe();
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("revisions", "Lists the versions of a series, newest first; --as-of reads one.", [id, timeframe, limit], async invocation =>
        {
            ListRevisionsRequest request = new()
            {
                InstrumentId = invocation.Get(id),
                Timeframe = invocation.Get(timeframe) ?? string.Empty,
                PageSize = ListOptions.LargestPage,
            };
            List<SeriesRevision> revisions = await invocation.Client.EnumerateRevisionsAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(revisions);
            await SimulationNotice.WriteAsync(invocation, [request.InstrumentId]).ConfigureAwait(false);
            ResultTable table = new("Since", ">Rows", ">Added", ">Changed", ">Removed", "Source", "Revision");
            foreach (SeriesRevision revision in revisions)
            {
                table.Row(
                    Wording.Time(revision.WrittenTime),
                    Wording.Count(revision.RowCount),
                    Wording.Count(revision.AddedRowCount),
                    Wording.Count(revision.ChangedRowCount),
                    Wording.Count(revision.RemovedRowCount),
                    Wording.OrAbsent(revision.Source),
                    Wording.ShortHash(revision.Revision));
            }

            table.WriteTo(invocation.Terminal, "No revisions.");
        });
    }
}
