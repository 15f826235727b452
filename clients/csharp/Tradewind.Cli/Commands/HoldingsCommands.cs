using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data holdings</c>: what came with workbooks.</summary>
internal static class HoldingsCommands
{
    public static Command Build(CommandHost host) => new("holdings", "Shows holdings that came with workbooks.")
    {
        BuildList(host),
        BuildShow(host),
        BuildDelete(host),
    };

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists holdings, newest first.", [limit], async invocation =>
        {
            List<HoldingSet> sets = await invocation.Client.EnumerateHoldingsAsync(invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(sets);
            ResultTable table = new("Name", "Loaded", "File", ">Holdings", ">Weights");
            foreach (HoldingSet set in sets)
            {
                table.Row(set.Name, Wording.Time(set.CreateTime), set.FileName, Wording.Count(set.Holdings.Count), Wording.Number(set.HasWeightSum ? set.WeightSum : null));
            }

            table.WriteTo(invocation.Terminal, "No holdings are stored; they come with the sheet Portfolio of a workbook.");
        });
    }

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> name = Name();
        return host.Command("show", "Shows the holdings of a name.", [name], async invocation =>
        {
            HoldingSet set = (await invocation.CallAsync(invocation.Client.Data.GetHoldingsAsync, new GetHoldingsRequest { Name = invocation.Get(name) }).ConfigureAwait(false)).Holdings;
            invocation.Terminal.Json(set);
            ResultTable table = new("Ticker", "Instrument", ">Weight", ">Quantity", ">Price", "Currency");
            foreach (Holding holding in set.Holdings)
            {
                table.Row(
                    holding.Ticker, Wording.OrAbsent(holding.InstrumentId), Wording.Number(holding.HasWeight ? holding.Weight : null),
                    Wording.Value(holding.HasQuantity ? holding.Quantity : null), Wording.Value(holding.HasPrice ? holding.Price : null), Wording.OrAbsent(holding.Currency));
            }

            table.WriteTo(invocation.Terminal, "It holds nothing.");
            string[] members = [.. set.Holdings.Select(holding => holding.InstrumentId).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
            if (members.Length > 0)
            {
                invocation.Terminal.Line($"Align them: tradewind data align {string.Join(' ', members.Select(id => $"'{id}'"))}");
            }
        });
    }

    private static Command BuildDelete(CommandHost host)
    {
        Argument<string> name = Name();
        return host.Command("delete", "Removes the holdings of a name; their instruments stay.", [name], async invocation =>
        {
            DeleteHoldingsRequest request = new() { Name = invocation.Get(name) };
            invocation.Terminal.Json(await invocation.CallAsync(invocation.Client.Data.DeleteHoldingsAsync, request).ConfigureAwait(false));
            invocation.Terminal.Line($"Deleted the holdings {request.Name}.");
        });
    }

    private static Argument<string> Name() => ListOptions.Id("NAME", "Name of the holdings.");
}
