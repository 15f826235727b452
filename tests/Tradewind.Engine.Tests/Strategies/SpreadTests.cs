using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests.Strategies;

public class SpreadTests
{
    private static readonly Instrument s_front = new("CL1 Comdty", AssetClass.CommodityFuture) { Multiplier = 1000m };
    private static readonly Instrument s_back = new("CL2 Comdty", AssetClass.CommodityFuture) { Multiplier = 1000m };

    // The spread is 1 but for one day; both months move together by steps of 1.
    private static BacktestResult Run(double[] spreads, EngineOptions? options = null) => BacktestRunner.Run(new BacktestRequest
    {
        Bars =
        [
            Markets.Closes(s_front, [.. spreads.Select((spread, day) => 70 + day + spread)]),
            Markets.Closes(s_back, [.. spreads.Select((_, day) => 70.0 + day)]),
        ],
        Strategy = "calendar_spread",
        Parameters = new Dictionary<string, string> { ["window"] = "5", ["entry"] = "1.5" },
        Options = options ?? Markets.Frictionless,
    });

    [Fact]
    public void The_profit_is_that_of_the_spread_and_not_of_the_outright()
    {
        // At row 5 z of (1, 1.1, .9, 1, −1) is (−1 − .6)/.8972 = −1.78: long at the next open, where the spread is −1 (opens are the closes
        // before). At row 6 it is 1 again, z = (1 − .6)/.8972 > −.5: out at the open of row 7, where it is 1. Two points of 1000.
        BacktestResult result = Run([1.1, 1, 1.1, 0.9, 1, -1, 1, 1, 1]);
        Assert.Equal(
            ["CL1 Comdty Buy", "CL2 Comdty Sell", "CL1 Comdty Sell", "CL2 Comdty Buy"], result.Fills.Select(fill => $"{fill.Instrument} {fill.Side}"));
        Assert.Equal(2000, result.Equity.Span[^1] - 1_000_000, 1e-6);
    }

    [Fact]
    public void Each_leg_pays_its_costs()
    {
        BacktestResult result = Run(
            [1.1, 1, 1.1, 0.9, 1, -1, 1, 1, 1], Markets.Frictionless with { Commission = new Domain.Engine.Costs.Commission(2.5m, 0) });
        Assert.Equal(10, result.Costs.Cash);
        Assert.Equal(1990, result.Equity.Span[^1] - 1_000_000, 1e-6);
    }

    [Fact]
    public void A_wide_spread_is_sold_and_a_constant_one_holds()
    {
        Assert.Equal(OrderSide.Sell, Run([1.1, 1, 1.1, 0.9, 1, 3, 1, 1, 1]).Fills.First(fill => fill.Instrument == "CL1 Comdty").Side);
        Assert.Empty(Run([1, 1, 1, 1, 1, 1, 1, 1, 1]).Signals);
    }

    [Fact]
    public void A_day_without_one_of_the_months_decides_nothing()
    {
        InstrumentSeries front = Markets.Closes(s_front, 71, 71, 71, 71, 71, 71, 71, 71), back = Markets.Closes(s_back, 70, 70.1, 70, 70.2, 70, double.NaN, 75, 70);
        TradingUniverse universe = TradingUniverse.Of([front, back]);
        SignalRunner runner = new(universe, StrategyCatalogue.Create("calendar_spread", new Dictionary<string, string> { ["window"] = "5", ["entry"] = "1.5" }, universe));
        long[] days = [.. Markets.Slices(universe, [front, back]).SelectMany(slice => runner.Process(slice)).Select(signal => (signal.Time - Markets.Start) / UnixTime.Day - 1).Distinct()];
        Assert.Equal([6L, 7L], days);
    }

    [Fact]
    public void Legs_that_are_not_there_and_three_months_without_names_are_refused()
    {
        TradingUniverse three = TradingUniverse.Of([Markets.Closes(s_front, 1), Markets.Closes(s_back, 1), Markets.Closes(Markets.Unit, 1)]);
        Assert.Equal("parameters[front]", Refused(three, []).Violations[0].Field);
        Assert.Equal("parameters[back]", Refused(three, new() { ["front"] = "CL1 Comdty", ["back"] = "CL9 Comdty" }).Violations[0].Field);
        Assert.Equal("parameters[quantity]", Refused(three, new() { ["front"] = "CL1 Comdty", ["back"] = "CL2 Comdty", ["quantity"] = "0.5" }).Violations[0].Field);
    }

    [Fact]
    public void Crack_spread_holds_products_against_crude_by_their_ratio()
    {
        WideMarket market = new(200, 3);
        BacktestResult result = BacktestRunner.Run(market.Request("crack_spread", 200));
        foreach (IGrouping<long, Fill> together in result.Fills.GroupBy(fill => fill.Time))
        {
            Dictionary<string, decimal> signed = together.ToDictionary(fill => fill.Instrument, fill => fill.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity);
            Assert.Equal(-3 * signed["HO1 Comdty"], signed["CL1 Comdty"]);
            Assert.Equal(2 * signed["HO1 Comdty"], signed["XB1 Comdty"]);
        }

        Assert.NotEmpty(result.Fills);
    }

    private static InvalidInputException Refused(TradingUniverse universe, Dictionary<string, string> parameters) =>
        Assert.Throws<InvalidInputException>(() => StrategyCatalogue.Create("calendar_spread", parameters, universe));
}
