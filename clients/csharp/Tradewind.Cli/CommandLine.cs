using System.CommandLine;
using System.CommandLine.Invocation;
using Tradewind.Cli.Commands;

namespace Tradewind.Cli;

/// <summary>The <c>tradewind</c> command line.</summary>
public static class CommandLine
{
    /// <summary>All commands.</summary>
    public static RootCommand Build(CommandHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        RootCommand root = new("Drives a Tradewind analytics server: data, features, models, backtests, signals, paper trading.");
        foreach (Option option in GlobalOptions.All)
        {
            root.Add(option);
        }

        root.Add(StatusCommand.Build(host));
        root.Add(DataCommands.Build(host));
        root.Add(ConnectorCommands.Build(host));
        root.Add(FeatureCommands.Build(host));
        root.Add(TrainCommand.Build(host));
        root.Add(ModelCommands.Build(host));
        root.Add(StrategiesCommand.Build(host));
        root.Add(SignalCommands.Build(host));
        root.Add(BacktestCommands.Build(host));
        root.Add(FeedCommands.Build(host));
        root.Add(QuoteCommands.Build(host));
        root.Add(PaperCommands.Build(host));
        root.Add(OperationCommands.Build(host));
        root.Add(WorkflowCommand.Build(host));
        return root;
    }

    /// <summary>Parses and runs; returns an <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(CommandHost host, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(host);
        ParseResult parsed = Build(host).Parse(arguments);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal))
            {
                await host.Error.WriteLineAsync($"Wrong usage: {message}").ConfigureAwait(false);
            }

            await host.Error.WriteLineAsync($"See '{PathOf(parsed.CommandResult)} --help'.").ConfigureAwait(false);
            return ExitCode.Usage;
        }

        InvocationConfiguration configuration = new()
        {
            Output = host.Output,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
        };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }

    private static string PathOf(System.CommandLine.Parsing.CommandResult command)
    {
        List<string> names = [];
        for (System.CommandLine.Parsing.SymbolResult? at = command; at is not null; at = at.Parent)
        {
            if (at is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } named)
            {
                names.Insert(0, named.Command.Name);
            }
        }

        return string.Join(' ', names.Prepend("tradewind"));
    }
}
