using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Server.Connectors;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>
/// The newest quote or book of each symbol that its one reader has not seen yet. Memory is bounded by the symbols: what comes before the reader
/// took the last takes its place and is counted. Losses and returns of the source are never left out.
/// </summary>
/// <param name="symbols">Symbols, each once.</param>
/// <param name="depth">Levels of a book a side.</param>
/// <param name="clock">Time.</param>
internal sealed class QuoteBoard(IReadOnlyList<string> symbols, int depth, TimeProvider clock) : ILiveReader
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Slot> _slots = symbols.ToDictionary(symbol => symbol, symbol => new Slot(symbol), StringComparer.Ordinal);

    // Each slot stands in it once at most.
    private readonly Channel<Slot> _waiting = Channel.CreateUnbounded<Slot>(new UnboundedChannelOptions { SingleReader = true });

    /// <inheritdoc />
    public void Offer(in LiveUpdate update)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue(update.Symbol, out Slot? slot))
            {
                return;
            }

            switch (update.Kind)
            {
                case LiveUpdateKind.Ticks:
                    Take(slot, update.Ticks!);
                    break;
                case LiveUpdateKind.Active:
                    (slot.Resumed, slot.IsLost) = (slot.Resumed || slot.IsLost, false);
                    break;
                case LiveUpdateKind.Lost:
                    slot.Drop();
                    (slot.Lost, slot.IsLost, slot.Resumed) = (update.Error ?? new ConnectorError(), true, false);
                    break;
                case LiveUpdateKind.Ended:
                    slot.Drop();
                    slot.Ended = update.Error ?? new ConnectorError();
                    break;
            }

            Queue(slot);
        }
    }

    /// <summary>Waits for what comes next; null when nothing came for a while.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<QuoteNews?> NextAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (_waiting.Reader.TryRead(out Slot? slot))
        {
            return Take(slot);
        }

        using CancellationTokenSource quiet = new(patience, clock);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, quiet.Token);
        try
        {
            return Take(await _waiting.Reader.ReadAsync(stop.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Take(Slot slot, LiveTicks ticks)
    {
        Timestamp received = ProtoTime.Now(clock);
        foreach (TickQuote quote in ticks.Quotes)
        {
            slot.Offer(QuoteCheck.Read(slot.Symbol, quote, received) is { } read ? new StreamQuotesResponse { Quote = read } : null, quote.Time);
        }

        foreach (TickBook book in ticks.Books)
        {
            slot.Offer(QuoteCheck.Read(slot.Symbol, book, depth, received) is { } read ? new StreamQuotesResponse { Book = read } : null, book.Time);
        }
    }

    private QuoteNews Take(Slot slot)
    {
        lock (_gate)
        {
            slot.IsQueued = false;
            QuoteNews news = slot.Take();
            Queue(slot);
            return news;
        }
    }

    private void Queue(Slot slot)
    {
        if (!slot.IsQueued && slot.HasNews)
        {
            slot.IsQueued = true;
            _waiting.Writer.TryWrite(slot);
        }
    }

    /// <summary>What is new of one symbol, told in the order loss, return, quote, refusal.</summary>
    private sealed class Slot(string symbol)
    {
        private StreamQuotesResponse? _newest;
        private Timestamp? _time;
        private long _conflated;
        private long _rejected;

        public string Symbol => symbol;

        public bool IsQueued { get; set; }

        public bool IsLost { get; set; }

        public bool Resumed { get; set; }

        public ConnectorError? Lost { get; set; }

        public ConnectorError? Ended { get; set; }

        public bool HasNews => _newest is not null || Resumed || Lost is not null || Ended is not null;

        public void Offer(StreamQuotesResponse? message, Timestamp? time)
        {
            if (message is null || (time is not null && _time is not null && time < _time))
            {
                _rejected++;
                return;
            }

            _conflated += _newest is null ? 0 : 1;
            (_newest, _time) = (message, time ?? _time);
        }

        // After a loss the source may send again what it sent before.
        public void Drop() => (_conflated, _newest, _time) = (_conflated + (_newest is null ? 0 : 1), null, null);

        public QuoteNews Take()
        {
            if (Lost is { } lost)
            {
                Lost = null;
                return Gap(QuoteGapKind.Lost, lost.Message, null);
            }

            if (Resumed)
            {
                Resumed = false;
                return Gap(QuoteGapKind.Resumed, "", null);
            }

            if (_newest is { } newest)
            {
                (newest.ConflatedCount, newest.RejectedCount) = (_conflated, _rejected);
                (_newest, _conflated, _rejected) = (null, 0, 0);
                return new QuoteNews(newest);
            }

            (ConnectorError error, Ended) = (Ended!, null);
            return Gap(QuoteGapKind.Ended, error.Message, error);
        }

        private QuoteNews Gap(QuoteGapKind kind, string message, ConnectorError? error) =>
            new(new StreamQuotesResponse { Gap = new QuoteGap { Symbol = symbol, Kind = kind, Message = message } }, error);
    }
}
