using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>Rules of section 1 of the backtest specification around the matching: timing, guard, caps, costs, data checks.</summary>
public class AccountRulesTests
{
    [Fact]
    public void Same_close_fills_happen_only_when_chosen_and_re_mark_the_bar()
    {
        InstrumentSeries series = Markets.Daily(Markets.Unit, [100, 100, 100, 100], [110, 110, 110, 110], [120, 120, 120, 120]);
        EngineOptions costly = Markets.Frictionless with { Commission = new Commission(1, 0) };
        EngineRun next = new EngineRun(costly, series, ScriptedStrategy.Signals((0, SignalDirection.Long))).ProcessAll();
        EngineRun same = new EngineRun(costly with { FillTiming = FillTiming.SameClose }, series, ScriptedStrategy.Signals((0, SignalDirection.Long))).ProcessAll();
        Assert.Equal((110m, 1_000_009d), (next.Ledger.Fills[0].Price, next.Engine.Equity));
        Assert.Equal((100m, 1_000_019d), (same.Ledger.Fills[0].Price, same.Engine.Equity));
        Assert.Equal([999_999, 1_000_009, 1_000_019], same.Equity());
    }

    [Fact]
    public void The_drawdown_guard_flattens_at_the_next_open_and_marks_to_the_end()
    {
        EngineOptions options = Markets.Frictionless with { InitialCapital = 1000, MaxDrawdown = 0.2, Sizing = PositionSizing.Fixed(10) };
        int calls = 0;
        ScriptedStrategy strategy = new((slice, context) =>
        {
            calls++;
            if (slice == 0)
            {
                context.Emit(ScriptedStrategy.SignalOf(context, SignalDirection.Long));
                context.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 1, Type = OrderType.Limit, LimitPrice = 1 });
            }
        });
        EngineRun run = new(options, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 100, 70, 75], [60, 90, 60, 90], [95, 95, 95, 95]), strategy);
        run.ProcessAll();
        Assert.Equal([1000, 750, 600, 600], run.Equity());
        Assert.Equal(Markets.Start + 2 * UnixTime.Day, run.Engine.HaltedAt);
        Assert.Equal(1, calls);
        Assert.Equal([OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Filled], run.Ledger.Orders.Select(order => order.Status));
        Assert.Equal(OrderRejection.TradingHalted, run.Engine.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 1 }).Rejection);
    }

    [Fact]
    public void Targets_are_clipped_to_the_cap_and_a_reversal_at_the_cap_goes_all_the_way()
    {
        EngineOptions options = Markets.Frictionless with { MaxPosition = 7, Sizing = PositionSizing.Fixed(9) };
        EngineRun run = new(
            options, Markets.Closes(Markets.Unit, 100, 100, 100, 100),
            ScriptedStrategy.Signals((0, SignalDirection.Long), (1, SignalDirection.Long), (2, SignalDirection.Short)));
        run.ProcessAll();
        Assert.Equal([7m, -7m], run.Ledger.Fills.Select(fill => fill.PositionAfter));
        Assert.Equal(2, run.Ledger.Orders.Count);
        Assert.Equal(3, run.Engine.ClippedTargets);
    }

    [Fact]
    public void A_share_of_equity_is_cut_to_lots_and_not_resized_by_repeated_signals()
    {
        Instrument coin = new("BTC/USDT", AssetClass.CryptoSpot) { LotSize = 0.001m };
        EngineOptions options = Markets.Frictionless with { InitialCapital = 1000, Sizing = PositionSizing.EquityFraction(0.5) };
        EngineRun run = new(
            options, Markets.Closes(coin, 300, 300, 600, 600),
            ScriptedStrategy.Signals((0, SignalDirection.Long), (1, SignalDirection.Long), (2, SignalDirection.Long)));
        run.ProcessAll();
        Assert.Equal([1.666m], run.Ledger.Fills.Select(fill => fill.Quantity));
    }

    [Fact]
    public void Costs_are_paid_at_entry_and_shared_out_to_the_trades()
    {
        EngineOptions options = Markets.Frictionless with { Commission = new Commission(1, 0) };
        EngineRun run = new(options, Markets.Closes(Markets.Unit, 100, 100, 100, 100, 100));
        run.Process(0, 1).Engine.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 4 });
        run.Process(1, 2);
        Assert.Equal(999_996, run.Engine.Equity);
        run.Engine.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Sell, Quantity = 1 });
        run.Process(2, 3).Engine.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Sell, Quantity = 5 });
        run.Process(3, 4);
        Assert.Equal([(1m, -2m), (3m, -6m)], run.Ledger.Trades.Select(trade => (trade.Quantity, trade.ProfitAndLoss)));
        Assert.Equal(-2m, run.Engine.PositionOf("UNIT").Quantity);
    }

    [Fact]
    public void Close_at_end_adds_a_fill_with_costs_and_re_marks_the_last_point()
    {
        EngineOptions options = new EngineOptions { Sizing = PositionSizing.Fixed(1), Commission = new Commission(5, 0), SlippagePercent = 1, CloseAtEnd = true };
        EngineRun run = new(options, Markets.Closes(Markets.Unit, 100, 100, 110), ScriptedStrategy.Signals((0, SignalDirection.Long)));
        run.ProcessAll().Engine.Finish();
        Assert.Equal([101m, 108.9m], run.Ledger.Fills.Select(fill => fill.Price));
        Assert.Equal([1_000_000, 999_994, 999_997.9], run.Equity().Select(value => Math.Round(value, 9)));
        Assert.Equal(-2.1m, Assert.Single(run.Ledger.Trades).ProfitAndLoss);
    }

    [Fact]
    public void Negative_prices_need_a_flag_and_slip_by_their_absolute_value()
    {
        InstrumentSeries crash = Markets.Daily(Markets.Crude, [20, 20, 18, 18.27], [-10, 1, -40, -37.63]);
        Assert.Equal("BAR_INVALID", Assert.Throws<InvalidInputException>(() => new EngineRun(new EngineOptions(), crash).ProcessAll()).Reason);
        EngineOptions options = Markets.Frictionless with { SlippagePercent = 1, AllowNonPositivePrices = true };
        EngineRun run = new EngineRun(options, crash, ScriptedStrategy.Signals((0, SignalDirection.Long))).ProcessAll();
        Assert.Equal(-9.9m, run.Ledger.Fills[0].Price);
        Assert.Equal(1_000_000 - 27_730, run.Engine.Equity, 6);
    }

    [Theory]
    [InlineData(100, 99, 98, 99.5, "a high not below")]
    [InlineData(100, 101, 100.5, 100, "low not above")]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, 1, 2, "finite")]
    [InlineData(100, 101, 0, 100, "not positive")]
    public void Broken_bars_are_refused_with_instrument_and_time(double open, double high, double low, double close, string expected)
    {
        EngineRun run = new(new EngineOptions(), Markets.Daily(Markets.Unit, [100, 100, 100, 100], [open, high, low, close]));
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => run.ProcessAll());
        Assert.Equal("instruments[UNIT].bars[2024-01-02]", error.Violations[0].Field);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OrderType.Market, null, "100 95")] // the position exists from the open on, so its stop lives on the same bar
    [InlineData(OrderType.Limit, 98d, "98")] // when inside the bar it was entered is unknown: the stop lives from the next bar on
    public void An_attached_stop_lives_on_the_entry_bar_only_after_an_entry_at_the_open(OrderType type, double? limit, string expected)
    {
        EngineOptions options = Markets.Frictionless with { StopLossPercent = 5 };
        EngineRun run = new EngineRun(options, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 101, 90, 96])).Process(0, 1);
        run.Engine.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 1, Type = type, LimitPrice = (decimal?)limit });
        run.Process(1, 2);
        Assert.Equal(expected, string.Join(" ", run.Ledger.Fills.Select(fill => fill.Price)));
    }

    [Fact]
    public void A_kill_switch_without_flattening_keeps_the_position_and_stops_everything_else()
    {
        EngineRun run = new(Markets.Frictionless, Markets.Closes(Markets.Unit, 100, 100, 110, 120), ScriptedStrategy.Signals((0, SignalDirection.Long), (2, SignalDirection.Short)));
        run.Process(0, 2).Engine.Halt("kill switch", flatten: false);
        run.Process(2, 4);
        Assert.Equal((1m, 1, "kill switch"), (run.Engine.PositionOf("UNIT").Quantity, run.Ledger.Fills.Count, run.Engine.HaltReason));
        Assert.Equal(1_000_020, run.Engine.Equity);
    }

    [Fact]
    public void Slices_out_of_order_are_refused()
    {
        EngineRun run = new(new EngineOptions(), Markets.Closes(Markets.Unit, 100, 101, 102));
        run.Process(1, 2);
        Assert.Equal("SLICE_INVALID", Assert.Throws<InvalidInputException>(() => run.Process(0, 1)).Reason);
    }

    [Fact]
    public void Wrong_options_are_all_reported_at_once()
    {
        EngineOptions wrong = new() { InitialCapital = 0, MaxDrawdown = 20, Participation = 0, Sizing = new PositionSizing { Quantity = -1 } };
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => wrong.Validate());
        Assert.Equal(
            ["options.initial_capital", "options.max_drawdown", "options.participation", "options.sizing.quantity"],
            error.Violations.Select(violation => violation.Field));
    }
}
