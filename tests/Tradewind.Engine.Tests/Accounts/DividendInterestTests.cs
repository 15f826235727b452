using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests.Accounts;

/// <summary>Cash dividends and interest on the balance.</summary>
public class DividendInterestTests
{
    private static readonly long ExDate = Markets.Start + 3 * UnixTime.Day;

    [Theory]
    [InlineData(OrderSide.Buy, 15)]
    [InlineData(OrderSide.Sell, -15)]
    public void Who_is_long_before_the_ex_date_receives_and_who_is_short_pays(OrderSide side, int received)
    {
        EngineRun run = Flat(Timeframe.Day, 8, Paying(1.5m));
        run.Process(0, 1).Engine.Submit(Order(side, 10));
        run.Process(1, 5).Engine.Submit(Order(OrderDesk.Opposite(side), 10));
        run.Process(5, 8).Engine.Finish();

        FinancingCharge charge = Assert.Single(run.Ledger.Financing);
        Assert.Equal((FinancingKind.Dividend, 1.5, -(decimal)received), (charge.Kind, charge.Rate, charge.Amount));
        // Known with the bar of the ex-date, whose open it comes before.
        Assert.Equal(ExDate + UnixTime.Day, charge.Time);
        Assert.Equal(1_000_000m + received, run.Engine.Cash);
        Assert.Equal((0m, (decimal)received), (run.Ledger.Trades[0].Gross, run.Ledger.Trades[0].ProfitAndLoss));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 15)]
    public void Buying_at_the_open_of_the_ex_date_is_too_late(int orderedAfterBar, int received)
    {
        EngineRun run = Flat(Timeframe.Day, 8, Paying(1.5m));
        run.Process(0, orderedAfterBar + 1).Engine.Submit(Order(OrderSide.Buy, 10));
        run.Process(orderedAfterBar + 1, 8);
        Assert.Equal(1_000_000m + received, run.Engine.Cash);
    }

    [Fact]
    public void An_execution_series_pays_with_its_first_print_of_the_ex_date()
    {
        InstrumentSeries days = Markets.Daily(Markets.Unit, [.. Enumerable.Repeat(new double[] { 100, 100, 100, 100 }, 6)]);
        InstrumentSeries prints = ExecutionMarket.PrintsOf(
            Markets.Unit, (Markets.Start + UnixTime.Day + 1, 100, 50), (ExDate - 1, 100, 50), (ExDate + 1, 100, 50), (ExDate + UnixTime.Hour, 100, 50));
        BacktestResult result = BacktestRunner.Run(new BacktestRequest
        {
            Bars = [days], Execution = [prints], Strategy = "buy_and_hold",
            Options = Paying(1.5m) with { Sizing = PositionSizing.Fixed(10) },
        });
        Assert.Equal(ExDate + 1, Assert.Single(result.Financing).Time);
        Assert.Equal((-15m, 0m, -15m), (result.Costs.Dividends, result.Costs.Borrow, result.Costs.Financing));
        Assert.Equal(1_000_015m, result.Cash);
    }

    [Fact]
    public void A_field_of_amounts_becomes_a_schedule()
    {
        InstrumentSeries series = Markets.Field(Markets.Unit, "dividend", Availability.Close, Markets.Start + 9 * UnixTime.Hour, 0, double.NaN, 0.25, 0);
        CashDividend dividend = Assert.Single(DividendSchedule.Of(series, "dividend", "UNIT"));
        Assert.Equal(new CashDividend("UNIT", Markets.Start + 2 * UnixTime.Day, 0.25m), dividend);
        InstrumentSeries wrong = Markets.Field(Markets.Unit, "dividend", Availability.Close, Markets.Start, -1);
        Assert.Equal("DIVIDEND_INVALID", Assert.Throws<InvalidInputException>(() => DividendSchedule.Of(wrong, "dividend", "UNIT").ToList()).Reason);
    }

    [Fact]
    public void A_flat_account_earns_interest_on_its_cash_by_elapsed_time()
    {
        // 3.65 % of a million is 100 a day.
        EngineRun run = Flat(Timeframe.Hour, 60, Bearing(credit: 0.0365, debit: 1));
        run.ProcessAll().Engine.Finish();
        // From the first mark at 01:00 on: at the first marks of two later days, and at the end.
        Assert.Equal(
            [Markets.Start + 24 * UnixTime.Hour, Markets.Start + 48 * UnixTime.Hour, Markets.Start + 60 * UnixTime.Hour],
            run.Ledger.Financing.Select(charge => charge.Time));
        Assert.All(run.Ledger.Financing, charge => Assert.Equal((FinancingKind.Interest, "", 0.0365), (charge.Kind, charge.Instrument, charge.Rate)));
        // The interest of the first days bears interest itself.
        double expected = 1_000_000;
        foreach (int hours in new[] { 23, 24, 12 })
        {
            expected *= 1 + 0.0365 * hours / 24 / 365;
        }

        Assert.Equal(expected, (double)run.Engine.Cash, 1e-6);
        Assert.Equal(run.Engine.Cash, 1_000_000m - run.Engine.Financing);
        Assert.Equal((double)run.Engine.Cash, run.Equity()[^1]);
    }

    [Fact]
    public void Money_that_comes_between_two_marks_bears_interest_from_when_it_came()
    {
        Instrument perpetual = new("UNIT", AssetClass.CryptoPerpetual);
        InstrumentSeries bars = Markets.Daily(perpetual, [.. Enumerable.Repeat(new double[] { 100, 100, 100, 100 }, 4)]);
        // Known at 23:00.
        InstrumentSeries funding = new(
            perpetual, Timeframe.Hour, Availability.Candle, new[] { Markets.Start + 2 * UnixTime.Day + 22 * UnixTime.Hour },
            [KeyValuePair.Create(AccountSeries.FundingField, (ReadOnlyMemory<double>)new[] { -0.5 })]);
        TradingUniverse universe = TradingUniverse.Of([bars], [funding]);
        SessionLedger ledger = new();
        TradingEngine engine = new(universe, Bearing(credit: 0.0365, debit: 1), journal: ledger);
        foreach (MarketSlice slice in Markets.Slices(universe, [bars], [funding]))
        {
            engine.Process(slice);
            if (engine.FillCount == 0 && engine.OpenOrders().Count == 0)
            {
                engine.Submit(Order(OrderSide.Buy, 10_000));
            }
        }

        // Half a million received an hour before midnight; the day before brought 100.
        Assert.Equal(-500_000m, ledger.Financing.Single(charge => charge.Kind == FinancingKind.Funding).Amount);
        double[] interest = [.. ledger.Financing.Where(charge => charge.Kind == FinancingKind.Interest).Select(charge => -(double)charge.Amount)];
        Assert.Equal([100, (1_000_100 * 23 + 1_500_100) * 0.0001 / 24], interest.Take(2).ToArray(), (a, b) => Math.Abs(a - b) < 0.01);
    }

    [Theory]
    [InlineData(AssetClass.Equity, -200)]
    [InlineData(AssetClass.CommodityFuture, 100)]
    public void Shares_are_paid_for_out_of_the_balance_and_futures_are_not(AssetClass kind, int aDay)
    {
        // Two million of shares leave a debt of one million, which at 7.3 % costs 200 a day.
        Instrument instrument = new("UNIT", kind);
        InstrumentSeries series = Markets.Daily(instrument, [.. Enumerable.Repeat(new double[] { 100, 100, 100, 100 }, 4)]);
        EngineRun run = new(Bearing(credit: 0.0365, debit: 0.073), series);
        run.Process(0, 1).Engine.Submit(Order(OrderSide.Buy, 20_000));
        run.Process(1, 3);
        Assert.Equal(100, -(double)run.Ledger.Financing[0].Amount, 1e-6);
        Assert.Equal(aDay, -(double)run.Ledger.Financing[1].Amount, 0.05);
        Assert.Equal(kind == AssetClass.Equity ? 0.073 : 0.0365, run.Ledger.Financing[1].Rate);
    }

    [Fact]
    public void Wrong_terms_are_listed_and_dividends_need_an_instrument_that_is_traded()
    {
        EngineOptions wrong = new()
        {
            Interest = new InterestTerms { CreditRate = -1, DebitRate = double.NaN },
            Dividends = new DividendSchedule([new("UNIT", 5, 1), new("UNIT", 5, 0)]),
        };
        Assert.Equal(
            ["options.dividends[1].amount", "options.dividends[1].ex_time", "options.interest.credit_rate", "options.interest.debit_rate"],
            Assert.Throws<InvalidInputException>(() => wrong.Validate()).Violations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
        Assert.Throws<InvalidInputException>(() => Flat(Timeframe.Day, 2, Markets.Frictionless with { Dividends = new DividendSchedule([new("OTHER", 5, 1)]) }));
    }

    [Fact]
    public void Terms_are_part_of_the_lineage()
    {
        string Hash(EngineOptions options)
        {
            using ContentHash hash = new();
            options.AddTo(hash);
            return hash.Finish();
        }

        EngineOptions[] different =
        [
            new(), new() { Interest = new InterestTerms() }, new() { Interest = new InterestTerms { DebitRate = 1 } },
            new() { Dividends = new DividendSchedule([new("A", 1, 1)]) }, new() { Dividends = new DividendSchedule([new("A", 1, 2)]) },
        ];
        Assert.Equal(different.Length, different.Select(Hash).Distinct().Count());
    }

    private static EngineOptions Paying(decimal amount) => Markets.Frictionless with { Dividends = new DividendSchedule([new("UNIT", ExDate, amount)]) };

    private static EngineOptions Bearing(double credit, double debit) =>
        Markets.Frictionless with { Interest = new InterestTerms { CreditRate = credit, DebitRate = debit } };

    private static EngineRun Flat(Timeframe timeframe, int bars, EngineOptions options) => new(
        options, Markets.Bars(Markets.Unit, timeframe, Markets.Start, [.. Enumerable.Repeat(new double[] { 100, 100, 100, 100 }, bars)]));

    private static OrderRequest Order(OrderSide side, decimal quantity) => new() { Instrument = "UNIT", Side = side, Quantity = quantity };
}
