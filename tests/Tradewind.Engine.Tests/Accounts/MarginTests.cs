using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests.Accounts;

/// <summary>Margin, buying power and liquidation.</summary>
public class MarginTests
{
    private static readonly EngineOptions Half = Markets.Frictionless with
    {
        InitialCapital = 10_000, Margin = new MarginTerms { InitialFraction = 0.5, MaintenanceFraction = 0.25 },
    };

    [Fact]
    public void Five_crude_contracts_need_a_tenth_of_their_value()
    {
        EngineOptions options = Markets.Frictionless with { Commission = new Commission(2.5m, 0), Margin = new MarginTerms() };
        EngineRun run = new(options, Markets.Daily(Markets.Crude, [75, 75, 75, 75], [75, 76, 75, 76]));
        run.Process(0, 1).Engine.Submit(Buy(5, Markets.Crude.Id));
        run.Process(1, 2);

        Assert.Equal((999_987.50m, 1_004_987.50), (run.Engine.Cash, run.Engine.Equity));
        Assert.Equal((38_000d, 30_400d), (Math.Round(run.Engine.MarginUsed, 6), Math.Round(run.Engine.MaintenanceMargin, 6)));
        Assert.Equal((1_004_987.50 - 38_000) / 0.1, run.Engine.BuyingPowerFor(Markets.Crude.Id)!.Value, 1e-6);
    }

    [Fact]
    public void Orders_beyond_the_buying_power_are_refused_and_reducing_ones_never()
    {
        EngineRun run = new(Half, Markets.Closes(Markets.Unit, 100, 100, 100, 100));
        run.Process(0, 1);
        Assert.Equal(OrderRejection.InsufficientMargin, run.Engine.Submit(Buy(201)).Rejection);
        Assert.Equal(OrderRejection.None, run.Engine.Submit(Buy(150)).Rejection);
        // What waits counts too.
        Assert.Equal(OrderRejection.InsufficientMargin, run.Engine.Submit(Buy(51)).Rejection);
        Assert.Equal(OrderRejection.None, run.Engine.Submit(Buy(50)).Rejection);
        run.Process(1, 2);
        Assert.Equal(0, run.Engine.BuyingPowerFor("UNIT"));
        Assert.Equal(OrderRejection.InsufficientMargin, run.Engine.Submit(Buy(1)).Rejection);
        Assert.Equal(OrderRejection.None, run.Engine.Submit(Sell(200)).Rejection);
    }

    [Fact]
    public void A_margin_call_closes_as_many_lots_as_are_missing_at_the_next_open()
    {
        EngineRun run = new(Half, Markets.Closes(Markets.Unit, 100, 100, 60, 60, 60));
        run.Process(0, 1).Engine.Submit(Buy(200));
        run.Process(1, 3);

        // Equity 2,000 against 200 x 60 x 0.25 = 3,000: 1,000 are missing, 15 a unit.
        Assert.Equal([run.Engine.Time], run.Engine.MarginCalls);
        Order order = Assert.Single(run.Engine.OpenOrders());
        Assert.Equal((OrderPurpose.Liquidation, OrderSide.Sell, 67m, true), (order.Purpose, order.Side, order.Quantity, order.ReduceOnly));
        Assert.Equal(OrderRejection.InsufficientMargin, run.Engine.Submit(Buy(1)).Rejection);
        run.Process(3, 4);

        Assert.Equal(133m, run.Engine.PositionOf("UNIT").Quantity);
        Assert.Equal(1995, run.Engine.MaintenanceMargin, 1e-9);
        Assert.Single(run.Engine.MarginCalls);
        Assert.Equal(OrderPurpose.Liquidation, run.Ledger.Fills[^1].Purpose);
    }

    [Fact]
    public void The_position_with_the_largest_margin_goes_first()
    {
        Instrument small = new("SMALL", AssetClass.Equity), large = new("LARGE", AssetClass.Equity);
        InstrumentSeries[] series = [Markets.Closes(small, 100, 100, 60, 60), Markets.Closes(large, 100, 100, 60, 60)];
        TradingUniverse universe = TradingUniverse.Of(series);
        TradingEngine engine = new(universe, Half);
        List<MarketSlice> slices = Markets.Slices(universe, series);
        engine.Process(slices[0]);
        engine.Submit(Buy(80, "SMALL"));
        engine.Submit(Buy(120, "LARGE"));
        engine.Process(slices[1]);
        engine.Process(slices[2]);
        Assert.Equal(("LARGE", 67m), (Assert.Single(engine.OpenOrders()).Instrument, engine.OpenOrders()[0].Quantity));
    }

    [Fact]
    public void A_signal_to_go_flat_during_a_margin_call_does_not_turn_the_position()
    {
        ScriptedStrategy strategy = ScriptedStrategy.Signals((0, Domain.Strategies.SignalDirection.Long), (2, Domain.Strategies.SignalDirection.Flat));
        EngineOptions options = Half with { Sizing = new PositionSizing { Quantity = 200, MaxPosition = null } };
        EngineRun run = new(options, Markets.Closes(Markets.Unit, 100, 100, 60, 60, 60), strategy);
        run.ProcessAll();
        Assert.Equal(0m, run.Engine.PositionOf("UNIT").Quantity);
        Assert.Equal(200m, run.Ledger.Trades.Sum(trade => trade.Quantity));
        Assert.All(run.Ledger.Fills, fill => Assert.True(fill.PositionAfter >= 0));
    }

    [Fact]
    public void No_order_is_accepted_that_the_account_cannot_carry() =>
        Prop.ForAll(Gen.Choose(1, 400).ToArbitrary(), Gen.Choose(20, 300).ToArbitrary(), (quantity, price) =>
        {
            EngineRun run = new(Half, Markets.Closes(Markets.Unit, price, price));
            run.Process(0, 1);
            Assert.Equal(quantity * price * 0.5 <= 10_000, run.Engine.Submit(Buy(quantity)).Rejection == OrderRejection.None);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fractions_out_of_range_are_named()
    {
        EngineOptions options = new() { Margin = new MarginTerms { InitialFraction = 0.1, MaintenanceFraction = 0.2 } };
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => options.Validate());
        Assert.Equal("options.margin.maintenance_fraction", Assert.Single(error.Violations).Field);
    }

    private static OrderRequest Buy(decimal quantity, string instrument = "UNIT") =>
        new() { Instrument = instrument, Side = OrderSide.Buy, Quantity = quantity };

    private static OrderRequest Sell(decimal quantity) => new() { Instrument = "UNIT", Side = OrderSide.Sell, Quantity = quantity };
}
