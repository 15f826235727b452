using Tradewind.Sources;

namespace Tradewind.Server.Connectors;

/// <summary>Identical requests made at the same time run once and share the answer. The work is cancelled when nobody waits for it any more.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal sealed class SharedFetches<T>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>The answer to a request.</summary>
    /// <param name="key">Equal for identical requests.</param>
    /// <param name="work">Does the work; its token is cancelled when nobody waits.</param>
    /// <param name="progress">Told how far it is, also when another caller's request does the work; null for nobody.</param>
    /// <param name="cancellation">Ends this caller's wait.</param>
    public async Task<T> RunAsync(
        string key, Func<IProgress<LoadProgress>, CancellationToken, Task<T>> work, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        Flight flight;
        lock (_gate)
        {
            if (!_flights.TryGetValue(key, out flight!))
            {
                _flights[key] = flight = new Flight();
                flight.Work = RunAsync(key, flight, work);
            }

            flight.Join(progress);
        }

        try
        {
            return await flight.Work.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (flight.Leave(progress))
                {
                    // The next caller starts anew instead of joining work that is being cancelled.
                    if (_flights.GetValueOrDefault(key) == flight)
                    {
                        _flights.Remove(key);
                    }

                    flight.Cancel();
                }
            }
        }
    }

    private async Task<T> RunAsync(string key, Flight flight, Func<IProgress<LoadProgress>, CancellationToken, Task<T>> work)
    {
        await Task.Yield();
        try
        {
            return await work(flight, flight.Cancellation).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                if (_flights.GetValueOrDefault(key) == flight)
                {
                    _flights.Remove(key);
                }
            }
        }
    }

    private sealed class Flight : IProgress<LoadProgress>
    {
        private readonly Lock _gate = new();
        private readonly List<IProgress<LoadProgress>> _watchers = [];
        private int _callers;

        public CancellationToken Cancellation => Source.Token;

        // Never disposed of: the work may still look at it after the last caller has left.
        private CancellationTokenSource Source { get; } = new();

        public Task<T> Work { get; set; } = null!;

        public void Join(IProgress<LoadProgress>? progress)
        {
            lock (_gate)
            {
                _callers++;
                if (progress is not null)
                {
                    _watchers.Add(progress);
                }
            }
        }

        public bool Leave(IProgress<LoadProgress>? progress)
        {
            lock (_gate)
            {
                if (progress is not null)
                {
                    _watchers.Remove(progress);
                }

                return --_callers == 0;
            }
        }

        public void Cancel() => Source.Cancel();

        public void Report(LoadProgress value)
        {
            lock (_gate)
            {
                _watchers.ForEach(watcher => watcher.Report(value));
            }
        }
    }
}
