namespace Tradewind.Transport.Framing;

/// <summary>Runs an action once a deadline has passed, however far away it is.</summary>
internal sealed class DeadlineTimer : IDisposable, IAsyncDisposable
{
    // A timer takes at most 2^32 - 2 milliseconds; later deadlines are reached in several steps.
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(40);

    private readonly DateTime _deadlineUtc;
    private readonly Action _onDeadline;
    private readonly Timer _timer;

    public DeadlineTimer(DateTime deadlineUtc, Action onDeadline)
    {
        _deadlineUtc = deadlineUtc;
        _onDeadline = onDeadline;
        // The call's execution context would be kept alive by the timer without need.
        bool restoreFlow = !ExecutionContext.IsFlowSuppressed();
        AsyncFlowControl flow = restoreFlow ? ExecutionContext.SuppressFlow() : default;
        try
        {
            _timer = new Timer(static state => ((DeadlineTimer)state!).OnTick(), this, Timeout.Infinite, Timeout.Infinite);
        }
        finally
        {
            if (restoreFlow)
            {
                flow.Undo();
            }
        }
    }

    /// <summary>Starts waiting. Separate from the constructor, so that the owner holds the timer before it can fire.</summary>
    public void Start() => Arm(Remaining());

    public void Dispose() => _timer.Dispose();

    /// <summary>Stops the timer and waits for an action that has begun; not to be awaited from the action itself.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void OnTick()
    {
        TimeSpan remaining = Remaining();
        if (remaining > TimeSpan.Zero)
        {
            Arm(remaining);
        }
        else
        {
            _onDeadline();
        }
    }

    private TimeSpan Remaining() => _deadlineUtc - DateTime.UtcNow;

    private void Arm(TimeSpan remaining)
    {
        // Rounded up to whole milliseconds, or the timer would fire early and be armed again for nothing.
        double milliseconds = Math.Ceiling(Math.Clamp(remaining.TotalMilliseconds, 0, LongestStep.TotalMilliseconds));
        try
        {
            _timer.Change((long)milliseconds, Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // The call ended while the timer was being armed again.
        }
    }
}
