using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tradewind.Storage;

namespace Tradewind.Server.Live;

/// <summary>
/// A journal that one writer appends to and any number of readers follow at their own pace. Readers read from the store, so a slow
/// one costs a page of memory and nothing else, and see an entry only when it is on disk.
/// </summary>
internal sealed class LiveJournal
{
    private const int PageSize = 512;

    private readonly IJournalStore _store;
    private readonly Lock _gate = new();
    private long _lastSequence;
    private bool _ended;
    private TaskCompletionSource _changed = NewSignal();

    private LiveJournal(IJournalStore store, string streamId, long lastSequence, bool ended) =>
        (_store, StreamId, _lastSequence, _ended) = (store, streamId, lastSequence, ended);

    /// <summary>Id of the journal in the store.</summary>
    public string StreamId { get; }

    /// <summary>Sequence of the last entry; 0 when empty.</summary>
    public long LastSequence
    {
        get
        {
            lock (_gate)
            {
                return _lastSequence;
            }
        }
    }

    /// <summary>A new, empty journal.</summary>
    public static LiveJournal Begin(IJournalStore store, string streamId) => new(store, streamId, 0, ended: false);

    /// <summary>A journal that is continued after its last stored entry.</summary>
    public static async Task<LiveJournal> ContinueAsync(IJournalStore store, string streamId, CancellationToken cancellation) =>
        new(store, streamId, await store.LastSequenceAsync(streamId, cancellation).ConfigureAwait(false), ended: false);

    /// <summary>A journal nobody appends to any more.</summary>
    public static async Task<LiveJournal> ReadOnlyAsync(IJournalStore store, string streamId, CancellationToken cancellation) =>
        new(store, streamId, await store.LastSequenceAsync(streamId, cancellation).ConfigureAwait(false), ended: true);

    /// <summary>Appends entries whose sequences continue the journal; readers see them when the task completes.</summary>
    public async Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellation)
    {
        if (entries.Count == 0)
        {
            return;
        }

        await _store.AppendAsync(StreamId, entries, cancellation).ConfigureAwait(false);
        Change(() => _lastSequence = entries[^1].Sequence);
    }

    /// <summary>Nothing is appended any more; readers end after the last entry.</summary>
    public void End() => Change(() => _ended = true);

    /// <summary>Entries after a sequence in order, then new ones as they come; null each time the heartbeat interval passes without one.</summary>
    public async IAsyncEnumerable<JournalEntry?> FollowAsync(
        long after, TimeSpan heartbeat, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            (long last, bool ended, Task changed) = Observe();
            while (after < last)
            {
                ImmutableArray<JournalEntry> page = await _store.ReadAsync(StreamId, after, PageSize, cancellation).ConfigureAwait(false);
                foreach (JournalEntry entry in page)
                {
                    yield return entry;
                }

                after = page[^1].Sequence;
            }

            if (ended)
            {
                yield break;
            }

            using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            Task first = await Task.WhenAny(changed, Task.Delay(heartbeat, clock, timer.Token)).ConfigureAwait(false);
            await timer.CancelAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            if (first != changed)
            {
                yield return null;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private (long Last, bool Ended, Task Changed) Observe()
    {
        lock (_gate)
        {
            return (_lastSequence, _ended, _changed.Task);
        }
    }

    private void Change(Action change)
    {
        TaskCompletionSource wake;
        lock (_gate)
        {
            change();
            (wake, _changed) = (_changed, NewSignal());
        }

        wake.SetResult();
    }
}
