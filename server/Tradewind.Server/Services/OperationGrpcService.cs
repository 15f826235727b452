using Grpc.Core;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Services;

/// <summary>Long-running operations over gRPC.</summary>
internal sealed class OperationGrpcService(OperationRunner runner, IStore store, IdempotentCalls calls, TimeProvider clock)
    : OperationService.OperationServiceBase
{
    /// <inheritdoc />
    public override async Task<GetOperationResponse> GetOperation(GetOperationRequest request, ServerCallContext context) =>
        new() { Operation = await runner.GetAsync(Required.Text(request.OperationId, "operation_id"), context.CancellationToken).ConfigureAwait(false) };

    /// <inheritdoc />
    public override async Task<ListOperationsResponse> ListOperations(ListOperationsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        DocumentPage documents = await store.Documents.ListAsync(
            new DocumentQuery(
                OperationRunner.Collection, request.Kind.Length == 0 ? null : request.Kind, page.Position.Length == 0 ? null : page.Position, page.Size),
            context.CancellationToken).ConfigureAwait(false);
        ListOperationsResponse response = new() { NextPageToken = documents.NextPageToken is null ? "" : page.TokenAt(documents.NextPageToken) };
        foreach (StoredDocument document in documents.Documents)
        {
            // A running operation knows its progress better than its record.
            response.Operations.Add(await runner.GetAsync(document.Id, context.CancellationToken).ConfigureAwait(false));
        }

        return response;
    }

    /// <inheritdoc />
    public override async Task WatchOperation(
        WatchOperationRequest request, IServerStreamWriter<WatchOperationResponse> responseStream, ServerCallContext context)
    {
        string id = Required.Text(request.OperationId, "operation_id");
        await foreach ((Operation state, long sequence, bool heartbeat) in runner.WatchAsync(id, context.CancellationToken).ConfigureAwait(false))
        {
            WatchOperationResponse message = new() { Operation = state, Sequence = sequence, Heartbeat = heartbeat, EventTime = ProtoTime.Now(clock) };
            await responseStream.WriteAsync(message, context.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override Task<CancelOperationResponse> CancelOperation(CancelOperationRequest request, ServerCallContext context)
    {
        string id = Required.Text(request.OperationId, "operation_id");
        return calls.RunAsync(
            context.Method, request.RequestId, request, CancelOperationResponse.Parser,
            async () => new CancelOperationResponse { Operation = await runner.CancelAsync(id, context.CancellationToken).ConfigureAwait(false) },
            context.CancellationToken);
    }
}
