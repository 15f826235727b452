using Tradewind.Domain.Market;

namespace Tradewind.Server.Live;

/// <summary>The bars of a feed that are under way: only the latest state of each instrument, never recorded.</summary>
internal sealed class FormingBars
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, FormingBar> _bars = [];
    private long _version;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Number of the last change, and a task that completes with the next.</summary>
    public (long Version, Task Changed) Observe()
    {
        lock (_gate)
        {
            return (_version, _changed.Task);
        }
    }

    /// <summary>Bars that changed after a version, by instrument.</summary>
    public IReadOnlyList<FormingBar> Since(long version)
    {
        lock (_gate)
        {
            return [.. _bars.Values.Where(bar => bar.Version > version)];
        }
    }

    /// <summary>Sets the bar of an instrument; the same bar again is no change.</summary>
    public void Set(int instrument, in Bar bar, long knownTime)
    {
        TaskCompletionSource wake;
        lock (_gate)
        {
            if (_bars.TryGetValue(instrument, out FormingBar before) && before.Bar.Equals(bar))
            {
                return;
            }

            _bars[instrument] = new FormingBar(instrument, bar, knownTime, ++_version);
            (wake, _changed) = (_changed, NewSignal());
        }

        wake.SetResult();
    }

    /// <summary>Removes the bar of an instrument when it opens at a time or earlier.</summary>
    public void Clear(int instrument, long upToOpen)
    {
        lock (_gate)
        {
            if (_bars.TryGetValue(instrument, out FormingBar bar) && bar.Bar.OpenTime <= upToOpen)
            {
                _bars.Remove(instrument);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
