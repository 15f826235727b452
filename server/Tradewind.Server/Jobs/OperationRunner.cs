using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Google.Protobuf;
using Google.Rpc;
using Tradewind.Domain.Errors;
using Tradewind.Server.Errors;
using Tradewind.Server.Hosting;
using Tradewind.Server.Mapping;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Jobs;

/// <summary>
/// Runs long work outside of calls: a bounded queue, a fixed number of workers, progress that can be watched from any call, and a
/// record in the store that never gets lost: what was running when the server died is marked FAILED at the next start.
/// </summary>
internal sealed class OperationRunner(IStore store, TimeProvider clock, ServerOptions options, ILogger<OperationRunner> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>Store collection of operations.</summary>
    public const string Collection = "operations";

    private readonly ConcurrentDictionary<string, LiveOperation> _live = new(StringComparer.Ordinal);
    private readonly Channel<(LiveOperation Operation, Work Work)> _queue =
        Channel.CreateBounded<(LiveOperation, Work)>(new BoundedChannelOptions(options.MaxQueuedOperations));

    private readonly CancellationTokenSource _stopping = new();
    private Task _workers = Task.CompletedTask;

    /// <summary>Does the work and returns the id of what it made.</summary>
    internal delegate Task<string> Work(IProgress<OperationProgress> progress, CancellationToken cancellation);

    /// <summary>Accepts work; it starts when a worker is free.</summary>
    /// <exception cref="CapacityException">The queue is full.</exception>
    public async Task<Operation> StartAsync(string kind, Work work, CancellationToken cancellation)
    {
        Operation operation = new()
        {
            Id = Identifiers.New("op", clock), Kind = kind, State = OperationState.Queued, ProgressMessage = "waiting for a worker", CreateTime = ProtoTime.Now(clock),
        };
        LiveOperation live = new(operation);
        await SaveAsync(operation, cancellation).ConfigureAwait(false);
        _live[operation.Id] = live;
        if (!_queue.Writer.TryWrite((live, work)))
        {
            _live.TryRemove(operation.Id, out _);
            await store.Documents.DeleteAsync(Collection, operation.Id, CancellationToken.None).ConfigureAwait(false);
            throw new CapacityException(
                "OPERATION_QUEUE_FULL", $"{options.MaxQueuedOperations} operations are waiting already. Try again later or cancel some.", TimeSpan.FromSeconds(5));
        }

        return operation.Clone();
    }

    /// <summary>State of an operation.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<Operation> GetAsync(string id, CancellationToken cancellation)
    {
        if (_live.TryGetValue(id, out LiveOperation? live))
        {
            return live.Observe().State;
        }

        StoredDocument? stored = await store.Documents.GetAsync(Collection, id, cancellation).ConfigureAwait(false);
        return stored is null ? throw new NotFoundException("operation", id) : Operation.Parser.ParseFrom(stored.Body.Span);
    }

    /// <summary>States of an operation from now to its end; a heartbeat (same sequence) while nothing changes.</summary>
    public async IAsyncEnumerable<(Operation State, long Sequence, bool Heartbeat)> WatchAsync(
        string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!_live.TryGetValue(id, out LiveOperation? live))
        {
            yield return (await GetAsync(id, cancellation).ConfigureAwait(false), 1, false);
            yield break;
        }

        long seen = 0;
        while (true)
        {
            (Operation state, long sequence, Task changed) = live.Observe();
            yield return (state, sequence, sequence == seen);
            seen = sequence;
            if (IsFinal(state.State))
            {
                yield break;
            }

            // Either the state changes or a heartbeat is due; both lead to another look. The timer ends with the wait: an operation that
            // reports often would otherwise pile timers up.
            using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(changed, Task.Delay(TimeSpan.FromSeconds(options.HeartbeatSeconds), clock, timer.Token)).ConfigureAwait(false);
            await timer.CancelAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks an operation to stop; a finished one is returned unchanged.</summary>
    public async Task<Operation> CancelAsync(string id, CancellationToken cancellation)
    {
        if (_live.TryGetValue(id, out LiveOperation? live))
        {
            await live.Cancellation.CancelAsync().ConfigureAwait(false);
        }

        return await GetAsync(id, cancellation).ConfigureAwait(false);
    }

    /// <summary>Marks what a dead server left unfinished, then lets the workers run.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await FailOrphansAsync(cancellationToken).ConfigureAwait(false);
        _workers = Task.WhenAll(Enumerable.Range(0, options.MaxConcurrentOperations).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
    }

    /// <summary>
    /// Ends all operations, waiting ones too, and stores their state. Before the listener stops, so that watchers are told of the end
    /// instead of holding the shutdown up.
    /// </summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _workers.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();

    private static bool IsFinal(OperationState state) =>
        state is OperationState.Succeeded or OperationState.Failed or OperationState.Cancelled;

    private async Task WorkAsync()
    {
        CancellationToken stopping = _stopping.Token;
        await foreach ((LiveOperation live, Work work) in _queue.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            await RunAsync(live, work, stopping).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(LiveOperation live, Work work, CancellationToken stopping)
    {
        using CancellationTokenSource linked = CancellationTokenSource.CreateLinkedTokenSource(live.Cancellation.Token, stopping);
        Operation started = live.Update(operation => (operation.State, operation.ProgressMessage) = (OperationState.Running, "started"));
        Action<Operation> ending;
        try
        {
            linked.Token.ThrowIfCancellationRequested();
            await SaveAsync(started, linked.Token).ConfigureAwait(false);
            string resultId = await work(new Reporter(live), linked.Token).ConfigureAwait(false);
            ending = operation => (operation.State, operation.ResultId, operation.ProgressFraction, operation.ProgressMessage) =
                (OperationState.Succeeded, resultId, 1, "done");
        }
        catch (OperationCanceledException) when (linked.IsCancellationRequested)
        {
            ending = stopping.IsCancellationRequested && !live.Cancellation.IsCancellationRequested
                ? operation => (operation.State, operation.Error) = (OperationState.Failed, StoppedByServer())
                : operation => (operation.State, operation.Error) = (
                    OperationState.Cancelled, new Google.Rpc.Status { Code = (int)Code.Cancelled, Message = "Cancelled on request." });
        }
        catch (Exception error)
        {
            logger.LogError(error, "Operation {Id} ({Kind}) failed", started.Id, started.Kind);
            ending = operation => (operation.State, operation.Error) = (OperationState.Failed, RpcErrors.ToRpcStatus(error));
        }

        // The record is stored before the watchers learn of the end: a final state that was seen is never taken back.
        Operation final = live.Observe().State;
        ending(final);
        final.EndTime = ProtoTime.Now(clock);
        await SaveAsync(final, CancellationToken.None).ConfigureAwait(false);
        live.Update(operation => operation.MergeFrom(final));
        _live.TryRemove(final.Id, out _);
    }

    private async Task FailOrphansAsync(CancellationToken cancellation)
    {
        string? token = null;
        do
        {
            DocumentPage page = await store.Documents.ListAsync(new DocumentQuery(Collection, PageToken: token, Size: 500), cancellation).ConfigureAwait(false);
            foreach (StoredDocument document in page.Documents)
            {
                Operation operation = Operation.Parser.ParseFrom(document.Body.Span);
                if (!IsFinal(operation.State))
                {
                    (operation.State, operation.Error, operation.EndTime) = (OperationState.Failed, StoppedByServer(), ProtoTime.Now(clock));
                    await SaveAsync(operation, cancellation).ConfigureAwait(false);
                }
            }

            token = page.NextPageToken;
        }
        while (token is not null);
    }

    private static Google.Rpc.Status StoppedByServer() =>
        new() { Code = (int)Code.Aborted, Message = "The server stopped while this was in work. Start it again." };

    private Task SaveAsync(Operation operation, CancellationToken cancellation)
    {
        long now = ProtoTime.NowNanoseconds(clock);
        long created = ProtoTime.ToNanoseconds(operation.CreateTime, "create_time");
        return store.Documents.PutAsync(new StoredDocument(Collection, operation.Id, operation.Kind, created, now, operation.ToByteArray()), cancellation);
    }

    private sealed class Reporter(LiveOperation live) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value) => live.Update(operation =>
            (operation.ProgressFraction, operation.ProgressMessage) = (Math.Clamp(value.Fraction, 0, 1), value.Message));
    }
}
