using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests.Accounts;

/// <summary>Instruments quoted in other currencies than the account's.</summary>
public class CurrencyTests
{
    private static readonly Instrument Share = new("DAX", AssetClass.Equity) { Currency = "EUR" };
    private static readonly EngineOptions Dollars = Markets.Frictionless with { AccountCurrency = "USD", Commission = new Commission(1m, 0) };

    [Fact]
    public void Profits_and_costs_are_converted_at_the_last_rate_and_rates_move_equity()
    {
        (TradingEngine engine, SessionLedger ledger) = Run(Dollars, "EURUSD Curncy", [1.0, 1.1, 1.2, 1.25], (0, OrderSide.Buy), (2, OrderSide.Sell));

        // Bought at 100 and 1.1 (fee 11), marked at 110: 100 euros are 110 dollars, at 1.2 they are 120; the fee of the exit is 12.5 at 1.25.
        Assert.Equal([1_000_000, 1_000_099, 1_000_109, 1_000_101.5], ledger.Equity.ToArray().Select(point => Math.Round(point.Equity, 8)));
        Assert.Equal([11m, 12.5m], ledger.Fills.Select(fill => fill.Cost.Total));
        Trade trade = Assert.Single(ledger.Trades);
        Assert.Equal((100m, 110m, 125m, 23.5m), (trade.EntryPrice, trade.ExitPrice, trade.Gross, trade.Costs));
        Assert.Equal(1_000_000 + trade.ProfitAndLoss, engine.Cash);
        Assert.Equal(engine.Cash, 1_000_000 + engine.Realised - engine.Costs);
    }

    [Fact]
    public void A_pair_the_other_way_round_is_inverted()
    {
        (_, SessionLedger ledger) = Run(Dollars with { Commission = Commission.None }, "USD/EUR", [1, 0.5, 0.5, 0.5], (0, OrderSide.Buy));
        Assert.Equal(1_000_200, ledger.Equity[^1].Equity);
        Assert.Equal(2m, ledger.Fills[0].Multiplier);
    }

    [Fact]
    public void Exposure_margin_and_sizes_are_in_the_currency_of_the_account()
    {
        EngineOptions options = Dollars with { MaxGrossExposure = 1_099, Margin = new() { InitialFraction = 0.5 } };
        (TradingEngine engine, SessionLedger ledger) = Run(options, "EURUSD", [1.1, 1.1, 1.1, 1.1], (0, OrderSide.Buy));
        Assert.Equal(OrderRejection.GrossExposureLimit, Assert.Single(ledger.Orders).Rejection);

        (engine, _) = Run(options with { MaxGrossExposure = null }, "EURUSD", [1.1, 1.1, 1.1, 1.1], (0, OrderSide.Buy));
        Assert.Equal(110 * 10 * 1.1 / 2, engine.MarginUsed, 1e-9);
    }

    [Fact]
    public void An_account_without_a_currency_takes_amounts_as_they_are()
    {
        (_, SessionLedger ledger) = Run(Markets.Frictionless, "EURUSD", [1.1, 1.2, 1.3, 1.4], (0, OrderSide.Buy));
        Assert.Equal(1_000_100, ledger.Equity[^1].Equity);
    }

    [Fact]
    public void A_rate_that_is_missing_or_late_is_an_error_before_the_run()
    {
        BacktestRequest request = new() { Bars = [Bars()], Strategy = "buy_and_hold", Options = Dollars };
        InvalidInputException missing = Assert.Throws<InvalidInputException>(() => BacktestRunner.Check(request));
        Assert.Equal(("FX_MISSING", "instruments[DAX]"), (missing.Reason, missing.Violations[0].Field));
        Assert.Contains("EURUSD", missing.Message, StringComparison.Ordinal);

        InstrumentSeries late = Rates("EURUSD", [double.NaN, 1.1, 1.1, 1.1]);
        Assert.Contains("first rate", Assert.Throws<InvalidInputException>(() => BacktestRunner.Check(request with { Fields = [late] })).Message, StringComparison.Ordinal);
        BacktestRunner.Check(request with { Fields = [Rates("EURUSD", [1.1, 1.1, 1.1, 1.1])] });
    }

    private static InstrumentSeries Bars() => Markets.Daily(Share, [100, 100, 100, 100], [100, 110, 100, 110], [110, 110, 110, 110], [110, 110, 110, 110]);

    private static InstrumentSeries Rates(string pair, double[] rates) =>
        AccountSeries.Rates(Markets.Field(new Instrument(pair, AssetClass.Fx), "close", Availability.Candle, Markets.Start, rates));

    /// <summary>Ten shares bought or sold after given bars; the n-th rate is known with the n-th bar.</summary>
    private static (TradingEngine Engine, SessionLedger Ledger) Run(
        EngineOptions options, string pair, double[] rates, params (int Slice, OrderSide Side)[] orders)
    {
        (InstrumentSeries bars, InstrumentSeries fx) = (Bars(), Rates(pair, rates));
        TradingUniverse universe = TradingUniverse.Of([bars], [fx]);
        SessionLedger ledger = new();
        TradingEngine engine = new(universe, options, journal: ledger);
        List<MarketSlice> slices = Markets.Slices(universe, [bars], [fx]);
        for (int i = 0; i < slices.Count; i++)
        {
            engine.Process(slices[i]);
            foreach ((_, OrderSide side) in orders.Where(order => order.Slice == i))
            {
                engine.Submit(new OrderRequest { Instrument = Share.Id, Side = side, Quantity = 10 });
            }
        }

        return (engine, ledger);
    }
}
