using Google.Protobuf;
using Tradewind.Client;
using Tradewind.Storage;
using Tradewind.Testing;
using Tradewind.V1;
using EngineVersion = Tradewind.Domain.Engine.EngineVersion;

namespace Tradewind.Paper.Tests;

/// <summary>A recorded session replays to the same ledger, bit for bit.</summary>
public sealed class ReplayTests : PaperServer
{
    [Fact]
    public async Task A_session_with_a_strategy_and_manual_orders_on_a_running_feed_replays_identically()
    {
        using PaperSession session = await PaperSession.StartAsync(
            Server, Clock, Crossover, new TradingSettings { StopLossPercent = 4, TakeProfitPercent = 9, CloseAtEnd = true, MaxDrawdownFraction = 1 });
        // Before the first bar: waits for it.
        await session.SendAsync(_ => { });
        await session.PlayAsync(3);
        Order resting = await session.SendAsync(order => (order.Type, order.LimitPrice, order.Quantity) = (OrderType.Limit, "60", "2"));
        Order near = await session.SendAsync(order => (order.Type, order.LimitPrice) = (OrderType.Limit, "100.5"));
        Order stop = await session.SendAsync(order => (order.Type, order.StopPrice, order.Side) = (OrderType.Stop, "95", Side.Sell));
        Order both = await session.SendAsync(order => (order.Type, order.StopPrice, order.LimitPrice) = (OrderType.StopLimit, "110", "111"));
        await session.PlayAsync(20);
        Assert.Equal(OrderStatus.Cancelled, (await session.CancelAsync(resting.Id)).Status);
        await Refused.AsUnknownAsync("UNKNOWN_ORDER", () => session.CancelAsync("ORD-999999"));
        Order rejected = await session.SendAsync(order => order.Type = OrderType.Limit);
        Assert.Equal(OrderStatus.Rejected, rejected.Status);
        await session.PlayAsync(30);
        await session.SendAsync(order => (order.Side, order.Type) = (Side.Sell, OrderType.MarketOnClose));
        await session.SendAsync(order => (order.TimeInForce, order.Type, order.LimitPrice) = (TimeInForce.FillOrKill, OrderType.Limit, "50"));

        Session end = await session.FinishAsync();

        Assert.Equal(SessionState.Ended, end.State);
        Assert.Empty(end.Failure);
        Assert.Empty(await session.OrdersAsync(openOnly: true));
        Assert.True(end.FillCount > 10, $"only {end.FillCount} fills");
        Dictionary<string, Order> orders = (await session.OrdersAsync()).ToDictionary(order => order.Id);
        Assert.Equal(OrderStatus.Filled, orders[near.Id].Status);
        Assert.Equal(OrderStatus.Filled, orders[stop.Id].Status);
        Assert.Equal(OrderStatus.Filled, orders[both.Id].Status);
        Assert.Contains(orders.Values, order => order.Origin == "stop_loss");
        await session.AssertReplaysAsync();
    }

    [Fact]
    public async Task A_session_on_the_simulator_replays_identically()
    {
        StartFeedRequest feed = new() { Simulation = new SimulatedFeed { Seed = 11, RowCount = 200, StepsPerSecond = 1 } };
        using PaperSession session = await PaperSession.StartAsync(Server, Clock, Crossover, feed: feed);
        await session.PlayAsync(10, steps: 20);
        await session.SendAsync(order => (order.InstrumentId, order.Quantity) = (MarketData.SimulatedCoin, "0.5"));
        await session.PlayAsync(5, steps: 10);
        await session.SendAsync(order => (order.InstrumentId, order.Side, order.Quantity) = (MarketData.SimulatedCoin, Side.Sell, "0.25"));

        Session end = await session.FinishAsync();

        Assert.True(end.Simulated);
        Assert.All(session.Events, message => Assert.True(message.Simulated));
        Assert.True(end.FillCount > 10, $"only {end.FillCount} fills");
        await session.AssertReplaysAsync();
    }

    [Fact]
    public async Task A_session_stopped_in_the_middle_replays_identically()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock, Crossover);
        await session.PlayAsync(40);
        Order open = await session.SendAsync(order => (order.Type, order.LimitPrice) = (OrderType.Limit, "1"));

        Session stopped = (await Server.Paper.StopSessionAsync(new StopSessionRequest { SessionId = session.Id })).Session;

        Assert.Equal(SessionState.Stopped, stopped.State);
        Assert.Equal(OrderStatus.Expired, (await session.OrderAsync(open.Id)).Status);
        await session.AssertReplaysAsync();
    }

    [Fact]
    public async Task A_running_session_is_not_replayed()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);

        await Refused.AsTooEarlyOrLateAsync(
            "SESSION_RUNNING", () => Server.Paper.ReplaySessionAsync(new ReplaySessionRequest { SessionId = session.Id }).ResponseAsync);
    }

    [Theory]
    [InlineData("", "2")]
    [InlineData("1", "1")]
    public async Task A_session_of_another_engine_is_not_called_different(string stored, string named)
    {
        string id;
        using (PaperSession session = await PaperSession.StartAsync(Server, Clock, Crossover))
        {
            id = session.Id;
            Assert.Equal(EngineVersion.Current, (await session.FinishAsync()).EngineVersion);
        }

        await Server.StopAsync();
        await using (SqliteStore store = await SqliteStore.OpenAsync(Path.Combine(Server.Folder, "tradewind.db")))
        {
            StoredDocument document = (await store.Documents.GetAsync("sessions", id, default))!;
            Session recorded = Session.Parser.ParseFrom(document.Body.Span);
            recorded.EngineVersion = stored;
            await store.Documents.PutAsync(document with { Body = recorded.ToByteArray() }, default);
        }

        Server = await TestServer.StartAsync(folder: Server.Folder);
        TradewindError error = await Refused.AsTooEarlyOrLateAsync(
            "ENGINE_CHANGED", () => Server.Paper.ReplaySessionAsync(new ReplaySessionRequest { SessionId = id }).ResponseAsync);
        Assert.Contains($"version {named} of the engine", error.Message, StringComparison.Ordinal);
        Assert.Contains($"version {EngineVersion.Current}:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_warmed_up_session_replays_identically_and_trades_from_the_first_bar()
    {
        StartFeedRequest late = Unpaced(MarketData.Coin);
        late.Replay.Interval = new TimeInterval { StartTime = MarketData.Day(60) };
        Feed feed = (await Server.Data.StartFeedAsync(late)).Feed;
        Session cold = (await Server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = Crossover })).Session;
        Session warm = (await Server.Paper.CreateSessionAsync(
            new CreateSessionRequest { FeedId = feed.Id, Strategy = Crossover, WarmUp = { MarketData.Member(MarketData.Coin) } })).Session;
        List<StreamSessionEventsResponse> coldEvents = await Server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = cold.Id }).ListAsync();
        List<StreamSessionEventsResponse> warmEvents = await Server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = warm.Id }).ListAsync();

        Assert.Equal(coldEvents.Count(message => message.Equity is not null), warmEvents.Count(message => message.Equity is not null));
        Assert.True(
            warmEvents.First(message => message.Signal is not null).EventTime <= coldEvents.First(message => message.Signal is not null).EventTime,
            "history must not make the strategy later");
        await PaperSession.AssertReplaysAsync(Server.Client, warm.Id);
        await PaperSession.AssertReplaysAsync(Server.Client, cold.Id);
    }

    [Fact]
    public async Task Two_sessions_on_one_feed_have_the_same_ledger_hash()
    {
        Feed feed = (await Server.Data.StartFeedAsync(Unpaced(MarketData.Coin))).Feed;
        List<string> hashes = [];
        for (int i = 0; i < 2; i++)
        {
            Session session = (await Server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = Crossover })).Session;
            await Server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = session.Id }).ListAsync();
            hashes.Add((await Server.Paper.GetSessionAsync(new GetSessionRequest { SessionId = session.Id })).Session.LedgerHash);
        }

        Assert.Equal(hashes[0], hashes[1]);
    }
}
