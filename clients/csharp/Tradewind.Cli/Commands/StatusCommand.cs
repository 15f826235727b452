using System.CommandLine;
using System.Text.Json.Nodes;
using Tradewind.Client;
using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>status</c>: is the server there, and what does it hold.</summary>
internal static class StatusCommand
{
    public static Command Build(CommandHost host) =>
        host.Command("status", "Shows whether the server is up and how many instruments it holds.", [], RunAsync);

    private static async Task RunAsync(Invocation invocation)
    {
        TradewindClient client = invocation.Client;
        string health = await client.CheckHealthAsync(invocation.CancellationToken).ConfigureAwait(false);
        int instruments = 0;
        int simulated = 0;
        ListInstrumentsRequest request = new() { PageSize = Options.ListOptions.LargestPage };
        await foreach (Instrument instrument in client.EnumerateInstrumentsAsync(request, invocation.CancellationToken).ConfigureAwait(false))
        {
            instruments++;
            simulated += instrument.Simulated ? 1 : 0;
        }

        invocation.Terminal.Json(new JsonObject
        {
            ["server"] = client.Address,
            ["health"] = health,
            ["instruments"] = instruments,
            ["simulated_instruments"] = simulated,
        }.ToJsonString());
        invocation.Terminal.Line($"{client.Address} is {health}.");
        invocation.Terminal.Line(
            $"Instruments: {Wording.Count(instruments)}" + (simulated > 0 ? $", {simulated} of them {Wording.Simulated}" : string.Empty));
    }
}
