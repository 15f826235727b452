using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Client;

/// <summary>Waiting for long-running work across dropped connections.</summary>
public static class OperationWaits
{
    /// <summary>Follows an operation until it ends. A dropped connection is picked up again: the operation itself goes on.</summary>
    /// <param name="client">The client.</param>
    /// <param name="operation">The operation as its start returned it, or any message with its id.</param>
    /// <param name="progress">Told about every change.</param>
    /// <param name="cancellationToken">Stops the waiting, not the operation.</param>
    /// <returns>The operation in a final state: succeeded, failed or cancelled.</returns>
    /// <exception cref="RpcException">The operation is not known, or the server stayed away.</exception>
    public static async Task<Operation> WaitForOperationAsync(
        this TradewindClient client,
        Operation operation,
        IProgress<Operation>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(operation);
        if (operation.IsFinal())
        {
            return operation;
        }

        WatchOperationRequest request = new() { OperationId = operation.Id };
        for (int failures = 0; ;)
        {
            try
            {
                using AsyncServerStreamingCall<WatchOperationResponse> call =
                    client.Operations.WatchOperation(request, new CallOptions(cancellationToken: cancellationToken));
                await foreach (WatchOperationResponse message in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    failures = 0;
                    if (!message.Heartbeat)
                    {
                        progress?.Report(message.Operation);
                    }

                    if (message.Operation.IsFinal())
                    {
                        return message.Operation;
                    }
                }

                throw new RpcException(new Status(StatusCode.Unavailable, "the server closed the watch before the operation ended"));
            }
            catch (RpcException error)
                when (Reconnection.MayRepeat(error, ++failures, client.Options.Retry, cancellationToken))
            {
                await Reconnection.WaitAsync(client.Options, failures, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether the operation has ended.</summary>
    /// <param name="operation">The operation.</param>
    public static bool IsFinal(this Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        return operation.State is OperationState.Succeeded or OperationState.Failed or OperationState.Cancelled;
    }

    /// <summary>Id of what a succeeded operation made.</summary>
    /// <param name="operation">An operation in a final state.</param>
    /// <exception cref="RpcException">The operation failed or was cancelled; the exception carries the reason.</exception>
    public static string ResultIdOrThrow(this Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        if (operation.State == OperationState.Succeeded)
        {
            return operation.ResultId;
        }

        if (operation.Error is { } error)
        {
            throw TradewindError.ToException(error);
        }

        throw operation.State == OperationState.Cancelled
            ? new RpcException(new Status(StatusCode.Cancelled, $"The {operation.Kind} operation {operation.Id} was cancelled."))
            : new RpcException(new Status(StatusCode.Internal, $"The {operation.Kind} operation {operation.Id} ended without a result."));
    }
}
