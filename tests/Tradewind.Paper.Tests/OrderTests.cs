using System.Globalization;
using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>Orders of a session: accepted, refused, filled, cancelled, never doubled.</summary>
public sealed class OrderTests : PaperServer
{
    public static TheoryData<string, OrderType, string, string, string> BadOrders => new()
    {
        { "0.0000000001", OrderType.Market, "", "", "QuantityNotInLots" },
        { "1", OrderType.Limit, "", "", "LimitPriceRequired" },
        { "1", OrderType.Stop, "", "", "StopPriceRequired" },
        { "1", OrderType.StopLimit, "10", "", "BothPricesRequired" },
        { "1", OrderType.Market, "10", "", "PriceNotUsed" },
        { "1", OrderType.Limit, "10", "10", "PriceNotUsed" },
        { "1", OrderType.Limit, "-10", "", "NonPositivePrice" },
        { "6", OrderType.Market, "", "", "PositionLimit" },
    };

    [Theory]
    [MemberData(nameof(BadOrders))]
    public async Task An_order_that_cannot_work_comes_back_rejected_with_its_reason(string quantity, OrderType type, string limit, string stop, string reason)
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock, settings: new TradingSettings { MaxPosition = "5" });
        await session.PlayAsync(1);

        Order order = await session.SendAsync(request => (request.Quantity, request.Type, request.LimitPrice, request.StopPrice) = (quantity, type, limit, stop));

        Assert.Equal((OrderStatus.Rejected, reason), (order.Status, order.RejectionReason));
        await session.PlayAsync(5);
        Assert.Equal(order, Assert.Single(await session.OrdersAsync()));
        Assert.Empty(await session.FillsAsync());
    }

    [Fact]
    public async Task An_order_for_an_instrument_the_feed_does_not_carry_is_not_found_and_leaves_no_trace()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);

        await Refused.AsUnknownAsync("UNKNOWN_INSTRUMENT", () => session.SendAsync(order => order.InstrumentId = "BTC/UDS"));

        Assert.Empty(await session.OrdersAsync());
        await session.FinishAsync();
        await session.AssertReplaysAsync();
    }

    [Fact]
    public async Task An_instrument_that_is_only_observed_is_not_traded()
    {
        StartFeedRequest feed = Unpaced(MarketData.SimulatedCoin, MarketData.SimulatedSpread);
        feed.Replay.StepsPerSecond = 1;
        using PaperSession session = await PaperSession.StartAsync(Server, Clock, feed: feed);

        Order order = await session.SendAsync(request => request.InstrumentId = MarketData.SimulatedSpread);

        Assert.Equal((OrderStatus.Rejected, "NotTradable"), (order.Status, order.RejectionReason));
    }

    [Fact]
    public async Task An_order_fills_at_the_next_bar_and_no_fill_comes_before_its_decision()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock, Crossover, new TradingSettings { SlippagePercent = 0, MaxDrawdownFraction = 1 });
        await session.PlayAsync(10);
        Order order = await session.SendAsync(request => request.Quantity = "2");
        Assert.Equal((OrderStatus.Working, "0", "direct"), (order.Status, order.FilledQuantity, order.Origin));
        Assert.Equal(MarketData.Day(10), order.CreateTime);
        Assert.DoesNotContain(await session.FillsAsync(), fill => fill.OrderId == order.Id);

        await session.PlayAsync(1);

        Fill fill = Assert.Single(await session.FillsAsync(), fill => fill.OrderId == order.Id);
        // Decided when bar 9 was known (midnight of day 10), filled at the open of bar 10, known at its close.
        Bar next = (await Server.Data.ListBarsAsync(new ListBarsRequest
        {
            InstrumentId = MarketData.Coin, Interval = new TimeInterval { StartTime = MarketData.Day(10), EndTime = MarketData.Day(11) },
        })).Bars.Single();
        Assert.Equal(((decimal)next.Open).ToString(CultureInfo.InvariantCulture), fill.Price);
        Assert.Equal(MarketData.Day(11), fill.Time);
        Assert.Equal(OrderStatus.Filled, (await session.OrderAsync(order.Id)).Status);

        await session.FinishAsync();
        Dictionary<string, Order> orders = (await session.OrdersAsync()).ToDictionary(entry => entry.Id);
        Assert.All(await session.FillsAsync(), entry => Assert.True(entry.Time > orders[entry.OrderId].CreateTime));
    }

    [Fact]
    public async Task An_order_before_the_first_bar_has_no_market_time_and_fills_on_it()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);

        Order order = await session.SendAsync(_ => { });
        Assert.Null(order.CreateTime);
        Assert.Null((await session.GetAsync()).MarketTime);
        Assert.False((await session.GetAsync()).HasEquity);

        await session.PlayAsync(1);
        Assert.Equal(MarketData.Day(1), Assert.Single(await session.FillsAsync()).Time);
        Assert.Null(session.Events[0].EventTime);
    }

    [Fact]
    public async Task A_limit_buys_no_dearer_and_a_stop_sells_only_once_its_price_is_reached()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        await session.PlayAsync(2);
        Order limit = await session.SendAsync(order => (order.Type, order.LimitPrice, order.Quantity) = (OrderType.Limit, "90", "3"));
        Order stop = await session.SendAsync(order => (order.Type, order.StopPrice, order.Side) = (OrderType.Stop, "85", Side.Sell));
        await session.FinishAsync();

        List<Fill> fills = await session.FillsAsync();
        Fill bought = fills.Single(fill => fill.OrderId == limit.Id);
        Fill sold = fills.Single(fill => fill.OrderId == stop.Id);
        Assert.True(decimal.Parse(bought.Price, CultureInfo.InvariantCulture) <= 90m);
        Assert.True(decimal.Parse(sold.Price, CultureInfo.InvariantCulture) <= 85m);
        Assert.True(bought.Time < sold.Time, "the price passes 90 on its way to 85");
    }

    [Fact]
    public async Task A_final_order_cannot_be_cancelled()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        Order filled = await session.SendAsync(_ => { });
        Order open = await session.SendAsync(order => (order.Type, order.LimitPrice) = (OrderType.Limit, "1"));
        Order rejected = await session.SendAsync(order => order.Type = OrderType.Limit);
        await session.PlayAsync(1);
        await session.CancelAsync(open.Id);
        foreach (Order order in (Order[])[filled, open, rejected])
        {
            await Refused.AsTooEarlyOrLateAsync("ORDER_NOT_OPEN", () => session.CancelAsync(order.Id));
        }

        await Refused.AsUnknownAsync("UNKNOWN_ORDER", () => session.CancelAsync("ORD-000099"));
        await Refused.AsUnknownAsync("UNKNOWN_ORDER", () => session.CancelAsync("nonsense"));
    }

    [Fact]
    public async Task An_order_sent_many_times_at_once_under_one_id_is_one_order()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        SubmitOrderRequest request = session.Request();
        Task<SubmitOrderResponse>[] calls = [.. Enumerable.Range(0, 20).Select(_ => Server.Paper.SubmitOrderAsync(request).ResponseAsync)];
        foreach (Task<SubmitOrderResponse> call in calls)
        {
            try
            {
                Assert.Equal("ORD-000001", (await call).Order.Id);
            }
            catch (RpcException error)
            {
                Assert.Equal("REQUEST_IN_PROGRESS", Client.TradewindError.From(error).Reason);
            }
        }

        Assert.Equal("ORD-000001", (await Server.Paper.SubmitOrderAsync(request)).Order.Id);
        await session.PlayAsync(2);
        Assert.Single(await session.OrdersAsync());
        Assert.Single(await session.FillsAsync());
    }

    [Fact]
    public async Task Orders_from_many_callers_are_all_taken_and_numbered_once()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        Order[] orders = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => session.SendAsync(_ => { })));

        Assert.Equal(100, orders.Select(order => order.Id).Distinct().Count());
        await session.PlayAsync(1);
        Assert.Equal(100, (await session.FillsAsync()).Count);
        await session.FinishAsync();
        await session.AssertReplaysAsync();
    }

    [Fact]
    public async Task Positions_follow_the_fills()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        await session.SendAsync(order => order.Quantity = "3");
        await session.PlayAsync(1);
        await session.SendAsync(order => (order.Side, order.Quantity) = (Side.Sell, "5"));
        await session.PlayAsync(1);

        Position position = Assert.Single((await Server.Paper.ListPositionsAsync(new ListPositionsRequest { SessionId = session.Id })).Positions);

        Assert.Equal((MarketData.Coin, "-2"), (position.InstrumentId, position.Quantity));
        Assert.True(position.HasMarkPrice && position.HasUnrealizedPnl);
        await session.SendAsync(order => order.Quantity = "2");
        await session.PlayAsync(1);
        Assert.Empty((await Server.Paper.ListPositionsAsync(new ListPositionsRequest { SessionId = session.Id })).Positions);
    }
}
