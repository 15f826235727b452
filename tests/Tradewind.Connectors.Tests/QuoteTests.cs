using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>Quotes and books over gRPC: asked for once, and streamed.</summary>
public sealed class QuoteTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ShiftedClock _clock = new();
    private TestServer _server = null!;
    private ScriptedConnector _connector = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(clock: _clock);
        _connector = await AttachAsync();
    }

    public async Task DisposeAsync()
    {
        await _connector.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_quote_is_fetched_once_for_all_who_ask_within_a_second()
    {
        Task<GetQuoteResponse> first = GetAsync(), second = GetAsync();
        SubscribeOrder order = await _connector.SubscriptionAsync();
        Assert.Equal((ConnectorCapability.LiveQuotes, "BTC/USDT"), (order.Capability, order.Symbol));
        await _connector.PhaseAsync(order, SubscriptionPhase.Active);
        await _connector.QuoteAsync(order, 99.5, 100.5);

        GetQuoteResponse[] answers = [await first, await second, await GetAsync()];

        Assert.Equal(order.SubscriptionId, (await _connector.NextAsync(message => message.Unsubscribe)).SubscriptionId);
        Assert.Single(answers.Select(answer => answer.Quote).Distinct());
        Quote quote = answers[0].Quote;
        Assert.Equal(("BTC/USDT", 99.5, 2.0, 100.5, 3.0), (quote.Symbol, quote.BidPrice, quote.BidQuantity, quote.AskPrice, quote.AskQuantity));
        Assert.All(answers, answer => Assert.Equal((false, ""), (answer.Stale, answer.Message)));
        CacheStatistics memory = (await _server.Data.ListCachesAsync(new ListCachesRequest())).Caches.Single(cache => cache.Name == "quotes");
        Assert.Equal((1, 2, 0), (memory.MissCount, memory.HitCount, memory.ErrorCount));
    }

    [Fact]
    public async Task When_the_source_is_down_the_last_quote_comes_marked_as_stale_with_its_age_for_a_day()
    {
        await QuoteOnceAsync(99.5, 100.5);
        await LeaveAsync();
        _clock.Shift(TimeSpan.FromSeconds(90));

        GetQuoteResponse stale = await GetAsync();

        Assert.True(stale.Stale);
        Assert.Equal((99.5, 100.5), (stale.Quote.BidPrice, stale.Quote.AskPrice));
        Assert.InRange(stale.Age.ToTimeSpan(), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(90) + Patience);
        Assert.Contains("not attached", stale.Message, StringComparison.Ordinal);

        _clock.Shift(TimeSpan.FromDays(1));
        await Refused.AsAsync(StatusCode.Unavailable, "CONNECTOR_UNAVAILABLE", null, GetAsync);
    }

    [Fact]
    public async Task A_source_that_does_not_answer_in_time_is_down_and_one_that_refuses_the_symbol_is_not()
    {
        await QuoteOnceAsync(1, 2);
        _clock.Shift(TimeSpan.FromSeconds(5));
        GetQuoteResponse late = await _server.Data.GetQuoteAsync(
            new GetQuoteRequest { Connector = ScriptedConnector.Address, Symbol = "BTC/USDT", Timeout = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(20)) });
        Assert.True(late.Stale);
        Assert.Contains("no quote", late.Message, StringComparison.Ordinal);
        await _connector.SubscriptionAsync();

        Task<GetQuoteResponse> refused = GetAsync();
        await _connector.PhaseAsync(await _connector.SubscriptionAsync(), SubscriptionPhase.Ended, ConnectorErrorCode.InvalidSymbol);
        await Refused.AsInvalidAsync("CONNECTOR_INVALID_SYMBOL", null, () => refused);
    }

    [Fact]
    public async Task A_source_without_quotes_is_asked_for_its_book()
    {
        await using ScriptedConnector books = await ScriptedConnector.AttachAsync(_server, hello =>
        {
            hello.Name = "books";
            hello.Sources[0].Capabilities.Add(ConnectorCapability.LiveBook);
        });
        Task<GetQuoteResponse> asked = _server.Data.GetQuoteAsync(new GetQuoteRequest { Connector = "books", Symbol = "BTC/USDT" }).ResponseAsync;
        SubscribeOrder order = await books.SubscriptionAsync();
        Assert.Equal((ConnectorCapability.LiveBook, 1), (order.Capability, order.Depth));
        await books.BookAsync(order, [99, 98], [101, 102]);

        Quote quote = (await asked).Quote;

        Assert.Equal((99.0, 101.0, 1.0), (quote.BidPrice, quote.AskPrice, quote.AskQuantity));
    }

    [Fact]
    public async Task Quotes_stream_in_order_without_those_that_cannot_be_right_and_a_loss_is_told_in_band()
    {
        using AsyncServerStreamingCall<StreamQuotesResponse> stream = Stream(0, "BTC/USDT", "ETH/USDT");
        SubscribeOrder[] orders = [await _connector.SubscriptionAsync(), await _connector.SubscriptionAsync()];
        await _connector.PhaseAsync(orders[0], SubscriptionPhase.Active);
        await _connector.QuoteAsync(orders[0], 99, 101);
        StreamQuotesResponse first = await NextAsync(stream);
        Assert.Equal((1, "BTC/USDT", 99.0, 0, 0), (first.Sequence, first.Quote.Symbol, first.Quote.BidPrice, first.ConflatedCount, first.RejectedCount));

        // Crossed, no number, and from before the last.
        await _connector.QuoteAsync(orders[0], 102, 101);
        await _connector.QuoteAsync(orders[0], double.NaN, 101);
        await _connector.QuoteAsync(orders[0], 98, 101, DateTime.UtcNow.AddMinutes(-1));
        await _connector.QuoteAsync(orders[0], 100, null);
        StreamQuotesResponse second = await NextAsync(stream);
        Assert.Equal((2, 100.0, false, 3), (second.Sequence, second.Quote.BidPrice, second.Quote.HasAskPrice, second.RejectedCount));

        _connector.Vanish();
        StreamQuotesResponse[] lost = [await NextAsync(stream), await NextAsync(stream)];
        Assert.All(lost, message => Assert.Equal(QuoteGapKind.Lost, message.Gap.Kind));
        Assert.Equal(["BTC/USDT", "ETH/USDT"], lost.Select(message => message.Gap.Symbol).Order());

        _connector = await AttachAsync();
        SubscribeOrder[] again = [await _connector.SubscriptionAsync(), await _connector.SubscriptionAsync()];
        await _connector.PhaseAsync(again[1], SubscriptionPhase.Active);
        Assert.Equal((QuoteGapKind.Resumed, again[1].Symbol), ((await NextAsync(stream)) is { } back ? (back.Gap.Kind, back.Gap.Symbol) : default));
        await _connector.QuoteAsync(again[1], 7, 8);
        Assert.Equal((again[1].Symbol, 7.0), ((await NextAsync(stream)).Quote is { } quote ? (quote.Symbol, quote.BidPrice) : default));
    }

    [Fact]
    public async Task A_second_reader_shares_the_subscription_and_begins_with_the_present_quote()
    {
        using AsyncServerStreamingCall<StreamQuotesResponse> first = Stream(0, "BTC/USDT");
        SubscribeOrder order = await _connector.SubscriptionAsync();
        await _connector.QuoteAsync(order, 5, 6);
        await NextAsync(first);

        using AsyncServerStreamingCall<StreamQuotesResponse> second = Stream(0, "BTC/USDT");

        Assert.Equal(5, (await NextAsync(second)).Quote.BidPrice);
        await _connector.QuoteAsync(order, 6, 7);
        Assert.Equal((6, 6), ((await NextAsync(first)).Quote.BidPrice, (await NextAsync(second)).Quote.BidPrice));
    }

    [Fact]
    public async Task Books_come_with_the_levels_asked_for()
    {
        using AsyncServerStreamingCall<StreamQuotesResponse> stream = Stream(2, "BTC/USDT");
        SubscribeOrder order = await _connector.SubscriptionAsync();
        Assert.Equal((ConnectorCapability.LiveBook, 2), (order.Capability, order.Depth));
        await _connector.BookAsync(order, [99, 99, 98], [101, 102]);
        await _connector.BookAsync(order, [99, 98, 97], [101, 102, 103]);

        StreamQuotesResponse message = await NextAsync(stream);

        Assert.Equal(1, message.RejectedCount);
        Assert.Equal([99, 98], message.Book.Bids.Select(level => level.Price));
        Assert.Equal([101, 102], message.Book.Asks.Select(level => level.Price));
        Assert.NotNull(message.Book.ReceiveTime);
    }

    [Fact]
    public async Task A_source_that_refuses_every_symbol_ends_the_stream_with_its_error()
    {
        using AsyncServerStreamingCall<StreamQuotesResponse> stream = Stream(0, "NOPE/USDT", "BTC/USDT");
        await _connector.PhaseAsync(await _connector.SubscriptionAsync(), SubscriptionPhase.Ended, ConnectorErrorCode.InvalidSymbol);
        StreamQuotesResponse refused = await NextAsync(stream);
        Assert.Equal((QuoteGapKind.Ended, "NOPE/USDT"), (refused.Gap.Kind, refused.Gap.Symbol));
        await _connector.PhaseAsync(await _connector.SubscriptionAsync(), SubscriptionPhase.Ended, ConnectorErrorCode.Authentication);
        await NextAsync(stream);

        TradewindError error = TradewindError.From(await Assert.ThrowsAsync<RpcException>(() => NextAsync(stream)));

        Assert.Equal((StatusCode.FailedPrecondition, "CONNECTOR_AUTHENTICATION"), (error.Status, error.Reason));
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_with_the_field()
    {
        await Refused.AsInvalidAsync("SYMBOLS_INVALID", "symbols", () => NextAsync(Stream(0)));
        await Refused.AsInvalidAsync("DEPTH_INVALID", "depth", () => NextAsync(Stream(1001, "BTC/USDT")));
        await Refused.AsInvalidAsync("SYMBOLS_INVALID", "symbol[0]", () => GetAsync(""));
        await Refused.AsInvalidAsync("CONNECTOR_ADDRESS_INVALID", "connector", () => _server.Data.GetQuoteAsync(new GetQuoteRequest { Connector = "No Good", Symbol = "X" }).ResponseAsync);
        await Refused.AsInvalidAsync("TIMEOUT_INVALID", "timeout", () => _server.Data.GetQuoteAsync(
            new GetQuoteRequest { Connector = "script", Symbol = "X", Timeout = Duration.FromTimeSpan(TimeSpan.FromMinutes(1)) }).ResponseAsync);
        await using ScriptedConnector plain = await ScriptedConnector.AttachAsync(_server, hello => hello.Name = "plain");
        await Refused.AsInvalidAsync("CONNECTOR_UNSUPPORTED", null, () => _server.Data.GetQuoteAsync(new GetQuoteRequest { Connector = "plain", Symbol = "X" }).ResponseAsync);
    }

    [Fact]
    public async Task A_server_that_stops_ends_the_streams_of_quotes()
    {
        using AsyncServerStreamingCall<StreamQuotesResponse> stream = Stream(0, "BTC/USDT");
        SubscribeOrder order = await _connector.SubscriptionAsync();
        await _connector.QuoteAsync(order, 5, 6);
        await NextAsync(stream);

        Task stopping = _server.StopAsync();
        TradewindError error = TradewindError.From(await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true)
            {
                await NextAsync(stream);
            }
        }));
        await stopping.WaitAsync(Patience);

        Assert.Equal(StatusCode.Unavailable, error.Status);
    }

    private Task<ScriptedConnector> AttachAsync() => ScriptedConnector.AttachAsync(
        _server, hello => hello.Sources[0].Capabilities.Add([ConnectorCapability.LiveQuotes, ConnectorCapability.LiveBook]));

    private Task<GetQuoteResponse> GetAsync() => GetAsync("BTC/USDT");

    private Task<GetQuoteResponse> GetAsync(string symbol) =>
        _server.Data.GetQuoteAsync(new GetQuoteRequest { Connector = ScriptedConnector.Address, Symbol = symbol }).ResponseAsync;

    private AsyncServerStreamingCall<StreamQuotesResponse> Stream(int depth, params string[] symbols) =>
        _server.Data.StreamQuotes(new StreamQuotesRequest { Connector = ScriptedConnector.Address, Depth = depth, Symbols = { symbols } });

    private async Task QuoteOnceAsync(double bid, double ask)
    {
        Task<GetQuoteResponse> asked = GetAsync();
        SubscribeOrder order = await _connector.SubscriptionAsync();
        await _connector.QuoteAsync(order, bid, ask);
        await asked;
    }

    private async Task LeaveAsync()
    {
        await _connector.DisposeAsync();
        using CancellationTokenSource patience = new(Patience);
        while ((await _server.Client.Connectors.GetConnectorAsync(new GetConnectorRequest { Connector = ScriptedConnector.Name }, cancellationToken: patience.Token)).Connector.State
            != ConnectorState.Detached)
        {
            await Task.Yield();
        }
    }

    /// <summary>The next message that is no heartbeat.</summary>
    private static async Task<StreamQuotesResponse> NextAsync(AsyncServerStreamingCall<StreamQuotesResponse> stream)
    {
        using CancellationTokenSource patience = new(Patience);
        do
        {
            Assert.True(await stream.ResponseStream.MoveNext(patience.Token), "The stream ended.");
        }
        while (stream.ResponseStream.Current.Heartbeat is not null);
        return stream.ResponseStream.Current;
    }

    /// <summary>The system's time, and more where a test says so. Timers are the system's.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        private long _ticks;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

        public void Shift(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
    }
}
