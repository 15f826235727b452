using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>operations</c>: long-running work.</summary>
internal static class OperationCommands
{
    public static Command Build(CommandHost host) => new("operations", "Shows and cancels long-running work.")
    {
        BuildList(host),
        BuildWatch(host),
        BuildCancel(host),
    };

    private static Command BuildList(CommandHost host)
    {
        Option<string?> kind = new("--kind") { Description = "Only this kind: training, backtest.", HelpName = "KIND" };
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists operations, newest first.", [kind, limit], async invocation =>
        {
            ListOperationsRequest request = new() { Kind = invocation.Get(kind) ?? string.Empty };
            List<Operation> operations = await invocation.Client.EnumerateOperationsAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(operations);
            ResultTable table = new("Operation", "Kind", "State", ">Done", "Doing", "Result", "Created", "Error");
            foreach (Operation operation in operations)
            {
                table.Row(
                    operation.Id,
                    operation.Kind,
                    Wording.Of(operation.State),
                    Wording.Percent(operation.ProgressFraction),
                    operation.ProgressMessage,
                    Wording.OrAbsent(operation.ResultId),
                    Wording.Time(operation.CreateTime),
                    operation.Error?.Message ?? string.Empty);
            }

            table.WriteTo(invocation.Terminal, "No operations.");
        });
    }

    private static Command BuildWatch(CommandHost host)
    {
        Argument<string> id = OperationId();
        return host.Command("watch", "Follows an operation to its end.", [id], async invocation =>
        {
            Operation ended = await OperationTracking.WaitAsync(
                invocation, "Operation", new Operation { Id = invocation.Get(id) }).ConfigureAwait(false);
            invocation.Terminal.Json(ended);
            string result = ended.ResultIdOrThrow();
            invocation.Terminal.Line($"The {ended.Kind} operation {ended.Id} has {Wording.Of(ended.State)}; its result is {result}.");
        });
    }

    private static Command BuildCancel(CommandHost host)
    {
        Argument<string> id = OperationId();
        return host.Command("cancel", "Asks an operation to stop.", [id], async invocation =>
        {
            CancelOperationRequest request = new() { OperationId = invocation.Get(id) };
            Operation operation =
                (await invocation.CallAsync(invocation.Client.Operations.CancelOperationAsync, request).ConfigureAwait(false)).Operation;
            invocation.Terminal.Json(operation);
            invocation.Terminal.Line($"The {operation.Kind} operation {operation.Id} is {Wording.Of(operation.State)}.");
        });
    }

    private static Argument<string> OperationId() => ListOptions.Id("OPERATION", "Id of the operation.");
}
