using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Server.Connectors;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Connectors;
using Tradewind.V1;
using Bar = Tradewind.Domain.Market.Bar;

namespace Tradewind.Server.Live;

/// <summary>
/// Live bars of a connector: history first where it was asked for, then bars as they close. A loss of the connector or of its source is
/// told, and when it is back the bars that were missed are fetched.
/// </summary>
internal sealed class ConnectorFeedSource : ILiveSource
{
    private readonly LiveSubscriptions _subscriptions;
    private readonly IConnectorClient _client;
    private readonly Timeframe _timeframe;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _settle;
    private readonly ImmutableArray<InstrumentSeries> _history;
    private readonly LiveSlices _slices;
    private readonly TradeBarBuilder?[] _builders;
    private readonly bool[] _lost;
    private readonly HashSet<int> _ended = [];

    /// <summary>Takes over subscriptions that are active.</summary>
    /// <param name="subscriptions">One a symbol.</param>
    /// <param name="client">Fetches missed bars.</param>
    /// <param name="timeframe">Bar length.</param>
    /// <param name="history">Series sent first; one a symbol, without rows where none are wanted.</param>
    /// <param name="settle">How long bars wait for those of other symbols.</param>
    /// <param name="clock">Time.</param>
    public ConnectorFeedSource(
        LiveSubscriptions subscriptions, IConnectorClient client, Timeframe timeframe, ImmutableArray<InstrumentSeries> history, TimeSpan settle, TimeProvider clock)
    {
        (_subscriptions, _client, _timeframe, _history, _settle, _clock) = (subscriptions, client, timeframe, history, settle, clock);
        Universe = FeedUniverse.Of(history);
        int count = Universe.Universe.Instruments.Length;
        _slices = new LiveSlices(count, timeframe);
        _builders = [.. Enumerable.Range(0, count).Select(_ => subscriptions.FromTrades ? new TradeBarBuilder(timeframe) : null)];
        _lost = new bool[count];
    }

    /// <inheritdoc />
    public FeedUniverse Universe { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<LiveStep> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        MarketEventStream past = new(Universe.Universe, _history, []);
        while (past.TryNext(out MarketSlice slice))
        {
            _slices.Note(slice);
            yield return LiveStep.Of(slice with { Events = slice.Events.ToArray() });
        }

        while (true)
        {
            LiveUpdate? update = await NextAsync(cancellation).ConfigureAwait(false);
            if (update is { } happened)
            {
                await foreach (LiveStep step in TakeAsync(happened, cancellation).ConfigureAwait(false))
                {
                    yield return step;
                }

                continue;
            }

            foreach (MarketSlice slice in CloseDue().Concat(_slices.Flush()))
            {
                yield return LiveStep.Of(slice);
            }
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _subscriptions.Dispose();
        return ValueTask.CompletedTask;
    }

    private long Now => ProtoTime.NowNanoseconds(_clock);

    /// <summary>The next update; null when bars have waited long enough for others, or built bars may be due.</summary>
    private async Task<LiveUpdate?> NextAsync(CancellationToken cancellation)
    {
        if (_subscriptions.Updates.TryRead(out LiveUpdate update))
        {
            return update;
        }

        if (!_slices.IsWaiting && !_subscriptions.FromTrades)
        {
            return await _subscriptions.Updates.ReadAsync(cancellation).ConfigureAwait(false);
        }

        using CancellationTokenSource settled = new(_settle, _clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, settled.Token);
        try
        {
            return await _subscriptions.Updates.ReadAsync(stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async IAsyncEnumerable<LiveStep> TakeAsync(LiveUpdate update, [EnumeratorCancellation] CancellationToken cancellation)
    {
        int instrument = Universe.Universe.OrdinalOf(update.Symbol);
        switch (update.Kind)
        {
            case LiveUpdateKind.Ticks:
                foreach (LiveStep step in TakeTicks(instrument, update.Ticks!))
                {
                    yield return step;
                }

                break;
            case LiveUpdateKind.Active:
                _slices.SetAlive(instrument, true);
                bool wasLost = _lost[instrument];
                _lost[instrument] = false;
                await foreach (LiveStep step in CatchUpAsync(instrument, wasLost, cancellation).ConfigureAwait(false))
                {
                    yield return step;
                }

                break;
            default:
                _slices.SetAlive(instrument, false);
                _builders[instrument]?.Reset();
                if (!_lost[instrument])
                {
                    _lost[instrument] = true;
                    yield return Gap(instrument, GapKind.Lost, _slices.NextOpen(instrument), update.Error?.Message ?? "");
                }

                if (update.Kind == LiveUpdateKind.Ended && _ended.Add(instrument) && _ended.Count == _lost.Length)
                {
                    throw ConnectorMessages.Exception(_client.Address, update.Error);
                }

                break;
        }
    }

    private IEnumerable<LiveStep> TakeTicks(int instrument, LiveTicks ticks)
    {
        foreach (TickBar tick in ticks.Bars)
        {
            if (ConnectorMessages.ToBar(tick.Bar) is not { } bar)
            {
                continue;
            }

            if (!tick.Final)
            {
                if (IsForming(instrument, bar))
                {
                    yield return LiveStep.OfForming(instrument, bar, Now);
                }

                continue;
            }

            foreach (MarketSlice slice in _slices.Add(instrument, bar, Now))
            {
                yield return LiveStep.Of(slice);
            }
        }

        if (_builders[instrument] is not { } builder || ticks.Trades.Count == 0)
        {
            yield break;
        }

        foreach (TickTrade trade in ticks.Trades)
        {
            if (trade.Time is not null && builder.TryAdd(ProtoTime.ToNanoseconds(trade.Time, "time"), trade.Price, trade.Quantity, out Bar bar))
            {
                foreach (MarketSlice slice in _slices.Add(instrument, bar, Now))
                {
                    yield return LiveStep.Of(slice);
                }
            }
        }

        if (builder.Forming is { } forming && IsForming(instrument, forming))
        {
            yield return LiveStep.OfForming(instrument, forming, Now);
        }
    }

    private bool IsForming(int instrument, in Bar bar) => !(bar.OpenTime < _slices.NextOpen(instrument));

    // Trades of the last moments may still be on their way, hence not up to now.
    private IEnumerable<MarketSlice> CloseDue()
    {
        for (int instrument = 0; instrument < _builders.Length; instrument++)
        {
            if (_builders[instrument] is { } builder && builder.TryClose(Now - (long)_settle.TotalNanoseconds, out Bar bar))
            {
                foreach (MarketSlice slice in _slices.Add(instrument, bar, Now))
                {
                    yield return slice;
                }
            }
        }
    }

    private async IAsyncEnumerable<LiveStep> CatchUpAsync(int instrument, bool wasLost, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long? from = _slices.NextOpen(instrument);
        GapKind outcome = GapKind.Filled;
        string message = "";
        if (from is { } start && start < Now)
        {
            List<Bar> missed = [];
            try
            {
                HistoryRequest request = new([Universe.Universe.Instruments[instrument].Id], _timeframe, start, Now);
                HistoryResult fetched = await _client.FetchHistoryAsync(request, progress: null, cancellation).ConfigureAwait(false);
                missed.AddRange(fetched.Series.SelectMany(series => Enumerable.Range(0, series.Count).Select(series.BarAt)));
                (outcome, message) = fetched.Failures.Length == 0 ? (outcome, message) : (GapKind.Unfilled, fetched.Failures[0].Message);
            }
            catch (ConnectorException error)
            {
                (outcome, message) = (GapKind.Unfilled, error.Message);
            }

            foreach (MarketSlice slice in _slices.AddLate(instrument, missed.Where(bar => _timeframe.End(bar.OpenTime) <= Now), Now))
            {
                yield return LiveStep.Of(slice);
            }
        }

        if (wasLost || outcome == GapKind.Unfilled)
        {
            yield return Gap(instrument, outcome, from, message);
        }
    }

    private LiveStep Gap(int instrument, GapKind kind, long? firstMissing, string message) => LiveStep.Of(
        new FeedGap
        {
            InstrumentId = Universe.Universe.Instruments[instrument].Id, Kind = kind, FirstMissingTime = ProtoTime.ToTimestamp(firstMissing), Message = message,
        },
        _slices.KnownTime == long.MinValue ? Now : _slices.KnownTime);
}
