using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>Life of a session and its event stream.</summary>
public sealed class SessionTests : PaperServer
{
    [Fact]
    public async Task Stopping_a_session_ends_its_open_orders_and_the_feed_goes_on()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        await session.SendAsync(order => order.Quantity = "2");
        await session.PlayAsync(5);
        Order open = await session.SendAsync(order => (order.Type, order.LimitPrice) = (OrderType.Limit, "1"));

        Session stopped = (await Server.Paper.StopSessionAsync(new StopSessionRequest { SessionId = session.Id })).Session;

        Assert.Equal((SessionState.Stopped, 2, 1, MarketData.Day(5)), (stopped.State, stopped.OrderCount, stopped.FillCount, stopped.MarketTime));
        Assert.Equal(OrderStatus.Expired, (await session.OrderAsync(open.Id)).Status);
        Assert.Single((await Server.Paper.ListPositionsAsync(new ListPositionsRequest { SessionId = session.Id })).Positions);
        Assert.Equal(SessionState.Stopped, (await session.ReadToEndAsync()).End.State);
        Assert.Equal(FeedState.Running, (await Server.Data.GetFeedAsync(new GetFeedRequest { FeedId = session.Feed.Id })).Feed.State);

        await Refused.AsTooEarlyOrLateAsync("SESSION_NOT_RUNNING", () => session.SendAsync(_ => { }));
        await Refused.AsTooEarlyOrLateAsync("SESSION_NOT_RUNNING", () => session.CancelAsync(open.Id));
        Assert.Equal(stopped, (await Server.Paper.StopSessionAsync(new StopSessionRequest { SessionId = session.Id })).Session);
        Assert.Equal(stopped, await session.GetAsync());
        await session.AssertReplaysAsync();
    }

    [Fact]
    public async Task A_session_whose_feed_has_ended_takes_no_orders()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        Session end = await session.FinishAsync();

        Assert.Equal((SessionState.Ended, MarketData.Day(Rows)), (end.State, end.MarketTime));
        await Refused.AsTooEarlyOrLateAsync("SESSION_NOT_RUNNING", () => session.SendAsync(_ => { }));
    }

    [Fact]
    public async Task Orders_that_race_with_the_stop_are_answered_one_way_or_the_other()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        Task<Order>[] orders = [.. Enumerable.Range(0, 50).Select(_ => session.SendAsync(_ => { }))];
        Session stopped = (await Server.Paper.StopSessionAsync(new StopSessionRequest { SessionId = session.Id })).Session;
        int taken = 0;
        foreach (Task<Order> order in orders)
        {
            try
            {
                await order;
                taken++;
            }
            catch (RpcException error)
            {
                Assert.Equal("SESSION_NOT_RUNNING", Client.TradewindError.From(error).Reason);
            }
        }

        Assert.Equal(taken, stopped.OrderCount);
        Assert.Equal(taken, (await session.OrdersAsync()).Count);
        Assert.Empty(await session.OrdersAsync(openOnly: true));
    }

    [Fact]
    public async Task The_event_stream_tells_every_change_in_order_and_resumes_after_every_cursor()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock, Crossover, new TradingSettings { StopLossPercent = 3, MaxDrawdownFraction = 1 });
        await session.PlayAsync(10);
        Order limit = await session.SendAsync(order => (order.Type, order.LimitPrice) = (OrderType.Limit, "1"));
        await session.PlayAsync(10);
        await session.CancelAsync(limit.Id);
        Session end = await session.FinishAsync();
        List<StreamSessionEventsResponse> live = session.Events;

        Assert.Equal(Enumerable.Range(1, live.Count - 1).Select(i => (long)i), live.SkipLast(1).Select(message => message.Sequence));
        Assert.Equal((end.LastSequence, SessionState.Ended), (live[^1].Sequence, live[^1].End.State));
        Assert.Equal(live.SkipLast(1).Select(message => message.EventTime).Order(), live.SkipLast(1).Select(message => message.EventTime));
        Assert.Equal(await session.FillsAsync(), live.Select(message => message.Fill).OfType<Fill>());
        Assert.Equal(Rows, live.Count(message => message.Equity is not null));

        // The last word on every order is the listed order, and every order was told from its start.
        IEnumerable<IGrouping<string, Order>> told = live.Select(message => message.Order).OfType<Order>().GroupBy(order => order.Id);
        Assert.Equal(await session.OrdersAsync(), told.Select(order => order.Last()).OrderBy(order => order.Id, StringComparer.Ordinal));
        Assert.All(told, order => Assert.Equal(OrderStatus.Pending, order.First().Status));
        foreach ((StreamSessionEventsResponse message, int at) in live.Select((message, at) => (message, at)).Where(entry => entry.message.Fill is not null))
        {
            Assert.Contains(live.Take(at), earlier => earlier.Order?.Id == message.Fill.OrderId);
        }

        foreach (StreamSessionEventsResponse at in live.Where((_, index) => index % 7 == 0).Append(live[^1]))
        {
            List<StreamSessionEventsResponse> rest = await StreamAsync(session.Id, at.Cursor);
            Assert.Equal(live.Skip((int)at.Sequence).SkipLast(1), rest.SkipLast(1));
            Assert.Equal((live[^1].Sequence, live[^1].End), (rest[^1].Sequence, rest[^1].End));
        }
    }

    [Fact]
    public async Task A_cursor_of_another_session_is_refused()
    {
        using PaperSession one = await PaperSession.StartAsync(Server, Clock, feed: Unpaced(MarketData.Coin));
        using PaperSession two = await PaperSession.StartAsync(Server, Clock, feed: Unpaced(MarketData.Coin));
        await one.ReadToEndAsync();
        await two.ReadToEndAsync();

        foreach (string cursor in (string[])[two.Events[3].Cursor, one.Events[^1].Cursor + "0", "x"])
        {
            await Refused.AsAsync(StatusCode.OutOfRange, "CURSOR_UNKNOWN", null, () => StreamAsync(one.Id, cursor));
        }
    }

    [Fact]
    public async Task An_idle_session_sends_heartbeats_with_its_last_sequence()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        await session.PlayAsync(2);
        using AsyncServerStreamingCall<StreamSessionEventsResponse> call =
            Server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = session.Id, Cursor = session.Events[^1].Cursor });

        StreamSessionEventsResponse beat = await call.ResponseStream.UntilAsync(_ => true);

        Assert.NotNull(beat.Heartbeat);
        Assert.Equal((session.Events[^1].Sequence, session.Events[^1].Cursor), (beat.Sequence, beat.Cursor));
    }

    [Fact]
    public async Task A_session_that_falls_too_deep_halts_and_says_so()
    {
        using PaperSession session = await PaperSession.StartAsync(
            Server, Clock, settings: new TradingSettings { MaxDrawdownFraction = 0.01, InitialCapital = "1000" });
        await session.PlayAsync(10);
        await session.SendAsync(order => order.Quantity = "10");
        Session end = await session.FinishAsync();

        Assert.Contains("drawdown", end.Failure, StringComparison.Ordinal);
        Assert.Equal(SessionState.Ended, end.State);
        Assert.Contains(await session.OrdersAsync(), order => order.Origin == "flatten");
        await session.AssertReplaysAsync();
    }

    [Fact]
    public async Task A_session_on_a_feed_that_has_ended_trades_all_of_it()
    {
        Feed feed = (await Server.Data.StartFeedAsync(Unpaced(MarketData.Coin))).Feed;
        await Server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id }).ListAsync();

        string id = (await Server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = Crossover })).Session.Id;
        List<StreamSessionEventsResponse> events = await StreamAsync(id);

        Assert.Equal(Rows, events.Count(message => message.Equity is not null));
    }

    [Fact]
    public async Task A_warm_up_of_another_instrument_is_refused() => await Refused.AsInvalidAsync(
        "WARM_UP_FOREIGN", "warm_up[0].instrument_id",
        async () => await Server.Paper.CreateSessionAsync(new CreateSessionRequest
        {
            FeedId = (await Server.Data.StartFeedAsync(Unpaced(MarketData.Coin))).Feed.Id, WarmUp = { MarketData.Member(MarketData.SimulatedCoin) },
        }));

    private async Task<List<StreamSessionEventsResponse>> StreamAsync(string id, string cursor = "") =>
        [.. (await Server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = id, Cursor = cursor }).ListAsync())
            .Where(message => message.Heartbeat is null)];
}
