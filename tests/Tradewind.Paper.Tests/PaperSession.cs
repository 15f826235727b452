using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>A session on a feed whose steps a test plays one by one.</summary>
internal sealed class PaperSession : IDisposable
{
    private readonly TestServer _server;
    private readonly SteppedClock _clock;
    private readonly AsyncServerStreamingCall<StreamSessionEventsResponse> _events;
    private int _orders;

    private PaperSession(TestServer server, SteppedClock clock, Feed feed, Session session)
    {
        (_server, _clock, Feed, Id) = (server, clock, feed, session.Id);
        _events = server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = Id });
    }

    public Feed Feed { get; }

    public string Id { get; }

    /// <summary>Events seen so far, heartbeats left out.</summary>
    public List<StreamSessionEventsResponse> Events { get; } = [];

    /// <summary>Starts a session on the bars of the test coin, one step at a time.</summary>
    public static async Task<PaperSession> StartAsync(
        TestServer server, SteppedClock clock, StrategySpec? strategy = null, TradingSettings? settings = null, StartFeedRequest? feed = null)
    {
        feed ??= new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(MarketData.Coin) }, StepsPerSecond = 1 } };
        Feed started = (await server.Data.StartFeedAsync(feed)).Feed;
        Session session = (await server.Paper.CreateSessionAsync(
            new CreateSessionRequest { FeedId = started.Id, Strategy = strategy, Settings = settings ?? new TradingSettings { MaxDrawdownFraction = 1 } })).Session;
        return new PaperSession(server, clock, started, session);
    }

    /// <summary>Plays bars and waits until the account was marked at each.</summary>
    /// <param name="bars">Bars to wait for.</param>
    /// <param name="steps">Steps that hold them, where the feed has steps without bars too; null for as many as bars.</param>
    public async Task PlayAsync(int bars, int? steps = null)
    {
        _clock.Advance(steps ?? bars);
        for (int marked = 0; marked < bars;)
        {
            marked += await NextAsync() is { Equity: not null } ? 1 : 0;
        }
    }

    /// <summary>Reads the event stream to its end.</summary>
    public async Task<StreamSessionEventsResponse> ReadToEndAsync()
    {
        StreamSessionEventsResponse message;
        do
        {
            message = await NextAsync();
        }
        while (message.End is null);
        return message;
    }

    /// <summary>Lets the whole feed play and waits for the end of the session.</summary>
    public async Task<Session> FinishAsync()
    {
        _clock.Advance(100_000);
        await ReadToEndAsync();
        return await GetAsync();
    }

    /// <summary>Sends an order.</summary>
    public async Task<Order> SendAsync(Action<SubmitOrderRequest> change) => (await _server.Paper.SubmitOrderAsync(Request(change))).Order;

    /// <summary>An order to buy one unit at market, changed.</summary>
    public SubmitOrderRequest Request(Action<SubmitOrderRequest>? change = null)
    {
        SubmitOrderRequest request = new()
        {
            RequestId = $"order-{++_orders}", SessionId = Id, InstrumentId = MarketData.Coin, Side = Side.Buy, Quantity = "1",
        };
        change?.Invoke(request);
        return request;
    }

    public async Task<Order> CancelAsync(string orderId) =>
        (await _server.Paper.CancelOrderAsync(new CancelOrderRequest { SessionId = Id, OrderId = orderId })).Order;

    public async Task<Session> GetAsync() => (await _server.Paper.GetSessionAsync(new GetSessionRequest { SessionId = Id })).Session;

    public async Task<List<Order>> OrdersAsync(bool openOnly = false) =>
        [.. (await _server.Paper.ListOrdersAsync(new ListOrdersRequest { SessionId = Id, OpenOnly = openOnly, PageSize = 1000 })).Orders];

    public async Task<Order> OrderAsync(string id) => (await OrdersAsync()).Single(order => order.Id == id);

    public async Task<List<Fill>> FillsAsync() => [.. (await _server.Paper.ListFillsAsync(new ListFillsRequest { SessionId = Id, PageSize = 1000 })).Fills];

    /// <summary>Replays the session and asserts that nothing differs.</summary>
    public Task AssertReplaysAsync() => AssertReplaysAsync(_server.Client, Id);

    /// <inheritdoc cref="AssertReplaysAsync()" />
    public static async Task AssertReplaysAsync(TradewindClient client, string id)
    {
        ReplaySessionResponse replay = await client.Paper.ReplaySessionAsync(new ReplaySessionRequest { SessionId = id });
        Assert.Empty(replay.Differences);
        Assert.True(replay.Identical);
        Assert.Equal(replay.RecordedLedgerHash, replay.ReplayedLedgerHash);
        Assert.True(replay.InputCount > 0, "a replay of nothing proves nothing");
    }

    /// <inheritdoc />
    public void Dispose() => _events.Dispose();

    private async Task<StreamSessionEventsResponse> NextAsync()
    {
        StreamSessionEventsResponse message = await _events.ResponseStream.UntilAsync(message => message.Heartbeat is null);
        Events.Add(message);
        return message;
    }
}
