using Tradewind.Domain.Errors;
using Tradewind.Server.Jobs;
using Tradewind.V1;

namespace Tradewind.Server.Backtests;

/// <summary>Searches as operations that survive the server: their record carries the operation, and outlives it.</summary>
internal sealed class SearchOperations(OperationRunner operations)
{
    /// <summary>Starts work on a search.</summary>
    /// <param name="kind">Kind of the operation.</param>
    /// <param name="record">Keeps the record of the search, which must carry the operation's id before anything can finish.</param>
    /// <param name="work">The work; returns the id of the search.</param>
    /// <param name="cancellation">Stops the start, not the work.</param>
    public async Task<Operation> StartAsync(
        string kind, Func<Operation, Task> record, Func<IProgress<OperationProgress>, CancellationToken, Task<string>> work, CancellationToken cancellation)
    {
        TaskCompletionSource recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Operation operation = await operations.StartAsync(
            kind,
            async (progress, stopping) =>
            {
                await recorded.Task.WaitAsync(stopping).ConfigureAwait(false);
                return await work(progress, stopping).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        try
        {
            await record(operation).ConfigureAwait(false);
            recorded.SetResult();
        }
        catch (Exception error)
        {
            recorded.SetException(error);
            throw;
        }

        return operation;
    }

    /// <summary>A search whose record says that it runs does so only as long as its operation.</summary>
    public async Task<SweepState> StateAsync(SweepState recorded, string operationId, CancellationToken cancellation)
    {
        if (recorded != SweepState.Running)
        {
            return recorded;
        }

        Operation operation = await operations.GetAsync(operationId, cancellation).ConfigureAwait(false);
        return operation.State switch
        {
            OperationState.Failed or OperationState.Cancelled => SweepState.Interrupted,
            // It ended between the two reads.
            OperationState.Succeeded => SweepState.Finished,
            _ => SweepState.Running,
        };
    }

    /// <summary>Checks that a search can go on with what it is made of now.</summary>
    /// <param name="id">The search.</param>
    /// <param name="kind">What it is, for people and reasons: <c>sweep</c>, <c>walk forward</c>.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="begun">Lineage it began with.</param>
    /// <param name="now">Gives the lineage of the same specification on the data as it is now.</param>
    /// <exception cref="PreconditionException">It is not interrupted, or reason <c>DATA_CHANGED</c>.</exception>
    public static async Task<T> ContinueAsync<T>(string id, string kind, SweepState state, Lineage begun, Func<Task<(T Prepared, Lineage Lineage)>> now)
    {
        if (state != SweepState.Interrupted)
        {
            string reason = kind.Replace(' ', '_').ToUpperInvariant();
            throw new PreconditionException($"{reason}_NOT_INTERRUPTED", $"{id} is {state.ToString().ToLowerInvariant()}; only an interrupted {kind} can go on.");
        }

        (T prepared, Lineage lineage) = await now().ConfigureAwait(false);
        return lineage.Id == begun.Id
            ? prepared
            : throw new PreconditionException(
                "DATA_CHANGED", $"The data or the engine {id} began with has been changed since, so it cannot go on. Run the {kind} again.");
    }
}
