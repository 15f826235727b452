using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Server.Errors;
using Tradewind.Server.Hosting;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>
/// Runs live feeds. A feed writes its events to a journal and everybody reads them there: stream subscribers, signal streams and
/// paper sessions see the same events in the same order, at their own pace, and can resume.
/// </summary>
internal sealed class FeedHub(IStore store, FeedSources sources, ServerOptions options, TimeProvider clock, ILogger<FeedHub> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>Events written in one transaction by a feed that plays as fast as possible.</summary>
    private const int LargestBatch = 1024;

    /// <summary>A paced feed looks at the clock this often.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<string, FeedRun> _running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly MessageRecords<Feed> _records = new(store, clock, "feeds", "feed", feed => (feed.Id, feed.CreateTime));

    /// <summary>Starts a feed.</summary>
    public async Task<Feed> StartAsync(StartFeedRequest request, CancellationToken cancellation)
    {
        if (_running.Count >= options.MaxLiveRuns)
        {
            throw new CapacityException(
                "FEED_LIMIT", $"{options.MaxLiveRuns} feeds are running already. Stop one first (StopFeed).", TimeSpan.FromSeconds(10));
        }

        (IFeedSource source, double stepsPerSecond) = await sources.OpenAsync(request, cancellation).ConfigureAwait(false);
        try
        {
            return await StartAsync(request, source, stepsPerSecond, cancellation).ConfigureAwait(false);
        }
        catch
        {
            await CloseAsync(source).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<Feed> StartAsync(StartFeedRequest request, IFeedSource source, double stepsPerSecond, CancellationToken cancellation)
    {
        Feed feed = new() { Id = Identifiers.New("feed", clock), State = FeedState.Running, Simulated = source.Universe.Simulated, CreateTime = ProtoTime.Now(clock) };
        feed.InstrumentIds.AddRange(source.Universe.Universe.Instruments.Select(instrument => instrument.Id));
        switch (request.KindCase)
        {
            case StartFeedRequest.KindOneofCase.Replay:
                feed.Replay = request.Replay;
                break;
            case StartFeedRequest.KindOneofCase.Simulation:
                feed.Simulation = request.Simulation;
                break;
            case StartFeedRequest.KindOneofCase.Connector:
                feed.Connector = request.Connector;
                break;
        }

        await store.Documents.PutAsync(
            new StoredDocument(UniverseCollection, feed.Id, null, ProtoTime.NowNanoseconds(clock), ProtoTime.NowNanoseconds(clock), source.Universe.Serialize()),
            cancellation).ConfigureAwait(false);
        await _records.SaveAsync(feed, cancellation).ConfigureAwait(false);
        FeedRun run = new(feed, source.Universe, LiveJournal.Begin(store.Journals, JournalId(feed.Id)));
        _running[feed.Id] = run;
        // The pace counts from here, not from when the pool finds a thread.
        long started = clock.GetTimestamp();
        run.Completion = Task.Run(() => PlayAsync(run, source, stepsPerSecond, started), CancellationToken.None);
        return run.State();
    }

    /// <summary>State of a feed.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<Feed> GetAsync(string id, CancellationToken cancellation) =>
        _running.TryGetValue(id, out FeedRun? run) ? run.State() : await _records.GetAsync(id, cancellation).ConfigureAwait(false);

    /// <summary>A page of feeds, newest first.</summary>
    public async Task<(IReadOnlyList<Feed> Items, string NextToken)> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        (IReadOnlyList<Feed> items, string next) = await _records.ListAsync(page, cancellation).ConfigureAwait(false);
        return ([.. items.Select(feed => _running.TryGetValue(feed.Id, out FeedRun? run) ? run.State() : feed)], next);
    }

    /// <summary>Ends a feed and waits until its last event is recorded; an ended one is returned unchanged.</summary>
    public async Task<Feed> StopAsync(string id, CancellationToken cancellation)
    {
        if (_running.TryGetValue(id, out FeedRun? run))
        {
            await run.Stopping.CancelAsync().ConfigureAwait(false);
            await run.Completion.WaitAsync(cancellation).ConfigureAwait(false);
        }

        return await GetAsync(id, cancellation).ConfigureAwait(false);
    }

    /// <summary>What a feed carries and its journal, for consumers inside the server.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<(FeedUniverse Universe, LiveJournal Journal)> OpenAsync(string id, CancellationToken cancellation)
    {
        if (_running.TryGetValue(id, out FeedRun? run))
        {
            return (run.Universe, run.Journal);
        }

        await _records.GetAsync(id, cancellation).ConfigureAwait(false);
        StoredDocument? universe = await store.Documents.GetAsync(UniverseCollection, id, cancellation).ConfigureAwait(false);
        return universe is null
            ? throw new NotFoundException("feed", id)
            : (FeedUniverse.Deserialize(universe.Body.Span), await LiveJournal.ReadOnlyAsync(store.Journals, JournalId(id), cancellation).ConfigureAwait(false));
    }

    /// <summary>Messages of a feed for a subscriber, after its cursor and then live.</summary>
    public async IAsyncEnumerable<StreamBarsResponse> StreamAsync(
        string id, string cursor, IReadOnlyCollection<string> instrumentIds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (FeedUniverse universe, LiveJournal journal) = await OpenAsync(id, cancellation).ConfigureAwait(false);
        HashSet<int> wanted = [.. instrumentIds.Select(universe.Universe.OrdinalOf)];
        long after = StreamCursor.Read(cursor, id, journal.LastSequence);
        await foreach (JournalEntry? entry in journal.FollowAsync(after, TimeSpan.FromSeconds(options.HeartbeatSeconds), clock, cancellation).ConfigureAwait(false))
        {
            if (entry is null)
            {
                yield return Message(id, universe, after, message => message.Heartbeat = new Heartbeat { ServerTime = ProtoTime.Now(clock) });
                continue;
            }

            after = entry.Sequence;
            if (FeedEvents.DecodeGap(entry) is { } gap)
            {
                if (wanted.Count == 0 || wanted.Contains(universe.Universe.OrdinalOf(gap.InstrumentId)))
                {
                    yield return Message(
                        id, universe, after, message => (message.Gap, message.EventTime, message.KnownTime) = (gap, ProtoTime.ToTimestamp(entry.EventTime), ProtoTime.ToTimestamp(entry.EventTime)));
                }

                continue;
            }

            (MarketEvent marketEvent, bool _) = FeedEvents.Decode(entry);
            if (wanted.Count == 0 || wanted.Contains(marketEvent.Instrument))
            {
                yield return Message(id, universe, after, message => Fill(message, universe, marketEvent, entry.EventTime));
            }
        }

        Feed ended = await GetAsync(id, cancellation).ConfigureAwait(false);
        yield return Message(id, universe, after, message => message.FeedEnd = new FeedEnd { State = ended.State });
    }

    /// <summary>Marks feeds that a dead server left running as stopped.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (Feed feed in await _records.ListAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (feed.State == FeedState.Running)
            {
                (feed.State, feed.Failure) = (FeedState.Stopped, "The server stopped while the feed was running.");
                feed.LastSequence = await store.Journals.LastSequenceAsync(JournalId(feed.Id), cancellationToken).ConfigureAwait(false);
                await _records.SaveAsync(feed, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Ends all feeds and stores their state. Before the listener stops, so that subscribers are told of the end instead of holding the
    /// shutdown up.
    /// </summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Values.Select(run => run.Completion)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();

    private const string UniverseCollection = "feed-universes";

    private static string JournalId(string feedId) => $"feed/{feedId}";

    private static StreamBarsResponse Message(string id, FeedUniverse universe, long sequence, Action<StreamBarsResponse> fill)
    {
        StreamBarsResponse message = new() { Sequence = sequence, Cursor = StreamCursor.At(id, sequence), Simulated = universe.Simulated };
        fill(message);
        return message;
    }

    private static void Fill(StreamBarsResponse message, FeedUniverse universe, in MarketEvent marketEvent, long knownTime)
    {
        (message.EventTime, message.KnownTime) = (ProtoTime.ToTimestamp(marketEvent.Stamp), ProtoTime.ToTimestamp(knownTime));
        string instrument = universe.Universe.Instruments[marketEvent.Instrument].Id;
        if (marketEvent.IsBar)
        {
            message.Bar = new LiveBar
            {
                InstrumentId = instrument, Timeframe = universe.Timeframes[marketEvent.Instrument], Bar = InstrumentMessages.From(marketEvent.Bar, knownTime),
            };
        }
        else
        {
            message.Observation = new LiveObservation
            {
                InstrumentId = instrument, Field = universe.Universe.Fields[marketEvent.Field].Field, Value = marketEvent.Value,
            };
        }
    }

    private async Task PlayAsync(FeedRun run, IFeedSource source, double stepsPerSecond, long started)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(run.Stopping.Token, _stopping.Token);
        (FeedState state, string failure) = (FeedState.Ended, "");
        try
        {
            await (source switch
            {
                ISliceSource steps => PlayStepsAsync(run, steps, stepsPerSecond, started, stop.Token),
                ILiveSource live => PlayLiveAsync(run, live, stop.Token),
                _ => throw new InvalidOperationException($"{source.GetType().Name} is no kind of feed source."),
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            state = FeedState.Stopped;
        }
        catch (Exception error)
        {
            logger.LogError(error, "Feed {Feed} failed", run.State().Id);
            (state, failure) = (FeedState.Failed, error.Message);
        }

        await CloseAsync(source).ConfigureAwait(false);
        Feed final = run.Finish(state, failure);
        await _records.SaveAsync(final, CancellationToken.None).ConfigureAwait(false);
        run.Journal.End();
        _running.TryRemove(final.Id, out _);
    }

    private static ValueTask CloseAsync(IFeedSource source) => source is IAsyncDisposable held ? held.DisposeAsync() : ValueTask.CompletedTask;

    private static async Task PlayLiveAsync(FeedRun run, ILiveSource source, CancellationToken cancellation)
    {
        List<JournalEntry> entries = [];
        await foreach (LiveStep step in source.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (step.Gap is { } gap)
            {
                entries.Add(FeedEvents.Gap(gap, step.Slice.KnownTime, run.Journal.LastSequence));
            }
            else
            {
                FeedEvents.Append(entries, step.Slice, run.Journal.LastSequence);
            }

            await run.Journal.AppendAsync(entries, CancellationToken.None).ConfigureAwait(false);
            run.Advance(entries[^1].Sequence, entries[^1].EventTime);
            entries.Clear();
        }
    }

    private async Task PlayStepsAsync(FeedRun run, ISliceSource source, double stepsPerSecond, long started, CancellationToken cancellation)
    {
        List<JournalEntry> batch = [];
        long steps = 0;
        while (true)
        {
            // A paced feed plays every step that is due by now in one transaction; an unpaced one fills batches.
            bool more = true;
            while (batch.Count < LargestBatch && (stepsPerSecond == 0 || steps < clock.GetElapsedTime(started).TotalSeconds * stepsPerSecond))
            {
                more = source.TryNext(out MarketSlice slice);
                if (!more)
                {
                    break;
                }

                FeedEvents.Append(batch, slice, batch.Count > 0 ? batch[^1].Sequence : run.Journal.LastSequence);
                steps++;
            }

            if (batch.Count > 0)
            {
                await run.Journal.AppendAsync(batch, CancellationToken.None).ConfigureAwait(false);
                run.Advance(batch[^1].Sequence, batch[^1].EventTime);
                batch.Clear();
            }

            if (!more)
            {
                return;
            }

            cancellation.ThrowIfCancellationRequested();
            if (stepsPerSecond > 0)
            {
                await Task.Delay(Tick, clock, cancellation).ConfigureAwait(false);
            }
        }
    }
}
