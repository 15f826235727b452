using System.Diagnostics.CodeAnalysis;

namespace Tradewind.Sources.Caching;

/// <summary>
/// Makes identical requests once: those under way are joined, and an answer stays good for a while. Errors reach everybody who waited and
/// are then forgotten. A caller that gives up leaves the fetch to the others; the last one to leave cancels it (oil specification,
/// section 9).
/// </summary>
/// <typeparam name="T">Answer.</typeparam>
public sealed class RequestCoalescer<T>
{
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight> _pending = new(StringComparer.Ordinal);
    private readonly TtlCache<string, T> _answers;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private long _hits;
    private long _misses;
    private long _errors;

    /// <summary>Creates a coalescer without answers.</summary>
    /// <param name="capacity">Most answers kept.</param>
    /// <param name="window">How long an answer stays good where a caller does not say; 1 s by the specification for quotes.</param>
    /// <param name="clock">Present time.</param>
    /// <param name="patience">How long a caller waits; 30 s where null.</param>
    public RequestCoalescer(int capacity, TimeSpan window, TimeProvider clock, TimeSpan? patience = null) =>
        (_answers, _patience, _clock) = (new TtlCache<string, T>(capacity, window, clock), patience ?? DefaultPatience, clock);

    /// <summary>What it has done so far.</summary>
    public CacheStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return new CacheStatistics(_hits, _misses, _errors, _pending.Count, _answers.Count);
            }
        }
    }

    /// <summary>The answer to a request.</summary>
    /// <param name="key">Names the request: everything that changes the answer must be in it, the list of fields too.</param>
    /// <param name="fetch">Asks; its token is cancelled when nobody waits any more.</param>
    /// <param name="lifetime">How long an answer stays good, 0 for not at all; null for the window of this coalescer.</param>
    /// <param name="cancellation">Ends this caller's wait.</param>
    /// <exception cref="TimeoutException">The answer did not come in time.</exception>
    public async Task<T> ExecuteAsync(string key, Func<CancellationToken, Task<T>> fetch, Func<T, TimeSpan>? lifetime, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(fetch);
        Flight flight;
        lock (_gate)
        {
            if (_answers.TryGet(key, out T? answer))
            {
                _hits++;
                return answer;
            }

            if (_pending.TryGetValue(key, out Flight? under))
            {
                _hits++;
                flight = under;
            }
            else
            {
                _misses++;
                _pending[key] = flight = new Flight();
            }

            flight.Waiting++;
        }

        flight.Start(() => RunAsync(key, flight, fetch, lifetime));
        try
        {
            return await flight.Answer.WaitAsync(_patience, _clock, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    private async Task RunAsync(string key, Flight flight, Func<CancellationToken, Task<T>> fetch, Func<T, TimeSpan>? lifetime)
    {
        try
        {
            T answer = await fetch(flight.Token).ConfigureAwait(false);
            TimeSpan? good = lifetime?.Invoke(answer);
            lock (_gate)
            {
                _answers.Set(key, answer, good);
                Forget(key, flight);
            }

            flight.Succeed(answer);
        }
        catch (Exception error)
        {
            lock (_gate)
            {
                _errors++;
                Forget(key, flight);
            }

            flight.Fail(error);
        }
    }

    private void Leave(string key, Flight flight)
    {
        bool abandoned;
        lock (_gate)
        {
            abandoned = --flight.Waiting == 0 && !flight.Answer.IsCompleted;
            if (abandoned)
            {
                // Nobody may join a fetch that is about to be cancelled.
                Forget(key, flight);
            }
        }

        if (abandoned)
        {
            flight.Cancel();
        }
    }

    private void Forget(string key, Flight flight)
    {
        if (_pending.TryGetValue(key, out Flight? current) && ReferenceEquals(current, flight))
        {
            _pending.Remove(key);
        }
    }

    [SuppressMessage("Design", "CA1001", Justification = "A source of cancellation without timers or wait handles holds nothing that must be disposed of.")]
    private sealed class Flight
    {
        // Waiters must not run inside the fetch that answers them.
        private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _cancel = new();
        private int _started;

        public int Waiting { get; set; }

        public Task<T> Answer => _answer.Task;

        public CancellationToken Token => _cancel.Token;

        public void Start(Func<Task> run)
        {
            if (Interlocked.Exchange(ref _started, 1) == 0)
            {
                _ = run();
            }
        }

        public void Succeed(T answer) => _answer.TrySetResult(answer);

        public void Fail(Exception error)
        {
            _answer.TrySetException(error);
            // Nobody may be left to look at it.
            _ = _answer.Task.Exception;
        }

        public void Cancel() => _cancel.Cancel();
    }
}
