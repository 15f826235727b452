using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Tradewind.Domain.Errors;
using Tradewind.Server.Errors;
using Tradewind.Server.Records;
using Tradewind.Server.Requests;

namespace Tradewind.Server.Live;

/// <summary>
/// What feeds, signal streams and sessions have in common: runs at work are asked themselves, ended ones are read from their records, and a
/// server that stops ends them all before its listener does, so that subscribers are told of the end instead of holding the shutdown up.
/// </summary>
/// <param name="records">Records of all runs.</param>
/// <param name="most">Runs at work at once.</param>
/// <param name="limitReason">Reason of the refusal beyond that.</param>
/// <param name="limitSentence">What that refusal says after the number.</param>
internal abstract class LiveHub<TRun, TState>(MessageRecords<TState> records, int most, string limitReason, string limitSentence)
    : IHostedLifecycleService, IDisposable
    where TRun : class, ILiveRun<TState>
    where TState : class, IMessage<TState>, new()
{
    private readonly ConcurrentDictionary<string, TRun> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Records of all runs.</summary>
    protected MessageRecords<TState> Records { get; } = records;

    /// <summary>State of a run.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<TState> GetAsync(string id, CancellationToken cancellation) =>
        TryGetRunning(id, out TRun? run) ? run.State() : await Records.GetAsync(id, cancellation).ConfigureAwait(false);

    /// <summary>A page of runs, newest first.</summary>
    public async Task<(IReadOnlyList<TState> Items, string NextToken)> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        (IReadOnlyList<TState> items, string next) = await Records.ListAsync(page, cancellation).ConfigureAwait(false);
        return ([.. items.Select(state => TryGetRunning(IdOf(state), out TRun? run) ? run.State() : state)], next);
    }

    /// <summary>Ends a run and waits until its last event is recorded; an ended one is returned unchanged.</summary>
    public async Task<TState> StopAsync(string id, CancellationToken cancellation)
    {
        if (TryGetRunning(id, out TRun? run))
        {
            await run.Stopping.CancelAsync().ConfigureAwait(false);
            await run.Completion.WaitAsync(cancellation).ConfigureAwait(false);
        }

        return await Records.GetAsync(id, cancellation).ConfigureAwait(false);
    }

    /// <summary>Brings runs that a dead server left at work to an end.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (TState state in await Records.ListAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (IsRunning(state))
            {
                await EndLeftOverAsync(state, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc />
    public virtual async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values.Select(run => run.Completion)).WaitAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Id of a run.</summary>
    protected abstract string IdOf(TState state);

    /// <summary>Whether a record says that the run is at work.</summary>
    protected abstract bool IsRunning(TState state);

    /// <summary>Stores the end of a run that a dead server left at work.</summary>
    protected abstract Task EndLeftOverAsync(TState state, CancellationToken cancellation);

    /// <summary>A run at work.</summary>
    protected bool TryGetRunning(string id, [NotNullWhen(true)] out TRun? run) => _running.TryGetValue(id, out run);

    /// <summary>Refuses a run beyond the limit.</summary>
    /// <exception cref="CapacityException">As many as may be are at work.</exception>
    protected void RequireRoom()
    {
        if (_running.Count >= most)
        {
            throw new CapacityException(limitReason, $"{most} {limitSentence}", TimeSpan.FromSeconds(10));
        }
    }

    /// <summary>Puts a run to work on the pool.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="run">The run.</param>
    /// <param name="work">Does everything, the storing of the final state included; handed what stops it.</param>
    protected void Begin(string id, TRun run, Func<CancellationToken, Task> work)
    {
        _running[id] = run;
        run.Completion = Task.Run(
            async () =>
            {
                using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping.Token, _stopping.Token);
                await work(stop.Token).ConfigureAwait(false);
                _running.TryRemove(id, out _);
            },
            CancellationToken.None);
    }
}
