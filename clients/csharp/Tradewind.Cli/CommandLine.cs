using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
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
        string[] wrong = [.. Mistakes(parsed)];
        if (wrong.Length > 0)
        {
            foreach (string message in wrong)
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

    private static IEnumerable<string> Mistakes(ParseResult parsed)
    {
        if (parsed.Action is ParseErrorAction)
        {
            // A word that is no command is what is wrong, not that there is none.
            return parsed.UnmatchedTokens is [{ } word, ..] && parsed.CommandResult.Command.Subcommands.Count > 0
                ? [Unknown(word)]
                : parsed.Errors.Select(error => error.Message).Distinct(StringComparer.Ordinal);
        }

        // A misspelt option passes for one more of the names that a command or an option takes: none of them begins like an option.
        return parsed.CommandResult.Children.Where(TakesSeveral).SelectMany(child => child.Tokens)
            .Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)).Select(token => Unknown(token.Value));
    }

    private static string Unknown(string word) => $"there is no {(word.StartsWith('-') ? "option" : "command")} '{word}'.";

    private static bool TakesSeveral(SymbolResult result) => result switch
    {
        ArgumentResult argument => argument.Argument.Arity.MaximumNumberOfValues > 1,
        OptionResult option => option.Option.Arity.MaximumNumberOfValues > 1,
        _ => false,
    };

    private static string PathOf(CommandResult command)
    {
        List<string> names = [];
        for (SymbolResult? at = command; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: not RootCommand } named)
            {
                names.Insert(0, named.Command.Name);
            }
        }

        return string.Join(' ', names.Prepend("tradewind"));
    }
}
