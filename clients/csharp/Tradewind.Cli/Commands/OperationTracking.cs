using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Operations under a progress bar.</summary>
internal static class OperationTracking
{
    /// <summary>Waits for the end and gives the id of the result.</summary>
    public static async Task<string> ResultAsync(Invocation invocation, string title, Operation operation) =>
        (await WaitAsync(invocation, title, operation).ConfigureAwait(false)).ResultIdOrThrow();

    /// <summary>Waits for the end, however it ends.</summary>
    public static Task<Operation> WaitAsync(Invocation invocation, string title, Operation operation) =>
        invocation.Terminal.TrackAsync(title, bar => invocation.Client.WaitForOperationAsync(
            operation,
            new ProgressSource<Operation>(bar, static state => new WorkStep(state.ProgressFraction, state.ProgressMessage)),
            invocation.CancellationToken));
}
