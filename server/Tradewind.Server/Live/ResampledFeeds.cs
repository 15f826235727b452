using System.Collections.Concurrent;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Errors;
using Tradewind.Server.Mapping;
using Tradewind.Storage;

namespace Tradewind.Server.Live;

/// <summary>
/// Feeds read in other timeframes. The first reader of a timeframe starts its building; the bars are recorded in a journal of their own
/// that all readers follow and resume on, so they cost once what they cost.
/// </summary>
internal sealed class ResampledFeeds(IStore store, TimeProvider clock)
{
    private const string CompleteCollection = "resampled-feeds";

    /// <summary>Each timeframe is recorded; more than these nobody needs of one feed.</summary>
    private const int MostTimeframes = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<(FeedTape Tape, Task Building)>> _open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _building = [];

    /// <summary>Opens a feed in another timeframe.</summary>
    /// <param name="feed">The feed.</param>
    /// <param name="timeframe">Length of bars.</param>
    /// <param name="wanted">Ordinals of the instruments that will be read; empty for all.</param>
    /// <param name="cancellation">Cancels the wait, not the building.</param>
    /// <returns>The tape, and a task that fails when the building did; its tape ends then.</returns>
    /// <exception cref="InvalidInputException">Bars of a wanted instrument do not make up whole ones of that length.</exception>
    /// <exception cref="CapacityException">The feed is read in too many timeframes.</exception>
    public Task<(FeedTape Tape, Task Building)> OpenAsync(FeedTape feed, Timeframe timeframe, IReadOnlySet<int> wanted, CancellationToken cancellation)
    {
        for (int i = 0; i < feed.Universe.Timeframes.Length; i++)
        {
            if ((wanted.Count == 0 || wanted.Contains(i)) && !ResampledSlices.CanBuild(feed.Universe, i, timeframe))
            {
                throw new InvalidInputException(
                    "TIMEFRAME_NOT_MULTIPLE", "timeframe",
                    $"{timeframe} is not a whole multiple of the bars of {feed.Universe.Universe.Instruments[i].Id}, which are of {feed.Universe.Timeframes[i]}.");
            }
        }

        string id = $"{feed.Id}/{timeframe}";
        lock (_gate)
        {
            if (!_open.TryGetValue(id, out Task<(FeedTape, Task)>? opened))
            {
                if (_open.Keys.Count(key => key.StartsWith(feed.Id + "/", StringComparison.Ordinal)) >= MostTimeframes)
                {
                    throw new CapacityException(
                        "TIMEFRAME_LIMIT", $"The feed is being read in {MostTimeframes} other timeframes already. Use one of those, or wait for its end.", TimeSpan.FromMinutes(1));
                }

                _open[id] = opened = OpenAsync(feed, timeframe, id);
            }

            return opened.WaitAsync(cancellation);
        }
    }

    /// <summary>Completes when nothing is being built; the feeds must have ended.</summary>
    public Task DrainAsync() => Task.WhenAll(_building.Keys).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static string JournalId(string id) => $"feed/{id}";

    private async Task<(FeedTape Tape, Task Building)> OpenAsync(FeedTape feed, Timeframe timeframe, string id)
    {
        // Not under the lock of the caller.
        await Task.Yield();
        try
        {
            FeedUniverse universe = feed.Universe.WithTimeframe(timeframe);
            if (await store.Documents.GetAsync(CompleteCollection, id).ConfigureAwait(false) is not null)
            {
                Forget(id);
                return (new FeedTape(id, universe, await LiveJournal.ReadOnlyAsync(store.Journals, JournalId(id), CancellationToken.None).ConfigureAwait(false)), Task.CompletedTask);
            }

            FeedTape tape = new(id, universe, await LiveJournal.ContinueAsync(store.Journals, JournalId(id), CancellationToken.None).ConfigureAwait(false));
            Task building = BuildAsync(feed, timeframe, tape);
            _building[building] = 0;
            _ = building.ContinueWith(done => _building.TryRemove(done, out byte _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            return (tape, building);
        }
        catch
        {
            Forget(id);
            throw;
        }
    }

    private async Task BuildAsync(FeedTape feed, Timeframe timeframe, FeedTape tape)
    {
        await Task.Yield();
        try
        {
            await new ResampledTape(feed, timeframe, tape).BuildAsync().ConfigureAwait(false);
            long now = ProtoTime.NowNanoseconds(clock);
            byte[] events = System.Text.Encoding.UTF8.GetBytes(tape.Journal.LastSequence.ToString(CultureInfo.InvariantCulture));
            await store.Documents.PutAsync(new StoredDocument(CompleteCollection, tape.Id, null, now, now, events)).ConfigureAwait(false);
        }
        finally
        {
            Forget(tape.Id);
            tape.Journal.End();
        }
    }

    private void Forget(string id)
    {
        lock (_gate)
        {
            _open.Remove(id);
        }
    }
}
