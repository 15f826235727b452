namespace Tradewind.Sources.OnChain;

/// <summary>Lets a number of calls through in any window of time and makes the others wait. Thread-safe.</summary>
/// <param name="calls">Calls a window, positive.</param>
/// <param name="window">Length of the window.</param>
/// <param name="clock">Present time.</param>
internal sealed class RateWindow(int calls, TimeSpan window, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<DateTimeOffset> _admitted = new(calls);

    /// <summary>Waits until a call may be made, and counts it.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (true)
        {
            TimeSpan wait;
            lock (_gate)
            {
                DateTimeOffset now = clock.GetUtcNow();
                while (_admitted.TryPeek(out DateTimeOffset oldest) && oldest + window <= now)
                {
                    _admitted.Dequeue();
                }

                if (_admitted.Count < calls)
                {
                    _admitted.Enqueue(now);
                    return;
                }

                wait = _admitted.Peek() + window - now;
            }

            await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
        }
    }
}
