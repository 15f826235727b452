using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Google.Protobuf;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Data;
using Tradewind.Server.Hosting;
using Tradewind.Server.Jobs;
using Tradewind.Server.Live.Forecasts;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Server.StrategyConfigurations;
using Tradewind.Storage;
using Tradewind.V1;
using Signal = Tradewind.Domain.Strategies.Signal;

namespace Tradewind.Server.Live;

/// <summary>Runs strategies on feeds and records their signals, so that subscribers can resume.</summary>
internal sealed class SignalHub(
    IStore store, FeedHub feeds, PortfolioReader portfolios, ServerOptions options, TimeProvider clock,
    StrategyConfigurationDirectory configurations, StrategyDirectory strategies, LiveForecastReader forecastReader, ILogger<SignalHub> logger)
    : LiveHub<SignalRun, SignalStream>(
        new(store, clock, "signal-streams", "signal stream", stream => (stream.Id, stream.CreateTime)), options.MaxLiveRuns, "SIGNAL_STREAM_LIMIT",
        "signal streams are running already. Stop one first (StopSignalStream).")
{
    /// <summary>Starts a strategy on a feed.</summary>
    public async Task<SignalStream> StartAsync(StartSignalStreamRequest request, CancellationToken cancellation)
    {
        StrategySpec spec = Required.Message(configurations.Complete(request.Strategy, "strategy"), "strategy");
        (FeedUniverse carried, LiveJournal feed) = await feeds.OpenAsync(Required.Text(request.FeedId, "feed_id"), cancellation).ConfigureAwait(false);
        (StrategySpec? whole, FeedUniverse universe, LiveForecasts? forecasts) = await forecastReader.OpenAsync(spec, carried, "strategy", cancellation).ConfigureAwait(false);
        try
        {
            SignalRunner runner = new(universe.Universe, StrategySpecReader.Create(strategies, whole!, universe.Universe, "strategy"));
            WarmUpHistory history = await ReadHistoryAsync(portfolios, carried, request.WarmUp, cancellation).ConfigureAwait(false);
            RequireRoom();

            SignalStream stream = new()
            {
                Id = Identifiers.New("sig", clock),
                FeedId = request.FeedId,
                Strategy = whole,
                State = SignalStreamState.Running,
                CreateTime = ProtoTime.Now(clock),
                Simulated = universe.Simulated,
            };
            await Records.SaveAsync(stream, cancellation).ConfigureAwait(false);
            SignalRun run = new(stream, LiveJournal.Begin(store.Journals, JournalId(stream.Id)));
            Begin(stream.Id, run, stop => RunAsync(run, universe, runner, forecasts, MarketSteps.FollowAsync(feed, history, forecasts, clock, stop), stop));
            return run.State();
        }
        catch
        {
            forecasts?.Dispose();
            throw;
        }
    }

    /// <summary>Messages of a signal stream for a subscriber, after its cursor and then live.</summary>
    public async IAsyncEnumerable<SubscribeSignalsResponse> SubscribeAsync(string id, string cursor, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SignalStream stream = TryGetRunning(id, out SignalRun? run) ? run.State() : await Records.GetAsync(id, cancellation).ConfigureAwait(false);
        LiveJournal journal = run?.Journal ?? await LiveJournal.ReadOnlyAsync(store.Journals, JournalId(id), cancellation).ConfigureAwait(false);
        long after = StreamCursor.Read(cursor, id, journal.LastSequence);
        await foreach (JournalEntry? entry in journal.FollowAsync(after, TimeSpan.FromSeconds(options.HeartbeatSeconds), clock, cancellation).ConfigureAwait(false))
        {
            SubscribeSignalsResponse message = new() { Simulated = stream.Simulated };
            if (entry is null)
            {
                (message.EventTime, message.Heartbeat) = (ProtoTime.Now(clock), new Heartbeat { ServerTime = ProtoTime.Now(clock) });
            }
            else
            {
                after = entry.Sequence;
                (message.EventTime, message.Signal) = (ProtoTime.ToTimestamp(entry.EventTime), V1.Signal.Parser.ParseFrom(entry.Payload.Span));
            }

            (message.Sequence, message.Cursor) = (after, StreamCursor.At(id, after));
            yield return message;
        }

        SignalStream ended = await Records.GetAsync(id, cancellation).ConfigureAwait(false);
        yield return new SubscribeSignalsResponse
        {
            Sequence = after,
            Cursor = StreamCursor.At(id, after),
            EventTime = ProtoTime.Now(clock),
            Simulated = stream.Simulated,
            End = new SignalStreamEnd { State = ended.State },
        };
    }

    /// <summary>Reads the history that warms strategies up.</summary>
    public static async Task<WarmUpHistory> ReadHistoryAsync(
        PortfolioReader portfolios, FeedUniverse universe, IReadOnlyList<PortfolioMember> members, CancellationToken cancellation)
    {
        ImmutableArray<InstrumentSeries> series = members.Count == 0
            ? []
            : await portfolios.ReadMembersAsync(members, "warm_up", Interval.All, cancellation).ConfigureAwait(false);
        return new WarmUpHistory(universe.Universe, series, "warm_up");
    }

    /// <inheritdoc />
    protected override string IdOf(SignalStream state) => state.Id;

    /// <inheritdoc />
    protected override bool IsRunning(SignalStream state) => state.State == SignalStreamState.Running;

    /// <inheritdoc />
    protected override async Task EndLeftOverAsync(SignalStream state, CancellationToken cancellation)
    {
        (state.State, state.Failure) = (SignalStreamState.Stopped, "The server stopped while the signal stream was running.");
        state.LastSequence = await store.Journals.LastSequenceAsync(JournalId(state.Id), cancellation).ConfigureAwait(false);
        await Records.SaveAsync(state, cancellation).ConfigureAwait(false);
    }

    private static string JournalId(string id) => $"signals/{id}";

    private async Task RunAsync(
        SignalRun run, FeedUniverse universe, SignalRunner runner, LiveForecasts? forecasts, IAsyncEnumerable<MarketStep> market, CancellationToken stop)
    {
        (SignalStreamState state, string failure) = (SignalStreamState.Ended, "");
        try
        {
            await EvaluateAsync(run, universe, runner, market, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            state = SignalStreamState.Stopped;
        }
        catch (Exception error)
        {
            logger.LogError(error, "Signal stream {Stream} failed", run.State().Id);
            (state, failure) = (SignalStreamState.Failed, error.Message);
        }

        SignalStream final = run.Finish(state, failure);
        await Records.SaveAsync(final, CancellationToken.None).ConfigureAwait(false);
        run.Journal.End();
        forecasts?.Dispose();
    }

    private static async Task EvaluateAsync(
        SignalRun run, FeedUniverse universe, SignalRunner runner, IAsyncEnumerable<MarketStep> market, CancellationToken cancellation)
    {
        LastCloses closes = new(universe.Universe);
        await foreach (MarketStep step in market.ConfigureAwait(false))
        {
            closes.Update(step.Slice);
            IReadOnlyList<Signal> signals = runner.Process(step.Slice);
            if (step.IsPast)
            {
                continue;
            }

            long sequence = run.Journal.LastSequence;
            List<JournalEntry> entries = [];
            foreach (Signal signal in signals)
            {
                V1.Signal message = TradingMessages.From(signal, closes.Of(signal.InstrumentOrdinal));
                entries.Add(new JournalEntry(++sequence, signal.Time, "signal", message.ToByteArray()));
            }

            await run.Journal.AppendAsync(entries, CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }
}
