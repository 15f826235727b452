namespace Tradewind.Data.Tests.Caching;

/// <summary>Time that passes only when a test says so; timers fire then, on the thread of the test.</summary>
internal sealed class ManualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = start;

    public ManualClock()
        : this(new DateTimeOffset(2024, 3, 13, 15, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Waits that timers were asked for, in order.</summary>
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Waits that pass at once when they are asked for, so that code that sleeps between tries runs through. Default: none.</summary>
    public Func<TimeSpan, bool> Skips { get; init; } = _ => false;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public void Advance(TimeSpan by)
    {
        Timer[] due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(timer => due.Contains(timer));
        }

        Array.ForEach(due, timer => timer.Fire());
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                {
                    return true;
                }

                clock.Waits.Add(dueTime);
                Due = clock._now + dueTime;
                clock._timers.Add(this);
            }

            if (clock.Skips(dueTime))
            {
                // Elsewhere, since the caller has not got its timer yet.
                ThreadPool.QueueUserWorkItem(_ => clock.Advance(dueTime));
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
