using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Domain.Errors;
using Tradewind.Server.Connectors;
using Tradewind.Server.Hosting;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Sources.Caching;
using Tradewind.Sources.Connectors;
using Tradewind.V1;
using CacheStatistics = Tradewind.Sources.Caching.CacheStatistics;

namespace Tradewind.Server.Live;

/// <summary>Quotes and books of connectors, as they are now and as they change. They are not recorded.</summary>
internal sealed class QuoteHub(ConnectorHub hub, ServerOptions options, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    private const int MostKept = 1000;
    private const int MostLevels = 1000;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(30);

    private readonly RequestCoalescer<Quote> _quotes = new(MostKept, DataLifetime.Quote, clock);
    private readonly TtlCache<string, Quote> _last = new(MostKept, DataLifetime.StaleQuote, clock);

    /// <summary>What the memory of quotes has done.</summary>
    public CacheStatistics Statistics => _quotes.Statistics;

    /// <summary>The present quote; the last one seen where the source does not answer.</summary>
    /// <exception cref="ConnectorException">The source refused, or does not answer and nothing was seen of the symbol lately.</exception>
    public async Task<GetQuoteResponse> GetAsync(GetQuoteRequest request, CancellationToken cancellation)
    {
        ConnectorAddress address = ConnectorAddress.Parse(Required.Text(request.Connector, "connector"), "connector");
        string symbol = ConnectorSymbols.Read([request.Symbol], "symbol")[0];
        TimeSpan timeout = ReadTimeout(request.Timeout);
        try
        {
            Quote quote = await _quotes.ExecuteAsync(
                Key(address, symbol), token => FetchAsync(address, symbol, timeout, token), lifetime: null, cancellation).ConfigureAwait(false);
            return Answer(quote, stale: false, "");
        }
        catch (ConnectorException error) when (IsPassing(error.Kind) && _last.TryGet(Key(address, symbol), out Quote? last))
        {
            return Answer(last, stale: true, error.Message);
        }
    }

    /// <summary>Quotes or books as they change.</summary>
    /// <exception cref="ConnectorException">The source refused every symbol, or the server stops.</exception>
    public async IAsyncEnumerable<StreamQuotesResponse> StreamAsync(StreamQuotesRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ConnectorAddress address = ConnectorAddress.Parse(Required.Text(request.Connector, "connector"), "connector");
        ImmutableArray<string> symbols = ConnectorSymbols.Read(request.Symbols, "symbols");
        if (request.Depth is < 0 or > MostLevels)
        {
            throw new InvalidInputException("DEPTH_INVALID", "depth", $"must be from 0 to {MostLevels}, got {request.Depth}.");
        }

        ConnectorCapability capability = request.Depth == 0 ? ConnectorCapability.LiveQuotes : ConnectorCapability.LiveBook;
        using QuoteSubscriptions held = Subscribe(address, hub.Find(address, capability).Source, capability, symbols, request.Depth);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lifetime.ApplicationStopping);
        TimeSpan heartbeat = TimeSpan.FromSeconds(options.HeartbeatSeconds);
        (long sequence, int ended) = (0, 0);
        while (ended < symbols.Length)
        {
            QuoteNews? news = await NextAsync(held.Board, heartbeat, stop.Token, cancellation).ConfigureAwait(false);
            StreamQuotesResponse message = news?.Message ?? new StreamQuotesResponse { Heartbeat = new Heartbeat { ServerTime = ProtoTime.Now(clock) } };
            message.Sequence = ++sequence;
            Remember(address, message);
            yield return message;
            if (news?.Error is { } error && ++ended == symbols.Length)
            {
                throw ConnectorMessages.Exception(address, error);
            }
        }
    }

    // A stopping server must not wait for its readers.
    private static async ValueTask<QuoteNews?> NextAsync(QuoteBoard board, TimeSpan heartbeat, CancellationToken stop, CancellationToken cancellation)
    {
        try
        {
            return await board.NextAsync(heartbeat, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new ConnectorException(ConnectorErrorKind.Unavailable, "The server is stopping. Subscribe again when it is back.");
        }
    }

    private async Task<Quote> FetchAsync(ConnectorAddress address, string symbol, TimeSpan timeout, CancellationToken cancellation)
    {
        ConnectorSource source = hub.Find(address).Source;
        // The best levels of a book are as good.
        ConnectorCapability capability = source.Capabilities.Contains(ConnectorCapability.LiveQuotes) || !source.Capabilities.Contains(ConnectorCapability.LiveBook)
            ? ConnectorCapability.LiveQuotes
            : ConnectorCapability.LiveBook;
        source = hub.Find(address, capability).Source;
        using QuoteSubscriptions held = Subscribe(address, source, capability, [symbol], depth: capability == ConnectorCapability.LiveBook ? 1 : 0);
        while (await held.Board.NextAsync(timeout, cancellation).ConfigureAwait(false) is { } news)
        {
            Remember(address, news.Message);
            switch (news.Message.EventCase)
            {
                case StreamQuotesResponse.EventOneofCase.Quote:
                    return news.Message.Quote;
                case StreamQuotesResponse.EventOneofCase.Book:
                    return QuoteCheck.Best(news.Message.Book);
                case StreamQuotesResponse.EventOneofCase.Gap when news.Error is not null:
                    throw ConnectorMessages.Exception(address, news.Error);
                case StreamQuotesResponse.EventOneofCase.Gap when news.Message.Gap.Kind == QuoteGapKind.Lost:
                    throw new ConnectorException(ConnectorErrorKind.Unavailable, $"{address} has lost {symbol}. {news.Message.Gap.Message}");
            }
        }

        throw new ConnectorException(
            ConnectorErrorKind.Timeout, FormattableString.Invariant($"{address} sent no quote of {symbol} in {timeout.TotalSeconds:0.#} s. Allow more time, or look at its log."));
    }

    private QuoteSubscriptions Subscribe(ConnectorAddress address, ConnectorSource source, ConnectorCapability capability, ImmutableArray<string> symbols, int depth) =>
        QuoteSubscriptions.Open(hub, address, symbols.Select(symbol => new SubscribeOrder
        {
            Source = source.Name, Symbol = symbol, Capability = capability, Depth = depth,
        }), new QuoteBoard(symbols, depth, clock));

    private void Remember(ConnectorAddress address, StreamQuotesResponse message)
    {
        if ((message.Quote ?? (message.Book is { } book ? QuoteCheck.Best(book) : null)) is { } quote)
        {
            _last.Set(Key(address, quote.Symbol), quote);
        }
    }

    private GetQuoteResponse Answer(Quote quote, bool stale, string message) => new()
    {
        Quote = quote,
        Stale = stale,
        Age = Duration.FromTimeSpan(clock.GetUtcNow() - quote.ReceiveTime.ToDateTimeOffset()),
        Message = message,
    };

    // What the source refuses outright was never right; an old quote must not hide that.
    private static bool IsPassing(ConnectorErrorKind kind) => kind is ConnectorErrorKind.Unavailable or ConnectorErrorKind.Timeout
        or ConnectorErrorKind.RateLimited or ConnectorErrorKind.Malformed or ConnectorErrorKind.Internal;

    private static string Key(ConnectorAddress address, string symbol) => $"{address}\n{symbol}";

    private static TimeSpan ReadTimeout(Duration? timeout) => timeout is null ? DefaultTimeout
        : timeout.ToTimeSpan() is var given && given > TimeSpan.Zero && given <= LongestTimeout ? given
        : throw new InvalidInputException("TIMEOUT_INVALID", "timeout", $"must be above 0 and at most {LongestTimeout.TotalSeconds} s, got {timeout.ToTimeSpan()}.");
}
