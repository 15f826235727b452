using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Server.Data;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;
using StoreProgress = Tradewind.Storage.StoreProgress;

namespace Tradewind.Server.Services;

/// <summary>Care of the store over gRPC.</summary>
internal sealed class AdminGrpcService(IStore store, StoreKeeper keeper, IdempotentCalls calls, TimeProvider clock) : AdminService.AdminServiceBase
{
    /// <inheritdoc />
    public override async Task<GetStoreStatusResponse> GetStoreStatus(GetStoreStatusRequest request, ServerCallContext context) =>
        new() { Status = StoreMessages.From(await store.Upkeep.GetStatusAsync(context.CancellationToken).ConfigureAwait(false)) };

    /// <inheritdoc />
    public override Task BackupStore(BackupStoreRequest request, IServerStreamWriter<BackupStoreResponse> responseStream, ServerCallContext context) =>
        StreamAsync(
            progress => calls.RunAsync(
                context.Method, request.RequestId, request, BackupReport.Parser,
                () => keeper.BackUpAsync(request.FileName, progress, context.CancellationToken), context.CancellationToken),
            (sequence, time, step, report) => responseStream.WriteAsync(
                report is null
                    ? new BackupStoreResponse { Sequence = sequence, EventTime = time, Progress = step }
                    : new BackupStoreResponse { Sequence = sequence, EventTime = time, Report = report },
                context.CancellationToken),
            context.CancellationToken);

    /// <inheritdoc />
    public override Task CompactStore(CompactStoreRequest request, IServerStreamWriter<CompactStoreResponse> responseStream, ServerCallContext context) =>
        StreamAsync(
            progress => calls.RunAsync(
                context.Method, request.RequestId, request, UpkeepReport.Parser,
                () => keeper.CompactAsync(request.DryRun, progress, context.CancellationToken), context.CancellationToken),
            (sequence, time, step, report) => responseStream.WriteAsync(
                report is null
                    ? new CompactStoreResponse { Sequence = sequence, EventTime = time, Progress = step }
                    : new CompactStoreResponse { Sequence = sequence, EventTime = time, Report = report },
                context.CancellationToken),
            context.CancellationToken);

    /// <inheritdoc />
    public override Task ApplyRetention(ApplyRetentionRequest request, IServerStreamWriter<ApplyRetentionResponse> responseStream, ServerCallContext context)
    {
        RetentionRule rule = StoreMessages.Read(request);
        return StreamAsync(
            progress => calls.RunAsync(
                context.Method, request.RequestId, request, UpkeepReport.Parser,
                () => keeper.ApplyRetentionAsync(rule, request.DryRun, progress, context.CancellationToken), context.CancellationToken),
            (sequence, time, step, report) => responseStream.WriteAsync(
                report is null
                    ? new ApplyRetentionResponse { Sequence = sequence, EventTime = time, Progress = step }
                    : new ApplyRetentionResponse { Sequence = sequence, EventTime = time, Report = report },
                context.CancellationToken),
            context.CancellationToken);
    }

    /// <inheritdoc />
    public override Task CheckStore(CheckStoreRequest request, IServerStreamWriter<CheckStoreResponse> responseStream, ServerCallContext context) =>
        StreamAsync(
            progress => keeper.CheckAsync(progress, context.CancellationToken),
            (sequence, time, step, report) => responseStream.WriteAsync(
                report is null
                    ? new CheckStoreResponse { Sequence = sequence, EventTime = time, Progress = step }
                    : new CheckStoreResponse { Sequence = sequence, EventTime = time, Report = report },
                context.CancellationToken),
            context.CancellationToken);

    /// <summary>Sends the progress of work, the latest step where the reader is slow, and last its report.</summary>
    private async Task StreamAsync<TReport>(
        Func<IProgress<StoreProgress>, Task<TReport>> work, Func<long, Timestamp, V1.StoreProgress?, TReport?, Task> write, CancellationToken cancellation)
        where TReport : class, IMessage
    {
        LatestProgress<StoreProgress> progress = new();
        Task<TReport> running = progress.FollowAsync(() => work(progress));
        long sequence = 0;
        TReport report;
        try
        {
            await foreach (StoreProgress step in progress.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                await write(++sequence, ProtoTime.Now(clock), StoreMessages.From(step), null).ConfigureAwait(false);
            }
        }
        finally
        {
            // Also when the caller is gone: the work must have ended, one way or the other, before the call does.
            report = await running.ConfigureAwait(false);
        }

        await write(++sequence, ProtoTime.Now(clock), null, report).ConfigureAwait(false);
    }
}
