using System.CommandLine;
using Tradewind.Cli.Workflow;

namespace Tradewind.Cli.Commands;

/// <summary><c>workflow</c>: the product's main job from data to paper fills, through the API only.</summary>
internal static class WorkflowCommand
{
    public static Command Build(CommandHost host)
    {
        Option<FileInfo[]> crypto = Files("--crypto", "CSV file with crypto bars; may be repeated.");
        Option<FileInfo[]> credit = Files("--credit", "CSV file or Bloomberg Excel export with credit and macro data; may be repeated.");
        Option<long> seed = SimulateCommand.Seed();
        Option<int?> rows = SimulateCommand.Rows();

        // In place of the switch of the other commands: here it may name a file.
        Option<string?> json = new("--json")
        {
            Description = "Write the figures as JSON to this file; without a file, to standard output instead of the page.",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        return host.Command(
            "workflow",
            "Does the whole job: load, quality, align, features, training, backtests, live signals, paper session. Without files: on SIMULATED data.",
            [crypto, credit, json, seed, rows],
            invocation =>
            {
                WorkflowInputs inputs = new(
                    invocation.Get(crypto) ?? [], invocation.Get(credit) ?? [], invocation.Get(seed), invocation.Get(rows) ?? 1500);
                if (inputs.Crypto.Count == 0 && inputs.Credit.Count > 0)
                {
                    throw new UsageException("--credit needs at least one --crypto file: the job trades crypto.");
                }

                return RunAsync(invocation, inputs, invocation.Get(json));
            },
            arguments => arguments.GetResult(json) is { Implicit: false } && arguments.GetValue(json) is null);
    }

    private static async Task RunAsync(Invocation invocation, WorkflowInputs inputs, string? file)
    {
        WorkflowResult result = await new WorkflowRunner(invocation, inputs).RunAsync().ConfigureAwait(false);
        string text = WorkflowJson.Write(result);
        invocation.Terminal.Json(text);
        if (file is not null)
        {
            await File.WriteAllTextAsync(file, text + "\n", invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Line($"Figures written to {file}.");
        }
    }

    private static Option<FileInfo[]> Files(string name, string description)
    {
        Option<FileInfo[]> option = new(name) { Description = description, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        option.AcceptExistingOnly();
        return option;
    }
}
