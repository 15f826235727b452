using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Data;
using Tradewind.Server.Hosting;
using Tradewind.Server.Jobs;
using Tradewind.Server.Live.Forecasts;
using Tradewind.Server.Mapping;
using Tradewind.Server.Remote;
using Tradewind.Server.Requests;
using Tradewind.Server.StrategyConfigurations;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>
/// Runs paper sessions and keeps their ledgers. A session that is over is read from its record; one that a dead server left running is
/// rebuilt from its recorded inputs.
/// </summary>
internal sealed class PaperHub(
    IStore store, FeedHub feeds, PortfolioReader portfolios, ServerOptions options, TimeProvider clock,
    StrategyConfigurationDirectory configurations, StrategyDirectory strategies, LiveForecastReader forecastReader, ILogger<PaperHub> logger)
    : LiveHub<PaperRun, Session>(
        new(store, clock, "sessions", "session", session => (session.Id, session.CreateTime)), options.MaxLiveRuns, "SESSION_LIMIT",
        "sessions are running already. Stop one first (StopSession).")
{
    private const int PageSize = 512;

    /// <summary>Starts a session.</summary>
    public async Task<Session> CreateAsync(CreateSessionRequest request, CancellationToken cancellation)
    {
        (FeedUniverse carried, LiveJournal feed) = await feeds.OpenAsync(Required.Text(request.FeedId, "feed_id"), cancellation).ConfigureAwait(false);
        FeedUniverse universe = carried;
        if (request.Program is not null && request.Strategy is not null)
        {
            throw new InvalidInputException("STRATEGY_AMBIGUOUS", "program", "cannot be given together with strategy: one of them decides.");
        }

        (StrategySpec? spec, TradingSettings? settings) = configurations.Complete(request.Strategy, request.Settings, "strategy");
        (spec, universe, LiveForecasts? forecasts) = await forecastReader.OpenAsync(spec, universe, "strategy", cancellation).ConfigureAwait(false);
        try
        {
            return await BeginAsync(request, spec, settings, universe, new SessionMarket(feed, carried, forecasts), cancellation).ConfigureAwait(false);
        }
        catch
        {
            forecasts?.Dispose();
            throw;
        }
    }

    /// <summary>Hands a command to a running session; the order is on disk when the task completes.</summary>
    /// <exception cref="PreconditionException">The session has ended.</exception>
    public async Task<Order> SendAsync(string id, SessionCommand command, CancellationToken cancellation)
    {
        if (!TryGetRunning(id, out PaperRun? run))
        {
            Session ended = await Records.GetAsync(id, cancellation).ConfigureAwait(false);
            throw new PreconditionException("SESSION_NOT_RUNNING", $"The session {id} is {ended.State.ToString().ToLowerInvariant()}. Create a new one to trade.");
        }

        return TradingMessages.From(await run.SendAsync(command, cancellation).ConfigureAwait(false));
    }

    /// <summary>A running session whose program decides from outside of the server.</summary>
    /// <exception cref="PreconditionException">Reason <c>SESSION_NOT_RUNNING</c>: it has ended; <c>SESSION_NOT_REMOTE</c>: it has no program.</exception>
    public async Task<PaperRun> FindRemoteAsync(string id, CancellationToken cancellation)
    {
        if (TryGetRunning(id, out PaperRun? run))
        {
            return run.Seat is not null ? run : throw new PreconditionException(
                "SESSION_NOT_REMOTE", $"The session {id} was not created with a program. Create one with CreateSessionRequest.program.");
        }

        Session ended = await Records.GetAsync(id, cancellation).ConfigureAwait(false);
        throw new PreconditionException("SESSION_NOT_RUNNING", $"The session {id} is {ended.State.ToString().ToLowerInvariant()}. Create a new one to trade.");
    }

    /// <summary>A session after its end.</summary>
    public async Task<Session> EndedAsync(string id, PaperRun run, CancellationToken cancellation)
    {
        await run.Completion.WaitAsync(cancellation).ConfigureAwait(false);
        return await Records.GetAsync(id, cancellation).ConfigureAwait(false);
    }

    /// <summary>Everything a session did so far.</summary>
    public async Task<SessionBooks> ReadBooksAsync(string id, CancellationToken cancellation)
    {
        if (TryGetRunning(id, out PaperRun? run))
        {
            return run.Read(SessionBooks.Of);
        }

        await Records.GetAsync(id, cancellation).ConfigureAwait(false);
        StoredDocument document = await store.Documents.GetAsync(BooksCollection, id, cancellation).ConfigureAwait(false) ?? throw new NotFoundException("session", id);
        return SessionBooks.Deserialize(document.Body);
    }

    /// <summary>Messages of a session for a subscriber, after its cursor and then live.</summary>
    public async IAsyncEnumerable<StreamSessionEventsResponse> StreamAsync(string id, string cursor, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Session session = await GetAsync(id, cancellation).ConfigureAwait(false);
        LiveJournal journal = TryGetRunning(id, out PaperRun? run)
            ? run.Events
            : await LiveJournal.ReadOnlyAsync(store.Journals, EventsId(id), cancellation).ConfigureAwait(false);
        long after = StreamCursor.Read(cursor, id, journal.LastSequence);
        await foreach (JournalEntry? entry in journal.FollowAsync(after, TimeSpan.FromSeconds(options.HeartbeatSeconds), clock, cancellation).ConfigureAwait(false))
        {
            StreamSessionEventsResponse message = entry is null
                ? new StreamSessionEventsResponse { Heartbeat = new Heartbeat { ServerTime = ProtoTime.Now(clock) } }
                : StreamSessionEventsResponse.Parser.ParseFrom(entry.Payload.Span);
            after = entry?.Sequence ?? after;
            message.EventTime = entry is null ? ProtoTime.Now(clock) : ProtoTime.ToMarketTime(entry.EventTime);
            yield return Complete(message, session, after);
        }

        Session ended = await Records.GetAsync(id, cancellation).ConfigureAwait(false);
        yield return Complete(
            new StreamSessionEventsResponse { EventTime = ProtoTime.Now(clock), End = new SessionEnd { State = ended.State } }, session, after);
    }

    /// <summary>Runs the recorded inputs of an ended session through the engine again.</summary>
    /// <exception cref="PreconditionException">The session is still running, or another version of the engine kept its ledger.</exception>
    public async Task<(Session Session, SessionReplayResult Replay, long InputCount)> ReplayAsync(string id, CancellationToken cancellation)
    {
        if (TryGetRunning(id, out _))
        {
            throw new PreconditionException("SESSION_RUNNING", $"The session {id} is running. Stop it, then replay it.");
        }

        Session session = await Records.GetAsync(id, cancellation).ConfigureAwait(false);
        RequireThisEngine(session);
        (SessionReplayResult replay, long count) = await ReplayAsync(session, cancellation).ConfigureAwait(false);
        return (session, replay, count);
    }

    /// <inheritdoc />
    protected override string IdOf(Session state) => state.Id;

    /// <inheritdoc />
    protected override bool IsRunning(Session state) => state.State == SessionState.Running;

    /// <inheritdoc />
    protected override Task EndLeftOverAsync(Session state, CancellationToken cancellation) => RestoreAsync(state, cancellation);

    private const string BooksCollection = "session-books";
    private const string VersionBeforeItWasStored = "2";

    private static string InputsId(string id) => $"session/{id}/inputs";

    private static string EventsId(string id) => $"session/{id}/events";

    private static string AnswersId(string id) => $"session/{id}/answers";

    private static StreamSessionEventsResponse Complete(StreamSessionEventsResponse message, Session session, long sequence)
    {
        (message.Sequence, message.Cursor, message.Simulated) = (sequence, StreamCursor.At(session.Id, sequence), session.Simulated);
        return message;
    }

    private async Task<Session> BeginAsync(
        CreateSessionRequest request, StrategySpec? spec, TradingSettings? settings, FeedUniverse universe, SessionMarket market, CancellationToken cancellation)
    {
        RemoteSeat? seat = request.Program is null ? null : new RemoteSeat();
        (EngineOptions engine, IStrategy? strategy) = Read(settings, spec, request.Program, seat, universe);
        WarmUpHistory history = await SignalHub.ReadHistoryAsync(portfolios, market.Carried, request.WarmUp, cancellation).ConfigureAwait(false);
        RequireRoom();

        Session session = new()
        {
            Id = Identifiers.New("paper", clock),
            FeedId = request.FeedId,
            Strategy = spec,
            Settings = settings ?? new TradingSettings(),
            State = SessionState.Running,
            CreateTime = ProtoTime.Now(clock),
            Simulated = universe.Simulated,
            Program = request.Program,
            EngineVersion = EngineVersion.Current,
        };
        await Records.SaveAsync(session, cancellation).ConfigureAwait(false);
        SessionJournals journals = new(
            LiveJournal.Begin(store.Journals, InputsId(session.Id)), LiveJournal.Begin(store.Journals, EventsId(session.Id)),
            LiveJournal.Begin(store.Journals, AnswersId(session.Id)));
        PaperRun run = new(session, universe.Universe, engine, strategy, journals, seat);
        Begin(session.Id, run, stop => RunAsync(run, market, history, stop));
        return run.State();
    }

    private static void RequireThisEngine(Session session)
    {
        string recorded = session.EngineVersion.Length > 0 ? session.EngineVersion : VersionBeforeItWasStored;
        if (recorded != EngineVersion.Current)
        {
            throw new PreconditionException(
                "ENGINE_CHANGED",
                $"The ledger of {session.Id} was kept by version {recorded} of the engine, this server has version {EngineVersion.Current}: the two may differ for that " +
                "alone. Replay it with a server of its own version.");
        }
    }

    private async Task<(SessionReplayResult Replay, long InputCount)> ReplayAsync(Session session, CancellationToken cancellation)
    {
        FeedUniverse universe = await UniverseAsync(session, cancellation).ConfigureAwait(false);
        (EngineOptions engine, IStrategy? strategy) = Read(
            session.Settings, session.Strategy, session.Program, await DecisionsAsync(session, cancellation).ConfigureAwait(false), universe);
        List<EngineInput> inputs = await ReadInputsAsync(session.Id, cancellation).ConfigureAwait(false);
        SessionReplayResult result = await Task.Run(
            () => SessionReplay.Run(universe.Universe, engine, strategy, inputs, cancellation), cancellation).ConfigureAwait(false);
        return (result, inputs.Count);
    }

    // What a session saw: its feed, and for a model the fields of its forecasts, which are among its recorded inputs.
    private async Task<FeedUniverse> UniverseAsync(Session session, CancellationToken cancellation) => ForecastUniverse.Of(
        (await feeds.OpenAsync(session.FeedId, cancellation).ConfigureAwait(false)).Universe, session.Strategy, strategies);

    private (EngineOptions Engine, IStrategy? Strategy) Read(
        TradingSettings? settings, StrategySpec? strategy, RemoteProgram? program, IRemoteDecider? decider, FeedUniverse universe) => (
        TradingSettingsReader.Read(settings, "settings"),
        program is not null ? new RemoteStrategy(
                program.Name, RemoteTerms.Check(program.Name, program.BatchSize, program.StepDeadlineSeconds, "program").Batch, decider!, universe.Universe)
            : strategy is not null ? StrategySpecReader.Create(strategies, strategy, universe.Universe, "strategy")
            : null);

    // What a program decided in a session; null for other sessions.
    private async Task<IRemoteDecider?> DecisionsAsync(Session session, CancellationToken cancellation) => session.Program is null
        ? null
        : new RecordedDecisions(await ReadAllAsync(AnswersId(session.Id), RemoteAnswer.Parser.ParseFrom, cancellation).ConfigureAwait(false));

    private Task<List<EngineInput>> ReadInputsAsync(string id, CancellationToken cancellation) =>
        ReadAllAsync(InputsId(id), EngineInputFormat.Decode, cancellation);

    private async Task<List<T>> ReadAllAsync<T>(string journal, Decoder<T> decode, CancellationToken cancellation)
    {
        List<T> all = [];
        ImmutableArray<JournalEntry> page;
        do
        {
            page = await store.Journals.ReadAsync(journal, all.Count, PageSize, cancellation).ConfigureAwait(false);
            all.AddRange(page.Select(entry => decode(entry.Payload.Span)));
        }
        while (page.Length > 0);
        return all;
    }

    private delegate T Decoder<out T>(ReadOnlySpan<byte> payload);

    /// <summary>Brings one session to its end. One that cannot be read any more is marked as failed: it must not keep the server from starting.</summary>
    private async Task RestoreAsync(Session session, CancellationToken cancellation)
    {
        PaperRun? run = null;
        (SessionState state, string failure) = (SessionState.Stopped, "The server stopped while the session was running.");
        try
        {
            FeedUniverse universe = await UniverseAsync(session, cancellation).ConfigureAwait(false);
            (EngineOptions engine, IStrategy? strategy) = Read(
                session.Settings, session.Strategy, session.Program, await DecisionsAsync(session, cancellation).ConfigureAwait(false), universe);
            SessionJournals journals = new(
                await LiveJournal.ContinueAsync(store.Journals, InputsId(session.Id), cancellation).ConfigureAwait(false),
                await LiveJournal.ContinueAsync(store.Journals, EventsId(session.Id), cancellation).ConfigureAwait(false),
                await LiveJournal.ContinueAsync(store.Journals, AnswersId(session.Id), cancellation).ConfigureAwait(false));
            // What is restored is computed again from the first input on, so the ledger is this engine's whoever began it.
            session.EngineVersion = EngineVersion.Current;
            run = new PaperRun(session, universe.Universe, engine, strategy, journals);
            await run.RestoreAsync(await ReadInputsAsync(session.Id, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LogError(error, "Session {Session} cannot be restored", session.Id);
            (state, failure) = (SessionState.Failed, $"The server stopped while the session was running, and its record cannot be read: {error.Message}");
        }

        using (run)
        {
            (session.State, session.Failure) = (state, failure);
            await SaveBooksAsync(session.Id, run?.Read(SessionBooks.Of) ?? new SessionBooks([], [], []), cancellation).ConfigureAwait(false);
            await Records.SaveAsync(run?.Finish(state, failure) ?? session, cancellation).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(PaperRun run, SessionMarket market, WarmUpHistory history, CancellationToken stop)
    {
        (SessionState state, string failure) = (SessionState.Ended, "");
        try
        {
            state = await run.RunAsync(MarketSteps.FollowAsync(market.Feed, history, market.Forecasts, clock, stop), stop).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            logger.LogError(error, "Session {Session} failed", run.State().Id);
            (state, failure) = (SessionState.Failed, error.Message);
        }

        Session final = run.Finish(state, failure);
        await SaveBooksAsync(final.Id, run.Read(SessionBooks.Of), CancellationToken.None).ConfigureAwait(false);
        await Records.SaveAsync(final, CancellationToken.None).ConfigureAwait(false);
        run.Inputs.End();
        run.Events.End();
        run.Dispose();
        market.Forecasts?.Dispose();
    }

    /// <summary>Where the market of a session comes from.</summary>
    /// <param name="Feed">Events of the feed.</param>
    /// <param name="Carried">What the feed carries.</param>
    /// <param name="Forecasts">What a model adds to it; null for none.</param>
    private sealed record SessionMarket(LiveJournal Feed, FeedUniverse Carried, LiveForecasts? Forecasts);

    private Task SaveBooksAsync(string id, SessionBooks books, CancellationToken cancellation)
    {
        long now = ProtoTime.NowNanoseconds(clock);
        return store.Documents.PutAsync(new StoredDocument(BooksCollection, id, id, now, now, books.Serialize()), cancellation);
    }
}
