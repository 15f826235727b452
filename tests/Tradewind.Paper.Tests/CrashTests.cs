using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>What was acknowledged outlives the server, however it ends.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task An_acknowledged_order_survives_a_killed_server_and_the_session_is_brought_to_its_end()
    {
        string folder = Directory.CreateTempSubdirectory("tradewind-killed-").FullName;
        string session;
        List<Order> acknowledged = [];
        List<StreamSessionEventsResponse> seen = [];
        using (ServerProcess process = await ServerProcess.StartAsync(folder))
        {
            Feed feed = (await process.Client.Data.StartFeedAsync(new StartFeedRequest
            {
                // Minutes of play: the session is in the middle of its work whenever the blow falls.
                Simulation = new SimulatedFeed { Seed = 3, RowCount = 10_000, StepsPerSecond = 50 },
            })).Feed;
            session = (await process.Client.Paper.CreateSessionAsync(new CreateSessionRequest
            {
                FeedId = feed.Id, Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } },
            })).Session.Id;
            using AsyncServerStreamingCall<StreamSessionEventsResponse> events =
                process.Client.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = session });
            await events.ResponseStream.UntilAsync(message =>
            {
                seen.Add(message);
                return message.Equity is not null && seen.Count(entry => entry.Equity is not null) == 10;
            });
            for (int i = 0; i < 10; i++)
            {
                acknowledged.Add((await process.Client.Paper.SubmitOrderAsync(new SubmitOrderRequest
                {
                    RequestId = $"order-{i}", SessionId = session, InstrumentId = MarketData.SimulatedCoin, Side = Side.Buy, Quantity = "1",
                    Type = i % 2 == 0 ? OrderType.Market : OrderType.Limit, LimitPrice = i % 2 == 0 ? "" : "1",
                })).Order);
            }

            await process.KillAsync();
        }

        await using TestServer after = await TestServer.StartAsync(folder: folder);
        Session state = (await after.Paper.GetSessionAsync(new GetSessionRequest { SessionId = session })).Session;
        Dictionary<string, Order> orders = (await after.Paper.ListOrdersAsync(new ListOrdersRequest { SessionId = session, PageSize = 1000 })).Orders
            .ToDictionary(order => order.Id);
        List<StreamSessionEventsResponse> stream = await after.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = session }).ListAsync();

        Assert.Equal(SessionState.Stopped, state.State);
        Assert.NotNull(state.MarketTime);
        Assert.All(acknowledged, order => Assert.Equal(
            (order.InstrumentId, order.Quantity, order.CreateTime), (orders[order.Id].InstrumentId, orders[order.Id].Quantity, orders[order.Id].CreateTime)));
        Assert.All(orders.Values, order => Assert.False(order.Status is OrderStatus.Pending or OrderStatus.Working or OrderStatus.PartiallyFilled));
        Assert.Equal(seen.Where(message => message.Heartbeat is null), stream.Take(seen.Count(message => message.Heartbeat is null)));
        Assert.Equal(Enumerable.Range(1, stream.Count - 1).Select(i => (long)i), stream.SkipLast(1).Select(message => message.Sequence));
        Assert.Equal((state.LastSequence, SessionState.Stopped), (stream[^1].Sequence, stream[^1].End.State));
        Assert.Equal(orders.Values.OrderBy(order => order.Id), stream.Select(message => message.Order).OfType<Order>()
            .GroupBy(order => order.Id).Select(told => told.Last()).OrderBy(order => order.Id));
        Assert.Equal(state.Equity, stream.Last(message => message.Equity is not null).Equity.Equity);
        Assert.Equal((state.OrderCount, state.FillCount), (orders.Count, stream.Count(message => message.Fill is not null)));
        await PaperSession.AssertReplaysAsync(after.Client, session);

        // The answers outlive the server too: a caller that repeats an order gets its first answer, and no second order.
        SubmitOrderResponse again = await after.Paper.SubmitOrderAsync(new SubmitOrderRequest
        {
            RequestId = "order-0", SessionId = session, InstrumentId = MarketData.SimulatedCoin, Side = Side.Buy, Quantity = "1", Type = OrderType.Market,
        });
        Assert.Equal(acknowledged[0], again.Order);
    }

    [Fact]
    public async Task A_server_stopped_in_an_orderly_way_keeps_the_books_as_they_were_told()
    {
        SteppedClock clock = new();
        TestServer server = await TestServer.StartAsync(clock: clock);
        await server.LoadBarsAsync(100);
        using PaperSession session = await PaperSession.StartAsync(
            server, clock, new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } });
        await session.PlayAsync(40);
        await session.SendAsync(order => (order.Type, order.LimitPrice) = (OrderType.Limit, "1"));

        Task<TestServer> restart = server.RestartAsync();
        StreamSessionEventsResponse end = await session.ReadToEndAsync();
        // Far below the 30 seconds after which connections are cut off.
        await using TestServer after = await restart.WaitAsync(TimeSpan.FromSeconds(15));

        Session state = (await after.Paper.GetSessionAsync(new GetSessionRequest { SessionId = session.Id })).Session;
        Assert.Equal((SessionState.Stopped, SessionState.Stopped), (end.End.State, state.State));
        Assert.Equal(MarketData.Day(40), state.MarketTime);
        List<StreamSessionEventsResponse> stream = await after.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = session.Id }).ListAsync();
        Assert.Equal(session.Events.SkipLast(1), stream.SkipLast(1));
        Assert.Equal(
            stream.Select(message => message.Fill).OfType<Fill>(),
            (await after.Paper.ListFillsAsync(new ListFillsRequest { SessionId = session.Id, PageSize = 1000 })).Fills);
        Assert.Equal(OrderStatus.Expired, (await after.Paper.ListOrdersAsync(new ListOrdersRequest { SessionId = session.Id, PageSize = 1000 })).Orders[^1].Status);
        await PaperSession.AssertReplaysAsync(after.Client, session.Id);
    }
}
