using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>strategies</c>: what can trade, and under which names it is configured.</summary>
internal static class StrategiesCommand
{
    public static Command Build(CommandHost host) => new("strategies", "Shows strategies and their named configurations.")
    {
        BuildList(host),
        BuildShow(host),
    };

    private static Command BuildList(CommandHost host) => host.Command("list", "Lists strategies and named configurations.", [], async invocation =>
    {
        List<Strategy> strategies = await StrategiesAsync(invocation).ConfigureAwait(false);
        List<StrategyConfiguration> configurations = await ConfigurationsAsync(invocation).ConfigureAwait(false);
        if (invocation.Terminal.IsJson)
        {
            invocation.Terminal.Json(strategies);
            return;
        }

        ResultTable table = new("Strategy", "Name", ">Parameters", "Description");
        foreach (Strategy strategy in strategies)
        {
            table.Row(strategy.Id, strategy.DisplayName, Wording.Count(strategy.Parameters.Count), strategy.Description);
        }

        table.WriteTo(invocation.Terminal, "No strategies.");
        ResultTable named = new("Configuration", "Strategy", ">Members", "Hash", "Description");
        foreach (StrategyConfiguration configuration in configurations)
        {
            named.Row(
                configuration.Name, configuration.Spec.Strategy, Wording.Count(configuration.Spec.Members.Count), Wording.ShortHash(configuration.Hash),
                configuration.Description);
        }

        named.WriteTo(invocation.Terminal, "No named configurations.");
    });

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> name = ListOptions.Id("NAME", "Name of a configuration, or id of a strategy.");
        return host.Command("show", "Shows a named configuration, or a strategy with its parameters.", [name], async invocation =>
        {
            string wanted = invocation.Get(name);
            List<Strategy> strategies = await StrategiesAsync(invocation).ConfigureAwait(false);
            List<StrategyConfiguration> configurations = await ConfigurationsAsync(invocation).ConfigureAwait(false);
            if (configurations.Find(one => one.Name == wanted) is { } configuration)
            {
                Show(invocation, configuration, strategies.Find(strategy => strategy.Id == configuration.Spec.Strategy));
            }
            else if (strategies.Find(one => one.Id == wanted) is { } strategy)
            {
                Show(invocation, strategy, new Dictionary<string, string>());
            }
            else
            {
                // The server knows the nearest name.
                await invocation.CallAsync(invocation.Client.Strategies.GetStrategyConfigurationAsync, new GetStrategyConfigurationRequest { Name = wanted }).ConfigureAwait(false);
            }
        });
    }

    private static void Show(Invocation invocation, StrategyConfiguration configuration, Strategy? strategy)
    {
        if (invocation.Terminal.IsJson)
        {
            invocation.Terminal.Json(configuration);
            return;
        }

        invocation.Terminal.Line($"{configuration.Name}: {configuration.Description}");
        invocation.Terminal.Line($"Hash {configuration.Hash}");
        invocation.Terminal.Line($"Members: {(configuration.Spec.Members.Count == 0 ? "none, name them" : string.Join(", ", configuration.Spec.Members.Select(member => member.InstrumentId)))}");
        invocation.Terminal.Line($"Settings: {configuration.Spec.Settings?.ToString() ?? "the defaults"}");
        foreach (ParameterAxis axis in configuration.Spec.Axes)
        {
            invocation.Terminal.Line($"Varied in searches: {axis.Name} = {string.Join(", ", axis.Values)}");
        }

        if (strategy is not null)
        {
            Show(invocation, strategy, configuration.ResolvedParameters);
        }
    }

    private static void Show(Invocation invocation, Strategy strategy, IDictionary<string, string> values)
    {
        if (invocation.Terminal.IsJson)
        {
            invocation.Terminal.Json(strategy);
            return;
        }

        invocation.Terminal.Line($"{strategy.Id}: {strategy.DisplayName}. {strategy.Description}");
        ResultTable table = new("Parameter", "Type", "Value", "Default", ">Min", ">Max", "Description");
        foreach (StrategyParameter parameter in strategy.Parameters)
        {
            table.Row(
                parameter.Name,
                parameter.Type,
                Wording.OrAbsent(values.TryGetValue(parameter.Name, out string? value) ? value : parameter.DefaultValue),
                Wording.OrAbsent(parameter.DefaultValue),
                Wording.Value(parameter.HasMinimum ? parameter.Minimum : null),
                Wording.Value(parameter.HasMaximum ? parameter.Maximum : null),
                parameter.Description);
        }

        table.WriteTo(invocation.Terminal, "  No parameters.");
    }

    private static Task<List<Strategy>> StrategiesAsync(Invocation invocation) =>
        invocation.Client.EnumerateStrategiesAsync(null, invocation.CancellationToken).TakeAsync(0, invocation.CancellationToken);

    private static Task<List<StrategyConfiguration>> ConfigurationsAsync(Invocation invocation) =>
        invocation.Client.EnumerateStrategyConfigurationsAsync(null, invocation.CancellationToken).TakeAsync(0, invocation.CancellationToken);
}
