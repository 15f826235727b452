using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>connectors</c>: programs that bring data from elsewhere.</summary>
internal static class ConnectorCommands
{
    public static Command Build(CommandHost host) => new("connectors", "Shows programs that bring data from exchanges and terminals.")
    {
        BuildList(host),
        BuildShow(host),
    };

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(0);
        return host.Command("list", "Lists connectors by name.", [limit], async invocation =>
        {
            List<Connector> connectors = await invocation.Client.EnumerateConnectorsAsync(invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(connectors);
            ResultTable table = new("Connector", "Version", "State", "Sources", "Last seen", ">Fetches", ">Live", "Last error");
            foreach (Connector connector in connectors)
            {
                table.Row(
                    connector.Name,
                    connector.Version,
                    Wording.Of(connector.State),
                    string.Join(", ", connector.Sources.Select(source => $"{connector.Name}:{source.Name}")),
                    Wording.Time(connector.LastSeenTime),
                    Wording.Count(connector.FetchCount),
                    Wording.Count(connector.Subscriptions.Count),
                    connector.LastError);
            }

            table.WriteTo(invocation.Terminal, "No connectors; docs/connectors.md says how to attach one.");
        });
    }

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> name = ListOptions.Id("CONNECTOR", "Name of the connector.");
        return host.Command("show", "Shows one connector: sources, limits, subscriptions.", [name], async invocation =>
        {
            GetConnectorRequest request = new() { Connector = invocation.Get(name) };
            Connector connector = (await invocation.CallAsync(invocation.Client.Connectors.GetConnectorAsync, request).ConfigureAwait(false)).Connector;
            invocation.Terminal.Json(connector);
            Write(invocation.Terminal, connector);
        });
    }

    private static void Write(Terminal terminal, Connector connector)
    {
        terminal.Line(
            $"{connector.Name} {connector.Version}: {Wording.Of(connector.State)}, since {Wording.Time(connector.ConnectTime)}, last seen {Wording.Time(connector.LastSeenTime)}, " +
            $"attached {connector.AttachCount} times, {Wording.Count(connector.FetchCount)} fetches");
        if (connector.LastError.Length > 0)
        {
            terminal.Line($"Last error, {Wording.Time(connector.LastErrorTime)}: {connector.LastError}");
        }

        if (connector.Process is { } process)
        {
            terminal.Line(process.Running
                ? $"The server runs it as process {process.ProcessId}, started again {process.RestartCount} times."
                : $"Its process is down; started again {process.RestartCount} times, next {Wording.Time(process.NextStartTime)}.");
        }

        ResultTable sources = new("Source", "Delivers", "Timeframes", ">Page", ">Requests used", ">Allowed");
        foreach (ConnectorSource source in connector.Sources)
        {
            SourceBudget? budget = connector.Budgets.FirstOrDefault(known => known.Source == source.Name);
            sources.Row(
                $"{connector.Name}:{source.Name}",
                string.Join(", ", source.Capabilities.Select(capability => Wording.Of(capability))),
                string.Join(" ", source.Timeframes),
                Wording.Count(source.Limits?.PageRowCount ?? 0),
                Wording.Count(budget?.UsedCount ?? 0),
                Wording.Count(source.Limits?.RequestsPerWindow ?? 0));
        }

        sources.WriteTo(terminal, "It has announced nothing yet.");
        ResultTable subscriptions = new("Symbol", "Source", "Data", "Timeframe", "State", "Method", ">Readers");
        foreach (ConnectorSubscription subscription in connector.Subscriptions)
        {
            subscriptions.Row(
                subscription.Symbol, subscription.Source, Wording.Of(subscription.Capability), subscription.Timeframe, Wording.Of(subscription.Phase),
                Wording.Of(subscription.Method), Wording.Count(subscription.ConsumerCount));
        }

        subscriptions.WriteTo(terminal, "No live subscriptions.");
    }
}
