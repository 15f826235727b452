using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data</c>: what is stored.</summary>
internal static class DataCommands
{
    public static Command Build(CommandHost host)
    {
        Command data = new("data", "Loads and shows market data, and takes care of the store.")
        {
            LoadCommand.Build(host),
            SimulateCommand.Build(host),
            OnChainCommand.Build(host),
            ConsensusCommand.Build(host),
            HybridCommand.Build(host),
            TemplateCommand.Build(host),
            HoldingsCommands.Build(host),
            CachesCommand.Build(host),
            BuildList(host),
            BuildShow(host),
            BuildQuality(host),
            BarsCommand.Build(host),
            RevisionsCommand.Build(host),
            AlignCommand.Build(host),
            BuildDelete(host),
        };
        foreach (Command command in (IEnumerable<Command>)[.. InstrumentCommands.Build(host), .. StoreCommands.Build(host)])
        {
            data.Add(command);
        }

        return data;
    }

    private static Command BuildList(CommandHost host)
    {
        Option<string?> prefix = new("--prefix") { Description = "Only ids that start so.", HelpName = "TEXT" };
        Option<AssetClass> assetClass = EnumOption.Create<AssetClass>("--asset-class", "Only this kind.");
        Option<int> limit = ListOptions.Limit(0);
        return host.Command("list", "Lists instruments.", [prefix, assetClass, limit], async invocation =>
        {
            ListInstrumentsRequest request = new()
            {
                IdPrefix = invocation.Get(prefix) ?? string.Empty,
                AssetClass = invocation.Get(assetClass),
                PageSize = ListOptions.LargestPage,
            };
            List<Instrument> instruments = await invocation.Client.EnumerateInstrumentsAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(instruments);
            InstrumentView.Table(instruments).WriteTo(invocation.Terminal, "No instruments are stored; load some with 'tradewind data load FILE'.");
        });
    }

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> id = InstrumentId();
        return host.Command("show", "Shows one instrument and its stored series.", [id], async invocation =>
        {
            GetInstrumentRequest request = new() { InstrumentId = invocation.Get(id) };
            GetInstrumentResponse response = await invocation.CallAsync(invocation.Client.Data.GetInstrumentAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response.Instrument);
            InstrumentView.Write(invocation.Terminal, response.Instrument);
        });
    }

    private static Command BuildQuality(CommandHost host)
    {
        Argument<string> id = InstrumentId();
        Option<string?> timeframe = ListOptions.Timeframe();
        return host.Command("quality", "Shows what the last load found about a series.", [id, timeframe], async invocation =>
        {
            GetQualityReportRequest request = new()
            {
                InstrumentId = invocation.Get(id),
                Timeframe = invocation.Get(timeframe) ?? string.Empty,
            };
            QualityReport report = (await invocation.CallAsync(invocation.Client.Data.GetQualityReportAsync, request).ConfigureAwait(false)).Report;
            invocation.Terminal.Json(report);
            await SimulationNotice.WriteAsync(invocation, [report.InstrumentId]).ConfigureAwait(false);
            QualityView.Write(invocation.Terminal, report);
        });
    }

    private static Command BuildDelete(CommandHost host)
    {
        Argument<string> id = InstrumentId();
        Option<string?> timeframe = ListOptions.Timeframe();
        return host.Command("delete", "Removes the stored history of an instrument.", [id, timeframe], async invocation =>
        {
            DeleteDataRequest request = new() { InstrumentId = invocation.Get(id), Timeframe = invocation.Get(timeframe) ?? string.Empty };
            DeleteDataResponse response = await invocation.CallAsync(invocation.Client.Data.DeleteDataAsync, request).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            invocation.Terminal.Line($"Deleted {Wording.Count(response.DeletedRowCount)} rows of {request.InstrumentId}.");
        });
    }

    private static Argument<string> InstrumentId() => ListOptions.Id("ID", "Instrument, e.g. BTC/USD.");
}
