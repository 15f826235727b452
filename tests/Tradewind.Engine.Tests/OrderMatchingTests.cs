using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

/// <summary>Fill rules of section 2 of the backtest specification, one bar of decision and the bars after it.</summary>
public class OrderMatchingTests
{
    private static readonly EngineOptions OneBasisPoint = Markets.Frictionless with { SlippagePercent = 0.01m };

    private static EngineRun Run(EngineOptions options, OrderRequest request, params double[][] bars)
    {
        EngineRun run = new(options, Markets.Daily(Markets.Unit, [[100, 100, 100, 100], .. bars]));
        run.Process(0, 1).Engine.Submit(request);
        return run.Process(1, run.Slices.Count);
    }

    private static OrderRequest Order(OrderSide side, OrderType type, decimal? limit = null, decimal? stop = null, decimal quantity = 1) =>
        new() { Instrument = "UNIT", Side = side, Quantity = quantity, Type = type, LimitPrice = limit, StopPrice = stop };

    private static decimal?[] Prices(EngineRun run) => [.. run.Ledger.Fills.Select(fill => (decimal?)fill.Price)];

    [Theory]
    [InlineData(OrderSide.Buy, OrderType.Market, 102.0102)]
    [InlineData(OrderSide.Sell, OrderType.Market, 101.9898)]
    [InlineData(OrderSide.Buy, OrderType.MarketOnOpen, 102.0102)]
    [InlineData(OrderSide.Buy, OrderType.MarketOnClose, 104.0104)]
    [InlineData(OrderSide.Sell, OrderType.MarketOnClose, 103.9896)]
    public void Market_orders_fill_at_the_open_or_close_with_slippage(OrderSide side, OrderType type, decimal expected) =>
        Assert.Equal([expected], Prices(Run(OneBasisPoint, Order(side, type), [102, 105, 101, 104])));

    [Theory]
    [InlineData(OrderSide.Buy, 103, 102.0)] // opens better than the limit: price improvement
    [InlineData(OrderSide.Buy, 102, 102.0)]
    [InlineData(OrderSide.Buy, 101.5, 101.5)]
    [InlineData(OrderSide.Buy, 101, 101.0)] // a touch
    [InlineData(OrderSide.Buy, 100.99, null)]
    [InlineData(OrderSide.Sell, 101, 102.0)]
    [InlineData(OrderSide.Sell, 105, 105.0)]
    [InlineData(OrderSide.Sell, 105.01, null)]
    public void Limits_fill_at_the_limit_or_better_without_slippage(OrderSide side, double limit, double? expected) =>
        Assert.Equal(
            expected is null ? [] : [(decimal?)expected],
            Prices(Run(OneBasisPoint, Order(side, OrderType.Limit, limit: (decimal)limit), [102, 105, 101, 104])));

    [Fact]
    public void A_touch_is_not_enough_where_a_trade_through_is_needed()
    {
        EngineOptions through = Markets.Frictionless with { LimitsNeedTradeThrough = true };
        Assert.Empty(Prices(Run(through, Order(OrderSide.Buy, OrderType.Limit, limit: 101), [102, 105, 101, 104])));
        Assert.Equal([101m], Prices(Run(through, Order(OrderSide.Buy, OrderType.Limit, limit: 101), [102, 105, 100.99, 104])));
    }

    [Theory]
    [InlineData(OrderSide.Buy, 101, 102.0102)] // gap: the open, not the stop
    [InlineData(OrderSide.Buy, 104, 104.0104)]
    [InlineData(OrderSide.Buy, 105, 105.0105)]
    [InlineData(OrderSide.Buy, 105.01, null)]
    [InlineData(OrderSide.Sell, 103, 101.9898)]
    [InlineData(OrderSide.Sell, 101, 100.9899)]
    public void Stops_fill_at_the_stop_or_beyond_it_at_a_gap(OrderSide side, double stop, double? expected) =>
        Assert.Equal(
            expected is null ? [] : [(decimal?)expected],
            Prices(Run(OneBasisPoint, Order(side, OrderType.Stop, stop: (decimal)stop), [102, 105, 101, 104])));

    [Theory]
    [InlineData(103, 104, "103")] // inside the range and the limit allows it: at the stop
    [InlineData(101, 103, "102")] // triggered at the open, then a limit order on the same bar
    [InlineData(101, 101.5, "101.5")]
    [InlineData(103, 102.5, "99")] // triggered inside, limit below the stop: a limit order from the next bar, which opens at 99
    [InlineData(106, 107, "")]
    public void Stop_limits_follow_their_own_rule(double stop, double limit, string expected) =>
        Assert.Equal(
            expected,
            string.Join(" ", Prices(Run(
                OneBasisPoint, Order(OrderSide.Buy, OrderType.StopLimit, (decimal)limit, (decimal)stop), [102, 105, 101, 104], [99, 100, 98, 99]))));

    [Fact]
    public void Stops_are_filled_before_limits_inside_the_bar_and_the_open_before_both()
    {
        EngineRun run = new(Markets.Frictionless, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [102, 106, 98, 104]));
        run.Process(0, 1);
        run.Engine.Submit(Order(OrderSide.Buy, OrderType.Limit, limit: 99));
        run.Engine.Submit(Order(OrderSide.Buy, OrderType.Stop, stop: 105));
        run.Engine.Submit(Order(OrderSide.Buy, OrderType.MarketOnClose));
        run.Engine.Submit(Order(OrderSide.Buy, OrderType.Limit, limit: 103));
        run.Engine.Submit(Order(OrderSide.Buy, OrderType.Stop, stop: 101));
        run.Engine.Submit(Order(OrderSide.Buy, OrderType.Market));
        run.Process(1, 2);
        Assert.Equal([6L, 5, 4, 2, 1, 3], run.Ledger.Fills.Select(fill => fill.OrderNumber));
    }

    [Fact]
    public void Day_orders_expire_after_the_next_bar_and_others_wait()
    {
        OrderRequest limit = Order(OrderSide.Buy, OrderType.Limit, limit: 90);
        double[][] bars = [[100, 101, 99, 100], [91, 92, 89, 90]];
        EngineRun day = Run(Markets.Frictionless, limit with { TimeInForce = TimeInForce.Day }, bars);
        Assert.Equal((OrderStatus.Expired, 0), (day.Ledger.Orders[0].Status, day.Ledger.Fills.Count));
        Assert.Equal([90m], Prices(Run(Markets.Frictionless, limit, bars)));
    }

    [Fact]
    public void The_volume_cap_fills_in_parts_and_time_in_force_decides_on_the_rest()
    {
        EngineOptions tenth = Markets.Frictionless with { Participation = 0.1 };
        OrderRequest market = Order(OrderSide.Buy, OrderType.Market, quantity: 25);
        double[][] bars = [[100, 101, 99, 100, 109], [101, 101, 99, 100, 0], [102, 102, 99, 100, 1000]];
        EngineRun gtc = Run(tenth, market, bars);
        Assert.Equal([(10m, 100m), (15m, 102m)], gtc.Ledger.Fills.Select(fill => (fill.Quantity, fill.Price)));
        Assert.Equal(101.2m, gtc.Ledger.Orders[0].AverageFillPrice);
        Assert.Equal(1, gtc.Engine.StarvedOrders);
        EngineRun ioc = Run(tenth, market with { TimeInForce = TimeInForce.ImmediateOrCancel }, bars);
        Assert.Equal((OrderStatus.Cancelled, 10m), (ioc.Ledger.Orders[0].Status, ioc.Ledger.Orders[0].FilledQuantity));
        EngineRun fok = Run(tenth, market with { TimeInForce = TimeInForce.FillOrKill }, bars);
        Assert.Equal((OrderStatus.Cancelled, 0m), (fok.Ledger.Orders[0].Status, fok.Ledger.Orders[0].FilledQuantity));
    }

    [Fact]
    public void What_a_cap_leaves_of_a_triggered_stop_trades_at_the_next_open()
    {
        EngineRun run = Run(
            Markets.Frictionless with { Participation = 0.1 }, Order(OrderSide.Buy, OrderType.Stop, stop: 104, quantity: 3),
            [100, 105, 99, 100, 20], [98, 99, 97, 98, 100]);
        Assert.Equal([(2m, 104m), (1m, 98m)], run.Ledger.Fills.Select(fill => (fill.Quantity, fill.Price)));
    }

    [Fact]
    public void A_bar_without_a_close_fills_nothing_and_keeps_the_mark()
    {
        EngineRun run = Run(
            Markets.Frictionless, Order(OrderSide.Buy, OrderType.Market), [99, 101, 98, 100], [150, 160, 140, double.NaN], [101, 103, 100, 102]);
        run.Engine.Finish();
        Assert.Equal([99m], Prices(run));
        Assert.Equal([1_000_000, 1_000_001, 1_000_001, 1_000_003], run.Equity());
        Assert.Equal(1, run.Engine.SkippedBars);
    }

    [Fact]
    public void A_missing_open_is_the_close_before() =>
        Assert.Equal([100m], Prices(Run(Markets.Frictionless, Order(OrderSide.Buy, OrderType.Market), [double.NaN, 104, 102, 103])));

    [Fact]
    public void An_order_waits_for_a_bar_that_opens_after_its_decision()
    {
        // A daily bar that opened before the decision in the hourly series closes after it: its open is in the past.
        Instrument daily = new("DAILY", AssetClass.Equity), hourly = new("HOURLY", AssetClass.Equity);
        InstrumentSeries[] series =
        [
            Markets.Bars(daily, Timeframe.Day, Markets.Start, [[10, 30, 5, 20], [21, 31, 11, 25]]),
            Markets.Bars(hourly, Timeframe.Hour, Markets.Start, [[1, 1, 1, 1]]),
        ];
        TradingUniverse universe = TradingUniverse.Of(series);
        Domain.Engine.Recording.SessionLedger ledger = new();
        ScriptedStrategy strategy = new((slice, context) =>
        {
            if (slice == 0)
            {
                context.Submit(new OrderRequest { Instrument = "DAILY", Side = OrderSide.Buy, Quantity = 1 });
            }
        });
        TradingEngine engine = new(universe, Markets.Frictionless, strategy, ledger);
        Markets.Slices(universe, series).ForEach(slice => engine.Process(slice));
        Fill fill = Assert.Single(ledger.Fills);
        Assert.Equal((21m, Markets.Start + UnixTime.Day), (fill.Price, fill.BarTime));
    }
}
