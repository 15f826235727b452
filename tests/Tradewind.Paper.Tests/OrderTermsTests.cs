using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>Terms of orders beyond price and quantity, as the contract says them.</summary>
public sealed class OrderTermsTests : PaperServer
{
    [Fact]
    public async Task A_bracket_makes_two_exits_of_which_one_is_left()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        await session.PlayAsync(2);
        Order entry = await session.SendAsync(order =>
            (order.Quantity, order.BracketStopPrice, order.BracketTargetPrice) = ("3", "1", "100000"));
        Assert.Equal(("1", "100000"), (entry.BracketStopPrice, entry.BracketTargetPrice));
        await session.PlayAsync(1);

        Order[] exits = [.. (await session.OrdersAsync()).Where(order => order.ParentOrderId == entry.Id)];
        Assert.Equal([OrderType.Stop, OrderType.Limit], exits.Select(order => order.Type));
        Assert.All(exits, order => Assert.Equal(("bracket", Side.Sell, "3", true), (order.Origin, order.Side, order.Quantity, order.ReduceOnly)));
        Assert.Equal(exits[0].OneCancelsOther, exits[1].OneCancelsOther);

        // Closed by hand, the position leaves nothing behind that could act on the next one.
        await session.SendAsync(order => (order.Side, order.Quantity) = (Side.Sell, "3"));
        await session.PlayAsync(1);
        foreach (Order exit in exits)
        {
            Assert.Equal(OrderStatus.Cancelled, (await session.OrderAsync(exit.Id)).Status);
        }

        await session.FinishAsync();
        await session.AssertReplaysAsync();
    }

    [Fact]
    public async Task Terms_go_there_and_back_and_survive_a_replay()
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        await session.PlayAsync(2);
        await session.SendAsync(order => order.Quantity = "5");
        await session.PlayAsync(1);
        Order trailing = await session.SendAsync(order =>
            (order.Side, order.Quantity, order.Type, order.TrailPercent, order.ReduceOnly) = (Side.Sell, "5", OrderType.TrailingStop, "90", true));
        Order iceberg = await session.SendAsync(order =>
            (order.Quantity, order.Type, order.LimitPrice, order.DisplayQuantity, order.TimeInForce, order.ExpireTime, order.OneCancelsOther) =
            ("4", OrderType.Limit, "1", "2", TimeInForce.GoodTillDate, MarketData.Day(300), "entries"));

        Assert.Equal((OrderStatus.Working, "90", true), (trailing.Status, trailing.TrailPercent, trailing.ReduceOnly));
        Assert.NotEqual("", trailing.StopPrice);
        Assert.Equal(("2", MarketData.Day(300), "entries"), (iceberg.DisplayQuantity, iceberg.ExpireTime, iceberg.OneCancelsOther));
        await session.FinishAsync();
        await session.AssertReplaysAsync();
    }

    [Theory]
    [InlineData("trail", "TrailInvalid")]
    [InlineData("display", "DisplayQuantityInvalid")]
    [InlineData("expiry", "ExpiryInvalid")]
    [InlineData("bracket", "BracketInvalid")]
    [InlineData("reduce", "NothingToReduce")]
    public async Task Wrong_terms_come_back_rejected_by_name(string wrong, string reason)
    {
        using PaperSession session = await PaperSession.StartAsync(Server, Clock);
        await session.PlayAsync(1);

        Order order = await session.SendAsync(request =>
        {
            switch (wrong)
            {
                case "trail":
                    request.Type = OrderType.TrailingStop;
                    break;
                case "display":
                    request.DisplayQuantity = "1";
                    break;
                case "expiry":
                    request.TimeInForce = TimeInForce.GoodTillDate;
                    break;
                case "bracket":
                    (request.BracketStopPrice, request.BracketTargetPrice) = ("200", "100");
                    break;
                default:
                    request.ReduceOnly = true;
                    break;
            }
        });

        Assert.Equal((OrderStatus.Rejected, reason), (order.Status, order.RejectionReason));
    }
}
