using Tradewind.V1;

namespace Tradewind.Server.Jobs;

/// <summary>An operation in work: its current state, and a signal that wakes watchers when it changes. Only the latest state is kept,
/// so a slow watcher costs nothing.</summary>
internal sealed class LiveOperation(Operation initial)
{
    private readonly Lock _gate = new();
    private Operation _current = initial;
    private long _sequence = 1;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Cancels the work.</summary>
    public CancellationTokenSource Cancellation { get; } = new();

    /// <summary>Current state (a copy), its sequence and a task that completes at the next change.</summary>
    public (Operation State, long Sequence, Task Changed) Observe()
    {
        lock (_gate)
        {
            return (_current.Clone(), _sequence, _changed.Task);
        }
    }

    /// <summary>Changes the state and wakes the watchers.</summary>
    /// <returns>A copy of the new state.</returns>
    public Operation Update(Action<Operation> change)
    {
        TaskCompletionSource wake;
        Operation copy;
        lock (_gate)
        {
            Operation next = _current.Clone();
            change(next);
            _current = next;
            copy = next.Clone();
            _sequence++;
            (wake, _changed) = (_changed, NewSignal());
        }

        wake.SetResult();
        return copy;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
