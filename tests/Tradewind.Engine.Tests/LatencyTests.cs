using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>Orders, changes and cancels that take time to the market.</summary>
public class LatencyTests
{
    // Open, high, low and close say the number of the bar.
    private static readonly double[][] Numbered = [.. Enumerable.Range(0, 10).Select(i => new double[] { 100 + i, 100.5 + i, 99.5 + i, 100 + i })];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(60, 2)]
    [InlineData(61, 3)]
    public void An_order_is_filled_by_the_first_bar_that_opens_when_it_has_arrived(int minutes, int bar)
    {
        EngineRun run = Run(minutes);
        run.Process(0, 1).Engine.Submit(Buy());
        run.Process(1, 10);
        Fill fill = Assert.Single(run.Ledger.Fills);
        Assert.Equal((100m + bar, Markets.Start + bar * UnixTime.Hour), (fill.RawPrice, fill.BarTime));
    }

    [Fact]
    public void A_cancel_under_way_does_not_keep_an_order_from_filling_on_a_bar_that_opens_before_it_arrives()
    {
        EngineRun run = Run(90);
        Order order = run.Process(0, 1).Engine.Submit(Buy() with { Type = OrderType.Limit, LimitPrice = 103m });
        // Arrives at 02:30, before the bar of 03:00; the order itself at 02:30 too.
        Assert.Equal(OrderStatus.Working, run.Engine.Cancel(order.Id).Status);
        run.Process(1, 10);
        Assert.Empty(run.Ledger.Fills);
        Assert.Equal(OrderStatus.Cancelled, run.Ledger.Orders[0].Status);

        EngineRun late = Run(90);
        order = late.Process(0, 1).Engine.Submit(Buy() with { Type = OrderType.Limit, LimitPrice = 103m });
        // Known at 02:00, arrives at 03:30: the bar of 03:00 fills first.
        late.Process(1, 2).Engine.Cancel(order.Id);
        late.Engine.Cancel(order.Id);
        late.Process(2, 10);
        Assert.Equal(103m, Assert.Single(late.Ledger.Fills).RawPrice);
    }

    [Fact]
    public void A_cancel_asked_for_again_and_again_is_under_way_once()
    {
        EngineRun run = Run(90);
        OrderRequest limit = Buy() with { Type = OrderType.Limit, LimitPrice = 50m };
        Order[] orders = [run.Process(0, 1).Engine.Submit(limit), run.Engine.Submit(limit)];
        foreach (Order order in orders)
        {
            for (int i = 0; i < 100; i++)
            {
                run.Engine.Cancel(order.Id);
            }
        }

        run.Engine.Modify(orders[0].Id, new OrderChange(null, 60m, null));
        Assert.Equal(3, run.Engine.Parts.Requests.Count);
        run.Process(1, 10);
        Assert.Equal(0, run.Engine.Parts.Requests.Count);
        Assert.All(run.Ledger.Orders, order => Assert.Equal(OrderStatus.Cancelled, order.Status));
    }

    [Fact]
    public void New_terms_hold_from_their_arrival_and_are_dropped_where_they_would_be_refused_by_then()
    {
        EngineRun run = Run(90);
        Order order = run.Process(0, 1).Engine.Submit(Buy() with { Type = OrderType.Limit, LimitPrice = 50m });
        Assert.Equal(50m, run.Process(1, 2).Engine.Modify(order.Id, new OrderChange(null, 110m, null)).LimitPrice);
        run.Process(2, 3);
        Assert.Equal(50m, run.Engine.OpenOrders()[0].LimitPrice);
        run.Process(3, 5);
        Assert.Equal(104m, Assert.Single(run.Ledger.Fills).RawPrice);

        EngineRun filled = Run(90);
        order = filled.Process(0, 1).Engine.Submit(Buy() with { Quantity = 2 });
        filled.Process(1, 3).Engine.Modify(order.Id, new OrderChange(1, null, null));
        filled.Process(3, 10);
        Assert.Equal(2m, Assert.Single(filled.Ledger.Fills).Quantity);
        Assert.Throws<InvalidInputException>(() =>
        {
            EngineRun refused = Run(90);
            Order open = refused.Process(0, 1).Engine.Submit(Buy());
            refused.Engine.Modify(open.Id, new OrderChange(-1, null, null));
        });
    }

    [Fact]
    public void A_signal_that_turns_while_an_order_is_on_its_way_still_leads_to_its_target()
    {
        ScriptedStrategy strategy = ScriptedStrategy.Signals((0, SignalDirection.Long), (1, SignalDirection.Short), (2, SignalDirection.Short));
        EngineRun run = Run(150, strategy, new PositionSizing { Quantity = 3, MaxPosition = null }, maxPosition: 3);
        run.ProcessAll();
        Assert.Equal([(OrderSide.Buy, 3m), (OrderSide.Sell, 6m)], run.Ledger.Fills.Select(fill => (fill.Side, fill.Quantity)));
        Assert.Equal(-3m, run.Engine.PositionOf("UNIT").Quantity);
        Assert.Equal(2, run.Ledger.Orders.Count);
    }

    [Fact]
    public void Attached_stops_rest_at_the_market_and_take_none()
    {
        InstrumentSeries series = Markets.Bars(
            Markets.Unit, Timeframe.Hour, Markets.Start, [[100, 100, 100, 100], [100, 100, 100, 100], [100, 101, 90, 95], [95, 95, 95, 95]]);
        EngineRun run = new(Markets.Frictionless with { Latency = 30 * UnixTime.Minute, StopLossPercent = 5 }, series);
        run.Process(0, 1).Engine.Submit(Buy());
        run.Process(1, 4);
        Assert.Equal([100m, 95m], run.Ledger.Fills.Select(fill => fill.RawPrice));
        Assert.Equal(run.Ledger.Fills[0].BarTime, run.Ledger.Fills[1].BarTime);
    }

    [Fact]
    public void It_must_be_a_duration_and_does_not_go_with_fills_at_the_close()
    {
        Assert.Throws<InvalidInputException>(() => new EngineOptions { Latency = -1 }.Validate());
        Assert.Throws<InvalidInputException>(() => new EngineOptions { Latency = 366 * UnixTime.Day }.Validate());
        InvalidInputException error = Assert.Throws<InvalidInputException>(
            () => new EngineOptions { Latency = 1, FillTiming = FillTiming.SameClose }.Validate());
        Assert.Equal("options.latency", Assert.Single(error.Violations).Field);
    }

    [Fact]
    public void Latency_is_part_of_the_lineage()
    {
        string Hash(EngineOptions options)
        {
            using ContentHash hash = new();
            options.AddTo(hash);
            return hash.Finish();
        }

        Assert.NotEqual(Hash(new EngineOptions { Latency = 1 }), Hash(new EngineOptions { Latency = 2 }));
        Assert.NotEqual(Hash(new EngineOptions { Latency = 1 }), Hash(new EngineOptions()));
    }

    private static OrderRequest Buy() => new() { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 1 };

    private static EngineRun Run(int minutes, IStrategy? strategy = null, PositionSizing? sizing = null, decimal? maxPosition = null) => new(
        Markets.Frictionless with
        {
            Latency = minutes * UnixTime.Minute, Sizing = sizing ?? Markets.Frictionless.Sizing, MaxPosition = maxPosition,
        },
        Markets.Bars(Markets.Unit, Timeframe.Hour, Markets.Start, Numbered),
        strategy);
}
