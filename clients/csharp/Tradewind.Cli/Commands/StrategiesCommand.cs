using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>strategies</c>: what can trade.</summary>
internal static class StrategiesCommand
{
    public static Command Build(CommandHost host) => host.Command("strategies", "Lists strategies and their parameters.", [], async invocation =>
    {
        List<Strategy> strategies = await invocation.Client.EnumerateStrategiesAsync(null, invocation.CancellationToken)
            .TakeAsync(0, invocation.CancellationToken).ConfigureAwait(false);
        invocation.Terminal.Json(strategies);
        foreach (Strategy strategy in strategies)
        {
            invocation.Terminal.Line($"{strategy.Id}: {strategy.DisplayName}. {strategy.Description}");
            ResultTable table = new("Parameter", "Type", "Default", ">Min", ">Max", "Description");
            foreach (StrategyParameter parameter in strategy.Parameters)
            {
                table.Row(
                    parameter.Name,
                    parameter.Type,
                    Wording.OrAbsent(parameter.DefaultValue),
                    Wording.Value(parameter.HasMinimum ? parameter.Minimum : null),
                    Wording.Value(parameter.HasMaximum ? parameter.Maximum : null),
                    parameter.Description);
            }

            table.WriteTo(invocation.Terminal, "  No parameters.");
        }
    });
}
