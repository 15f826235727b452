using System.Runtime.CompilerServices;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Hosting;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>
/// Runs live feeds. A feed writes its events to a journal and everybody reads them there: stream subscribers, signal streams and
/// paper sessions see the same events in the same order, at their own pace, and can resume.
/// </summary>
internal sealed class FeedHub(IStore store, FeedSources sources, ServerOptions options, TimeProvider clock, ILogger<FeedHub> logger)
    : LiveHub<FeedRun, Feed>(
        new(store, clock, "feeds", "feed", feed => (feed.Id, feed.CreateTime)), options.MaxLiveRuns, "FEED_LIMIT",
        "feeds are running already. Stop one first (StopFeed).")
{
    /// <summary>Events written in one transaction by a feed that plays as fast as possible.</summary>
    private const int LargestBatch = 1024;

    /// <summary>A paced feed looks at the clock this often.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly ResampledFeeds _resampled = new(store, clock);

    /// <summary>Starts a feed.</summary>
    public async Task<Feed> StartAsync(StartFeedRequest request, CancellationToken cancellation)
    {
        RequireRoom();
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
        await Records.SaveAsync(feed, cancellation).ConfigureAwait(false);
        FeedRun run = new(feed, new FeedTape(feed.Id, source.Universe, LiveJournal.Begin(store.Journals, JournalId(feed.Id))));
        // The pace counts from here, not from when the pool finds a thread.
        long started = clock.GetTimestamp();
        Begin(feed.Id, run, stop => PlayAsync(run, source, stepsPerSecond, started, stop));
        return run.State();
    }

    /// <summary>What a feed carries and its journal, for consumers inside the server.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<(FeedUniverse Universe, LiveJournal Journal)> OpenAsync(string id, CancellationToken cancellation)
    {
        FeedTape tape = await OpenTapeAsync(id, cancellation).ConfigureAwait(false);
        return (tape.Universe, tape.Journal);
    }

    /// <summary>The tape of a feed, for readers inside the server.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<FeedTape> OpenTapeAsync(string id, CancellationToken cancellation)
    {
        if (TryGetRunning(id, out FeedRun? run))
        {
            return run.Tape;
        }

        await Records.GetAsync(id, cancellation).ConfigureAwait(false);
        StoredDocument universe = await store.Documents.GetAsync(UniverseCollection, id, cancellation).ConfigureAwait(false) ?? throw new NotFoundException("feed", id);
        LiveJournal journal = await LiveJournal.ReadOnlyAsync(store.Journals, JournalId(id), cancellation).ConfigureAwait(false);
        return new FeedTape(id, FeedUniverse.Deserialize(universe.Body.Span), journal);
    }

    /// <summary>Messages of a feed for a subscriber, after its cursor and then live.</summary>
    public async IAsyncEnumerable<StreamBarsResponse> StreamAsync(StreamBarsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string id = Required.Text(request.FeedId, "feed_id");
        Timeframe? timeframe = InstrumentMessages.ReadTimeframe(request.Timeframe, "timeframe");
        if (!Enum.IsDefined(request.Delivery))
        {
            throw new InvalidInputException("DELIVERY_UNKNOWN", "delivery", $"{(int)request.Delivery} is not a delivery this server knows.");
        }

        FeedTape feed = await OpenTapeAsync(id, cancellation).ConfigureAwait(false);
        HashSet<int> wanted = [.. request.InstrumentIds.Select(feed.Universe.Universe.OrdinalOf)];
        (FeedTape tape, Task derived) = timeframe is { } length && !ResampledSlices.IsAsRecorded(feed.Universe, length)
            ? await _resampled.OpenAsync(feed, length, wanted, cancellation).ConfigureAwait(false)
            : (feed, Task.CompletedTask);
        long after = StreamCursor.Read(request.Cursor, tape.Id, tape.Journal.LastSequence);
        BarReader reader = new(
            tape, wanted, request.Delivery == BarDelivery.Conflated, request.IncludePartial, TimeSpan.FromSeconds(options.HeartbeatSeconds), clock);
        await foreach (StreamBarsResponse message in reader.ReadAsync(after, cancellation).ConfigureAwait(false))
        {
            yield return message;
        }

        await derived.ConfigureAwait(false);
        Feed ended = await GetAsync(id, cancellation).ConfigureAwait(false);
        StreamBarsResponse end = tape.Messages.Empty(reader.LastSequence);
        end.FeedEnd = new FeedEnd { State = ended.State };
        yield return end;
    }

    /// <inheritdoc />
    public override async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await base.StoppingAsync(cancellationToken).ConfigureAwait(false);
        await _resampled.DrainAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override string IdOf(Feed state) => state.Id;

    /// <inheritdoc />
    protected override bool IsRunning(Feed state) => state.State == FeedState.Running;

    /// <inheritdoc />
    protected override async Task EndLeftOverAsync(Feed state, CancellationToken cancellation)
    {
        (state.State, state.Failure) = (FeedState.Stopped, "The server stopped while the feed was running.");
        state.LastSequence = await store.Journals.LastSequenceAsync(JournalId(state.Id), cancellation).ConfigureAwait(false);
        await Records.SaveAsync(state, cancellation).ConfigureAwait(false);
    }

    private const string UniverseCollection = "feed-universes";

    private static string JournalId(string feedId) => $"feed/{feedId}";

    private async Task PlayAsync(FeedRun run, IFeedSource source, double stepsPerSecond, long started, CancellationToken stop)
    {
        (FeedState state, string failure) = (FeedState.Ended, "");
        try
        {
            await (source switch
            {
                ISliceSource steps => PlayStepsAsync(run, steps, stepsPerSecond, started, stop),
                ILiveSource live => PlayLiveAsync(run, live, stop),
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
        await Records.SaveAsync(final, CancellationToken.None).ConfigureAwait(false);
        run.Tape.Journal.End();
    }

    private static ValueTask CloseAsync(IFeedSource source) => source is IAsyncDisposable held ? held.DisposeAsync() : ValueTask.CompletedTask;

    private static async Task PlayLiveAsync(FeedRun run, ILiveSource source, CancellationToken cancellation)
    {
        List<JournalEntry> entries = [];
        await foreach (LiveStep step in source.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (step.IsForming)
            {
                MarketEvent forming = step.Slice.Events.Span[0];
                run.Tape.Forming.Set(forming.Instrument, forming.Bar, step.Slice.KnownTime);
                continue;
            }

            if (step.Gap is { } gap)
            {
                entries.Add(FeedEvents.Gap(gap, step.Slice.KnownTime, run.Tape.Journal.LastSequence));
            }
            else
            {
                FeedEvents.Append(entries, step.Slice, run.Tape.Journal.LastSequence);
            }

            await run.Tape.Journal.AppendAsync(entries, CancellationToken.None).ConfigureAwait(false);
            run.Advance(entries[^1].Sequence, entries[^1].EventTime);
            ClearForming(run.Tape, step);
            entries.Clear();
        }
    }

    // A bar that was recorded is no longer under way; what is known of one whose upstream was lost is stale.
    private static void ClearForming(FeedTape tape, in LiveStep step)
    {
        foreach (ref readonly MarketEvent recorded in step.Slice.Events.Span)
        {
            tape.Forming.Clear(recorded.Instrument, recorded.Stamp);
        }

        if (step.Gap is { Kind: GapKind.Lost } gap)
        {
            tape.Forming.Clear(tape.Universe.Universe.OrdinalOf(gap.InstrumentId), long.MaxValue);
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

                FeedEvents.Append(batch, slice, batch.Count > 0 ? batch[^1].Sequence : run.Tape.Journal.LastSequence);
                steps++;
            }

            if (batch.Count > 0)
            {
                await run.Tape.Journal.AppendAsync(batch, CancellationToken.None).ConfigureAwait(false);
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
