using Google.Protobuf;
using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Client;

/// <summary>
/// Care of the server's store: backups, retention, compaction, checks. Where the connection drops, the call is repeated under the same
/// request id: what is done already is not done again.
/// </summary>
public static class StoreCare
{
    /// <summary>Writes a consistent copy of the store to the server's folder of backups.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">Name of the file.</param>
    /// <param name="progress">Told how far it is. Null: nobody.</param>
    /// <param name="cancellationToken">Cancels the backup, which then leaves no file.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public static Task<BackupReport> BackupStoreAsync(
        this TradewindClient client, BackupStoreRequest request, IProgress<StoreProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return FollowAsync(
            client, client.Admin.BackupStore, request, static message => (message.Progress, message.Report), progress, cancellationToken);
    }

    /// <summary>Merges small chunks and gives free space back.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">Whether to do it or only to report.</param>
    /// <param name="progress">Told how far it is. Null: nobody.</param>
    /// <param name="cancellationToken">Cancels the rest of the work.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public static Task<UpkeepReport> CompactStoreAsync(
        this TradewindClient client, CompactStoreRequest request, IProgress<StoreProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return FollowAsync(
            client, client.Admin.CompactStore, request, static message => (message.Progress, message.Report), progress, cancellationToken);
    }

    /// <summary>Drops superseded versions or old history.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to drop.</param>
    /// <param name="progress">Told how far it is. Null: nobody.</param>
    /// <param name="cancellationToken">Cancels the rest of the work.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public static Task<UpkeepReport> ApplyRetentionAsync(
        this TradewindClient client, ApplyRetentionRequest request, IProgress<StoreProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return FollowAsync(
            client, client.Admin.ApplyRetention, request, static message => (message.Progress, message.Report), progress, cancellationToken);
    }

    /// <summary>Checks structure, checksums and content hashes of the store.</summary>
    /// <param name="client">The client.</param>
    /// <param name="progress">Told how far it is. Null: nobody.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <exception cref="RpcException">The call failed.</exception>
    public static Task<CheckReport> CheckStoreAsync(
        this TradewindClient client, IProgress<StoreProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return FollowAsync(
            client, client.Admin.CheckStore, new CheckStoreRequest(), static message => (message.Progress, message.Report), progress, cancellationToken);
    }

    private static Task<TReport> FollowAsync<TRequest, TResponse, TReport>(
        TradewindClient client,
        Func<TRequest, CallOptions, AsyncServerStreamingCall<TResponse>> method,
        TRequest request,
        Func<TResponse, (StoreProgress? Progress, TReport? Report)> read,
        IProgress<StoreProgress>? progress,
        CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TReport : class
    {
        ArgumentNullException.ThrowIfNull(request);
        TRequest identified = RequestId.Ensure(request);
        return Reconnection.RunAsync(
            client.Options,
            async () =>
            {
                using AsyncServerStreamingCall<TResponse> call = method(identified, new CallOptions(cancellationToken: cancellationToken));
                TReport? last = null;
                await foreach (TResponse message in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    (StoreProgress? step, last) = read(message);
                    if (step is not null)
                    {
                        progress?.Report(step);
                    }
                }

                return last ?? throw new RpcException(new Status(StatusCode.Internal, "The server ended the work without a report."));
            },
            cancellationToken);
    }
}
