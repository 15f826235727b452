using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tradewind.Storage;

namespace Tradewind.Server.Live;

/// <summary>
/// A journal that one writer appends to and any number of readers follow at their own pace. Readers see an entry only when it is on disk. The
/// latest entries are held once for all of them; whoever is further behind reads from the store, so a slow reader costs a page of memory
/// and nothing else.
/// </summary>
internal sealed class LiveJournal
{
    private const int PageSize = 512;

    /// <summary>Entries held for readers that keep up: several batches of the fastest feed.</summary>
    private const int TailLength = 4096;

    private readonly IJournalStore _store;
    private readonly Lock _gate = new();
    private readonly JournalEntry?[] _tail = new JournalEntry?[TailLength];
    private int _held;
    private long _lastSequence;
    private long _lastTime;
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
        Change(() =>
        {
            // An entry stands at its sequence modulo the length, as sequences have no gaps.
            (_lastSequence, _lastTime) = (entries[^1].Sequence, entries[^1].EventTime);
            foreach (JournalEntry entry in entries)
            {
                _tail[entry.Sequence % TailLength] = entry;
            }

            _held = Math.Min(TailLength, _held + entries.Count);
        });
    }

    /// <summary>Sequence of the last entry, whether it is the last ever, and a task that completes when either changes.</summary>
    public (long Last, bool Ended, Task Changed) Observe()
    {
        lock (_gate)
        {
            return (_lastSequence, _ended, _changed.Task);
        }
    }

    /// <summary>Sequence and time of the last entry this process appended; the smallest time when it appended none.</summary>
    public (long Sequence, long EventTime) Last()
    {
        lock (_gate)
        {
            return (_lastSequence, _held > 0 ? _lastTime : long.MinValue);
        }
    }

    /// <summary>A page of entries after a sequence, which is before the last.</summary>
    public async Task<ImmutableArray<JournalEntry>> ReadPageAsync(long after, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (after < _lastSequence && after >= _lastSequence - _held)
            {
                int count = (int)Math.Min(PageSize, _lastSequence - after);
                ImmutableArray<JournalEntry>.Builder page = ImmutableArray.CreateBuilder<JournalEntry>(count);
                for (long sequence = after + 1; sequence <= after + count; sequence++)
                {
                    page.Add(_tail[sequence % TailLength]!);
                }

                return page.MoveToImmutable();
            }
        }

        return await _store.ReadAsync(StreamId, after, PageSize, cancellation).ConfigureAwait(false);
    }

    /// <summary>Waits for a signal; false when the heartbeat interval passed without one.</summary>
    public static async Task<bool> WaitAsync(Task signal, TimeSpan heartbeat, TimeProvider clock, CancellationToken cancellation)
    {
        if (signal.IsCompleted)
        {
            return true;
        }

        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task first = await Task.WhenAny(signal, Task.Delay(heartbeat, clock, timer.Token)).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return first == signal;
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
                ImmutableArray<JournalEntry> page = await ReadPageAsync(after, cancellation).ConfigureAwait(false);
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

            if (!await WaitAsync(changed, heartbeat, clock, cancellation).ConfigureAwait(false))
            {
                yield return null;
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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
