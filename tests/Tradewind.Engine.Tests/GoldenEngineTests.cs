using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>Golden numbers 6, 7, 8 and 14 of the backtest specification.</summary>
public class GoldenEngineTests
{
    private static readonly double[][] GoldenBars =
    [
        [75, 75.5, 74.8, 75.2], [75.3, 76, 75.1, 75.9], [76.1, 76.5, 75.8, 76.2],
        [76, 76.2, 74.9, 75], [74.8, 75.1, 74, 74.2], [74.5, 75, 74.3, 74.9],
    ];

    [Fact]
    public void Round_trip_of_two_contracts_matches_the_golden_equity()
    {
        EngineOptions options = new() { Sizing = PositionSizing.Fixed(2) };
        EngineRun run = new(options, Markets.Daily(Markets.Crude, GoldenBars), ScriptedStrategy.Signals((1, SignalDirection.Long), (4, SignalDirection.Flat)));
        run.ProcessAll().Engine.Finish();

        Assert.Equal([76.10761m, 74.49255m], run.Ledger.Fills.Select(fill => fill.Price));
        Assert.Equal([2, 5], run.Ledger.Fills.Select(fill => (int)((fill.BarTime - Markets.Start) / UnixTime.Day)));
        double[] expected = [1_000_000, 1_000_000, 1_000_179.78, 997_779.78, 996_179.78, 996_759.88];
        Assert.Equal(expected, run.Equity().Select(value => Math.Round(value, 8)));
        Trade trade = Assert.Single(run.Ledger.Trades);
        Assert.Equal(-3240.12m, trade.ProfitAndLoss);
        Assert.Equal(3, trade.Bars);
        Assert.Equal(996_759.88m, run.Engine.Cash);
        // Held to their close: bars 2, 3 and 4, lowest 74.00 and highest 76.50; the exit at 74.49255 lies inside.
        Assert.Equal((74 - 76.10761) * 2000, trade.MaxAdverseExcursion, 6);
        Assert.Equal((76.5 - 76.10761) * 2000, trade.MaxFavourableExcursion, 6);
    }

    [Fact]
    public void Selling_through_flat_realises_the_old_part_and_opens_the_rest_at_the_fill()
    {
        EngineRun run = new(Markets.Frictionless, Markets.Daily(Markets.Crude, [75, 75, 75, 75], [75, 75, 75, 75], [77, 77, 76, 76]));
        run.Process(0, 1).Engine.Submit(new OrderRequest { Instrument = Markets.Crude.Id, Side = OrderSide.Buy, Quantity = 3 });
        run.Process(1, 2).Engine.Submit(new OrderRequest { Instrument = Markets.Crude.Id, Side = OrderSide.Sell, Quantity = 5 });
        run.Process(2, 3);

        Position position = run.Engine.PositionOf(Markets.Crude.Id);
        Assert.Equal((-2m, 77m, 6000m, 2000d), (position.Quantity, position.AveragePrice, run.Engine.Realised, position.Unrealised));
        Assert.Equal(3m, Assert.Single(run.Ledger.Trades).Quantity);
    }

    [Theory]
    [InlineData(89, 106, 88, 95, "89")]
    [InlineData(99, 106, 89, 95, "105.0105")]
    [InlineData(107, 108, 99, 100, "107.0107")]
    public void Attached_stop_and_target_of_a_short_fill_in_the_stated_order(double open, double high, double low, double close, string expected)
    {
        EngineOptions options = Markets.Frictionless with { SlippagePercent = 0.01m, StopLossPercent = 5, TakeProfitPercent = 10 };
        EngineRun run = new(options, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 100, 100, 100], [open, high, low, close]));
        // A limit entry fills without slippage, so that the average is exactly 100.
        run.Process(0, 1).Engine.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Sell, Quantity = 1, Type = OrderType.Limit, LimitPrice = 100 });
        run.Process(1, 3);

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), run.Ledger.Fills[1].Price);
        Assert.Equal(0m, run.Engine.PositionOf("UNIT").Quantity);
        Assert.Empty(run.Engine.OpenOrders());
        Order[] attached = [.. run.Ledger.Orders.Where(order => order.Purpose is OrderPurpose.StopLoss or OrderPurpose.TakeProfit)];
        Assert.Equal([OrderStatus.Cancelled, OrderStatus.Filled], attached.Select(order => order.Status).Order().Reverse());
    }

    [Fact]
    public void Cost_models_match_the_golden_charges()
    {
        CostInput fill = new(75m, 10m, 1000m, 0m, double.NaN, 0);
        Assert.Equal(225m, new CostModel(new CostModelConfig()).Charge(fill).Total);
        Assert.Equal(325m, new CostModel(new CostModelConfig { Kind = CostModelKind.VolatilityAdjusted }).Charge(fill with { Volatility = 0.03 }).Total);
        FillCost impact = new CostModel(new CostModelConfig { Kind = CostModelKind.SquareRootImpact }).Charge(fill with { Volatility = 0.02 });
        Assert.Equal(21.2132, (double)impact.Impact, 4);
        Assert.Equal(246.2132, (double)impact.Total, 4);
    }

    [Fact]
    public void Tiered_commission_is_marginal_and_starts_anew_each_day()
    {
        CostModel model = new(new CostModelConfig { Kind = CostModelKind.Tiered });
        CostInput fill = new(75m, 150m, 1000m, 0m, double.NaN, 0);
        Assert.Equal(350m, model.Charge(fill).Commission);
        Assert.Equal(300m, model.Charge(fill).Commission);
        Assert.Equal(350m, model.Charge(fill with { Day = UnixTime.Day }).Commission);
    }

    [Fact]
    public void A_cost_model_charges_cash_and_leaves_the_price_raw()
    {
        EngineOptions options = new() { CostModel = new CostModelConfig(), Sizing = PositionSizing.Fixed(10), MaxDrawdown = null };
        EngineRun run = new(options, Markets.Daily(Markets.Crude, GoldenBars), ScriptedStrategy.Signals((1, SignalDirection.Long)));
        run.ProcessAll();

        Fill fill = Assert.Single(run.Ledger.Fills);
        Assert.Equal((76.1m, 76.1m, 225m, 0m), (fill.Price, fill.RawPrice, fill.Cost.Total, fill.SlippageInPrice));
        Assert.Equal(225m, run.Engine.Costs);
    }
}
