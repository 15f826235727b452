using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using static Tradewind.Domain.Engine.Orders.OrderStatus;

namespace Tradewind.Engine.Tests;

public class OrderLifecycleTests
{
    private static readonly OrderRequest Buy = new() { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 2 };

    private static EngineRun Fresh(EngineOptions? options = null) =>
        new EngineRun(options ?? Markets.Frictionless, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 101, 99, 100], [100, 101, 99, 100])).Process(0, 1);

    [Fact]
    public void Only_the_listed_transitions_are_legal()
    {
        // Row by row as in section 1 of the execution specification.
        Dictionary<OrderStatus, OrderStatus[]> legal = new()
        {
            [Created] = [Pending, Rejected, Cancelled],
            [Pending] = [Acknowledged, Working, PartiallyFilled, Filled, Rejected, PendingCancel, Cancelled, Expired, Error],
            [Acknowledged] = [Working, PartiallyFilled, Filled, PendingCancel, PendingReplace, Cancelled, Rejected, Expired],
            [Working] = [PartiallyFilled, Filled, PendingCancel, PendingReplace, Cancelled, Expired, Rejected],
            [PartiallyFilled] = [PartiallyFilled, Filled, PendingCancel, PendingReplace, Cancelled, Expired],
            [PendingCancel] = [Cancelled, PartiallyFilled, Filled, Working],
            [PendingReplace] = [Working, PartiallyFilled, Filled, Cancelled],
            [Filled] = [], [Cancelled] = [], [Rejected] = [], [Expired] = [], [Error] = [],
        };
        foreach (OrderStatus from in Enum.GetValues<OrderStatus>())
        {
            Assert.Equal(legal[from].Order(), Enum.GetValues<OrderStatus>().Where(to => OrderStateMachine.Allows(from, to)));
            Assert.Equal(legal[from].Length == 0, OrderStateMachine.IsTerminal(from));
        }
    }

    [Fact]
    public void An_illegal_transition_throws()
    {
        EngineRun run = Fresh();
        Order filled = run.Engine.Submit(Buy) with { Status = Filled };
        Assert.Throws<InvalidOrderTransitionException>(() => OrderStateMachine.Move(filled, Working, 0));
        Assert.Equal(Filled, filled.Status);
    }

    [Fact]
    public void Every_step_reaches_the_journal_in_order()
    {
        List<LedgerEntry> entries = [];
        InstrumentSeries series = Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 101, 99, 100]);
        TradingUniverse universe = TradingUniverse.Of([series]);
        TradingEngine engine = new(universe, Markets.Frictionless, journal: new LedgerEntryJournal(entries.Add));
        List<MarketSlice> slices = Markets.Slices(universe, [series]);
        engine.Process(slices[0]);
        Order order = engine.Submit(Buy);
        engine.Process(slices[1]);
        Assert.Equal("ORD-000001", order.Id);
        Assert.Equal(
            "Equity Created Submitted Acknowledged Filled Fill Equity",
            string.Join(" ", entries.Select(entry => entry is OrderEntry step ? step.Event.Kind.ToString() : entry.GetType().Name.Replace("Entry", ""))));
    }

    [Theory]
    [InlineData(0, OrderType.Market, null, null, OrderRejection.QuantityNotPositive)]
    [InlineData(-1, OrderType.Market, null, null, OrderRejection.QuantityNotPositive)]
    [InlineData(1.5, OrderType.Market, null, null, OrderRejection.QuantityNotInLots)]
    [InlineData(1, OrderType.Limit, null, null, OrderRejection.LimitPriceRequired)]
    [InlineData(1, OrderType.Stop, null, null, OrderRejection.StopPriceRequired)]
    [InlineData(1, OrderType.StopLimit, 5d, null, OrderRejection.BothPricesRequired)]
    [InlineData(1, OrderType.Market, 5d, null, OrderRejection.PriceNotUsed)]
    [InlineData(1, OrderType.Limit, -5d, null, OrderRejection.NonPositivePrice)]
    [InlineData(11, OrderType.Market, null, null, OrderRejection.OrderTooLarge)]
    [InlineData(9, OrderType.Market, null, null, OrderRejection.PositionLimit)]
    [InlineData(7, OrderType.Market, null, null, OrderRejection.GrossExposureLimit)]
    [InlineData(6, OrderType.Market, null, null, OrderRejection.None)]
    public void Wrong_orders_are_rejected_with_their_reason(double quantity, OrderType type, double? limit, double? stop, OrderRejection expected)
    {
        EngineRun run = Fresh(Markets.Frictionless with { MaxOrderQuantity = 10, MaxPosition = 8, MaxGrossExposure = 600 });
        Order order = run.Engine.Submit(Buy with { Quantity = (decimal)quantity, Type = type, LimitPrice = (decimal?)limit, StopPrice = (decimal?)stop });
        Assert.Equal((expected, expected == OrderRejection.None ? Working : Rejected), (order.Rejection, order.Status));
    }

    [Fact]
    public void The_position_limit_counts_open_orders_of_the_same_side_but_not_reducing_ones()
    {
        EngineRun run = Fresh(Markets.Frictionless with { MaxPosition = 3 });
        Assert.Equal(Working, run.Engine.Submit(Buy).Status);
        Assert.Equal(OrderRejection.PositionLimit, run.Engine.Submit(Buy).Rejection);
        run.Process(1, 2);
        Assert.Equal(Working, run.Engine.Submit(Buy with { Side = OrderSide.Sell }).Status);
    }

    [Fact]
    public void Beyond_the_loss_limit_only_reducing_orders_are_accepted()
    {
        EngineOptions options = Markets.Frictionless with { InitialCapital = 1000, MaxLossFraction = 0.05 };
        EngineRun run = new EngineRun(options, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 100, 60, 70], [70, 70, 70, 70])).Process(0, 1);
        run.Engine.Submit(Buy);
        run.Process(1, 2);
        Assert.Equal(OrderRejection.LossLimit, run.Engine.Submit(Buy).Rejection);
        Assert.Equal(Working, run.Engine.Submit(Buy with { Side = OrderSide.Sell }).Status);
    }

    [Fact]
    public void Order_prices_round_to_the_tick_away_from_the_market()
    {
        Instrument ticked = new("UNIT", AssetClass.Equity) { TickSize = 0.25m };
        EngineRun run = new EngineRun(Markets.Frictionless, Markets.Daily(ticked, [100, 100, 100, 100])).Process(0, 1);
        Assert.Equal(99.25m, run.Engine.Submit(Buy with { Type = OrderType.Limit, LimitPrice = 99.4m }).LimitPrice);
        Assert.Equal(99.5m, run.Engine.Submit(Buy with { Side = OrderSide.Sell, Type = OrderType.Limit, LimitPrice = 99.4m }).LimitPrice);
        Assert.Equal(101.5m, run.Engine.Submit(Buy with { Type = OrderType.Stop, StopPrice = 101.3m }).StopPrice);
        Assert.Equal(101.25m, run.Engine.Submit(Buy with { Side = OrderSide.Sell, Type = OrderType.Stop, StopPrice = 101.3m }).StopPrice);
    }

    [Fact]
    public void Cancelled_orders_never_fill_and_cannot_be_cancelled_again()
    {
        EngineRun run = Fresh();
        Order order = run.Engine.Submit(Buy);
        Assert.Equal(Cancelled, run.Engine.Cancel(order.Id).Status);
        run.Process(1, 3);
        Assert.Empty(run.Ledger.Fills);
        Assert.Equal("ORDER_COMPLETE", Assert.Throws<PreconditionException>(() => run.Engine.Cancel(order.Id)).Reason);
        Assert.Equal("UNKNOWN_ORDER", Assert.Throws<NotFoundException>(() => run.Engine.Cancel("ORD-000099")).Reason);
    }

    [Fact]
    public void A_change_keeps_the_id_and_is_checked_like_a_new_order()
    {
        EngineRun run = Fresh(Markets.Frictionless with { MaxPosition = 5 });
        Order order = run.Engine.Submit(Buy with { Type = OrderType.Limit, LimitPrice = 90 });
        Order changed = run.Engine.Modify(order.Id, new OrderChange(Quantity: 4, LimitPrice: 99));
        Assert.Equal((order.Id, 4m, 99m, Working), (changed.Id, changed.Quantity, changed.LimitPrice, changed.Status));
        Assert.Throws<InvalidInputException>(() => run.Engine.Modify(order.Id, new OrderChange(Quantity: 6)));
        Assert.Throws<InvalidInputException>(() => run.Engine.Modify(order.Id, new OrderChange(Quantity: 0)));
        run.Process(1, 2);
        Assert.Equal([(4m, 99m)], run.Ledger.Fills.Select(fill => (fill.Quantity, fill.Price)));
    }

    [Fact]
    public void A_finished_session_takes_no_more_input()
    {
        EngineRun run = Fresh();
        run.Engine.Submit(Buy);
        run.Engine.Finish();
        Assert.Equal(Expired, run.Ledger.Orders[0].Status);
        Assert.Equal("SESSION_ENDED", Assert.Throws<PreconditionException>(() => run.Engine.Submit(Buy)).Reason);
    }
}
