using System.CommandLine;
using Grpc.Core;
using Tradewind.Cli.Output;
using Tradewind.Cli.Workflow;
using Tradewind.Client;

namespace Tradewind.Cli;

/// <summary>Where commands write and how they reach a server; tests put their own in.</summary>
/// <param name="output">Results.</param>
/// <param name="error">Errors and progress.</param>
/// <param name="connect">Opens a connection to an address (null: the default one).</param>
public sealed class CommandHost(
    TextWriter output, TextWriter error, Func<string?, TradewindClientOptions?, TradewindClient> connect)
{
    /// <summary>Results go here.</summary>
    public TextWriter Output { get; } = output;

    /// <summary>Errors and progress go here.</summary>
    public TextWriter Error { get; } = error;

    /// <summary>True when a person watches: progress bars are drawn.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>True when results may be coloured.</summary>
    public bool IsColored { get; init; }

    /// <summary>A command that runs against a server and turns every failure into a message and an exit code.</summary>
    /// <param name="name">Name of the command.</param>
    /// <param name="description">What it does, for its help.</param>
    /// <param name="symbols">Its arguments and options.</param>
    /// <param name="run">Does it.</param>
    /// <param name="isJson">Whether results are for programs. Null: the global option decides.</param>
    internal Command Command(
        string name, string description, IEnumerable<Symbol> symbols, Func<Invocation, Task> run, Func<ParseResult, bool>? isJson = null)
    {
        Command command = new(name, description);
        foreach (Symbol symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)symbol);
            }
        }

        if (!command.Options.Any(option => option.Name == GlobalOptions.Json.Name))
        {
            command.Add(GlobalOptions.Json);
        }

        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments, run, arguments.GetValue(GlobalOptions.Json) || isJson?.Invoke(arguments) == true, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(
        ParseResult arguments, Func<Invocation, Task> run, bool json, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        double? timeout = arguments.GetValue(GlobalOptions.Timeout);
        if (timeout is { } seconds)
        {
            limited.CancelAfter(TimeSpan.FromSeconds(seconds));
        }

        Terminal terminal = new(Output, Error, json, IsColored, IsInteractive);
        using Invocation invocation = new(arguments, terminal, connect, limited.Token);
        try
        {
            await run(invocation).ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Fail("Cancelled.");
            return ExitCode.Failure;
        }
        catch (Exception) when (limited.IsCancellationRequested)
        {
            terminal.Fail(FormattableString.Invariant($"Not done within {timeout} s; raise --timeout or leave it out."));
            return ExitCode.Failure;
        }
        catch (RpcException error)
        {
            terminal.Fail(TradewindError.From(error).ToString());
            return ExitCode.Failure;
        }
        catch (UsageException error)
        {
            terminal.Fail($"Wrong usage: {error.Message}");
            return ExitCode.Usage;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or WorkflowException)
        {
            terminal.Fail(error.Message);
            return ExitCode.Failure;
        }
    }
}
