using System.Globalization;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests.Accounts;

/// <summary>Fees on short positions and funding of perpetuals.</summary>
public class FinancingTests
{
    // A thousandth of a percent a day makes sums that are easily checked: 10 units at 100 pay 0.1 a day.
    private static readonly BorrowTerms TenthADay = new() { AnnualFraction = 0.0365 };
    private static readonly Instrument Perpetual = new("BTCUSDT", AssetClass.CryptoPerpetual) { LotSize = 0.001m };

    [Fact]
    public void A_short_pays_its_fee_from_mark_to_mark_and_the_trade_carries_it()
    {
        EngineRun run = Flat(Timeframe.Day, 8, TenthADay);
        run.Process(0, 1).Engine.Submit(Order(OrderSide.Sell, 10));
        run.Process(1, 4).Engine.Submit(Order(OrderSide.Buy, 10));
        run.Process(4, 8).Engine.Finish();

        // Held at the marks of bars 1, 2 and 3.
        Assert.Equal([0.1m, 0.1m, 0.1m], run.Ledger.Financing.Select(charge => charge.Amount));
        Assert.All(run.Ledger.Financing, charge => Assert.Equal((FinancingKind.Borrow, -10m, 100d, 0.0365), (charge.Kind, charge.Quantity, charge.Mark, charge.Rate)));
        Assert.Equal((0.3m, 0m, 999_999.7m), (run.Engine.Financing, run.Engine.Costs, run.Engine.Cash));
        Trade trade = Assert.Single(run.Ledger.Trades);
        Assert.Equal((0m, 0.3m, -0.3m), (trade.Gross, trade.Costs, trade.ProfitAndLoss));
        Assert.Equal(0.3m, run.Engine.PositionOf("UNIT").Financing);
    }

    [Fact]
    public void A_reduced_short_hands_its_share_to_the_trade_and_keeps_the_rest()
    {
        EngineRun run = Flat(Timeframe.Day, 8, TenthADay);
        run.Process(0, 1).Engine.Submit(Order(OrderSide.Sell, 10));
        run.Process(1, 4).Engine.Submit(Order(OrderSide.Buy, 4));
        run.Process(4, 5).Engine.Submit(Order(OrderSide.Buy, 6));
        run.Process(5, 8).Engine.Finish();

        // 0.3 paid when four are bought back: 0.12 of it theirs; the rest pays 0.06 for one more day.
        Assert.Equal([0.12m, 0.24m], run.Ledger.Trades.Select(trade => trade.Costs));
        Assert.Equal(0.36m, run.Engine.Financing);
    }

    [Fact]
    public void Hourly_bars_pay_once_a_day_when_the_short_closes_and_at_the_end()
    {
        EngineRun run = Flat(Timeframe.Hour, 60, TenthADay);
        run.Process(0, 12).Engine.Submit(Order(OrderSide.Sell, 10));
        run.Process(12, 60);
        Assert.Equal(
            [Markets.Start + 24 * UnixTime.Hour, Markets.Start + 48 * UnixTime.Hour], run.Ledger.Financing.Select(charge => charge.Time));
        run.Engine.Finish();

        // Marked short from hour 13 to hour 60.
        Assert.Equal(3, run.Ledger.Financing.Count);
        Assert.Equal(0.1 * 47 / 24, (double)run.Engine.Financing, 1e-9);
        Assert.Equal(run.Engine.Equity, run.Equity()[^1]);
        Assert.Equal(1_000_000 - 0.1 * 47 / 24, run.Equity()[^1], 1e-9);
    }

    [Fact]
    public void Longs_and_instruments_with_a_rate_of_zero_pay_nothing()
    {
        EngineRun bought = Flat(Timeframe.Day, 5, TenthADay);
        bought.Process(0, 1).Engine.Submit(Order(OrderSide.Buy, 10));
        bought.Process(1, 5).Engine.Finish();
        Assert.Equal(0m, bought.Engine.Financing);

        EngineRun free = Flat(Timeframe.Day, 5, TenthADay with { ByInstrument = TenthADay.ByInstrument.Add("UNIT", 0) });
        free.Process(0, 1).Engine.Submit(Order(OrderSide.Sell, 10));
        free.Process(1, 5).Engine.Finish();
        Assert.Equal(0m, free.Engine.Financing);
    }

    [Theory]
    [InlineData(OrderSide.Buy, 1, "0.4")]
    [InlineData(OrderSide.Sell, 1, "-0.4")]
    [InlineData(OrderSide.Buy, -1, "-0.4")]
    public void Longs_pay_positive_funding_and_shorts_receive_it(OrderSide side, int sign, string paid)
    {
        (TradingEngine engine, SessionLedger ledger) = Funded(Markets.Frictionless, side, sign * 0.001);
        FinancingCharge charge = Assert.Single(ledger.Financing);
        Assert.Equal((FinancingKind.Funding, 200d, decimal.Parse(paid, CultureInfo.InvariantCulture)), (charge.Kind, charge.Mark, charge.Amount));
        Assert.Equal(charge.Time, Markets.Start + 2 * UnixTime.Day + 8 * UnixTime.Hour);
        Assert.Equal(1_000_000 - charge.Amount, engine.Cash);
        Assert.Equal((double)engine.Cash, engine.Equity);
    }

    [Fact]
    public void Funding_can_be_switched_off_and_only_perpetuals_pay_it()
    {
        Assert.Empty(Funded(Markets.Frictionless with { PaysFunding = false }, OrderSide.Buy, 0.001).Ledger.Financing);
        Assert.Empty(Funded(Markets.Frictionless, OrderSide.Buy, 0.001, AssetClass.CryptoSpot).Ledger.Financing);
    }

    [Fact]
    public void What_moves_after_the_last_bar_is_in_the_last_point_of_equity()
    {
        InstrumentSeries bars = Markets.Closes(Perpetual, 200, 200, 200);
        InstrumentSeries funding = Markets.Field(Perpetual, AccountSeries.FundingField, Availability.Candle, Markets.Start, 0, 0, 0, 0, 0.001);
        BacktestResult result = BacktestRunner.Run(new BacktestRequest
        {
            Bars = [bars], Fields = [funding], Strategy = "buy_and_hold", Options = Markets.Frictionless,
        });
        Assert.Equal(0.2m, result.Costs.Funding);
        Assert.Equal(Markets.Start + 5 * UnixTime.Day, result.Times.Span[^1]);
        Assert.Equal((double)result.Cash, result.Equity.Span[^1]);
    }

    [Fact]
    public void The_hash_of_a_ledger_holds_every_charge()
    {
        string[] hashes =
        [
            .. new[] { 0, 0.0365, 0.04 }.Select(rate =>
            {
                using LedgerHash hash = new();
                InstrumentSeries series = Markets.Daily(Markets.Unit, [.. Enumerable.Repeat(new double[] { 100, 100, 100, 100 }, 5)]);
                TradingUniverse universe = TradingUniverse.Of([series]);
                TradingEngine engine = new(universe, Markets.Frictionless with { Borrow = new BorrowTerms { AnnualFraction = rate } }, journal: hash);
                foreach (MarketSlice slice in Markets.Slices(universe, [series]))
                {
                    engine.Process(slice);
                    if (engine.FillCount == 0 && engine.OpenOrders().Count == 0)
                    {
                        engine.Submit(Order(OrderSide.Sell, 1));
                    }
                }

                return hash.Current();
            }),
        ];
        Assert.Equal(3, hashes.Distinct().Count());
    }

    [Fact]
    public void Real_funding_of_bitcoin_is_paid_day_by_day()
    {
        if (SharedData.Find("microstructure/btc_funding_daily.csv") is not { } fundingPath
            || SharedData.Find("crypto/daily_bybit/BTCUSDT_1d.csv") is not { } barsPath)
        {
            return; // The data folder is not beside the repository.
        }

        InstrumentSeries bars = Series(barsPath, Availability.Candle, ["open", "high", "low", "close", "volume"], row => [.. row.Skip(1).Take(5)]);
        // The file has the mean of three payments a day; what a day costs is three times that.
        InstrumentSeries funding = AccountSeries.Funding(
            Series(fundingPath, Availability.Candle, ["funding_mean"], row => [row[1]]), "funding_mean", Perpetual, payments: 3);
        BacktestResult result = BacktestRunner.Run(new BacktestRequest
        {
            Bars = [bars],
            Fields = [funding],
            Strategy = "buy_and_hold",
            Start = bars.Times.Span[0],
            End = bars.Times.Span[^1] + 1,
            Options = new EngineOptions { Sizing = PositionSizing.Fixed(1), MaxDrawdown = null },
        });

        // By hand: one coin is held from the open of the second day; each later observation is paid at the last mark before it.
        decimal expected = 0;
        ReadOnlySpan<double> closes = bars.Column("close").Span;
        for (int day = 2; day < bars.Count; day++)
        {
            int row = funding.LowerBound(bars.Times.Span[day]);
            expected += Money.Round((decimal)closes[day - 1] * (decimal)funding.Column(AccountSeries.FundingField).Span[row]);
        }

        Assert.True(result.Financing.Count > 900);
        Assert.True(result.Costs.Funding > 1000);
        Assert.Equal(expected, result.Costs.Funding);
        Assert.Equal(result.Cash, 1_000_000 - result.Costs.Cash - result.Costs.Financing);
        Assert.Equal(0m, result.Costs.Borrow);
    }

    private static InstrumentSeries Series(string path, Availability availability, string[] fields, Func<double[], double[]> values)
    {
        string[][] lines = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        long[] times = [.. lines.Select(line => UnixTime.FromDate(DateOnly.ParseExact(line[0][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)))];
        double[][] rows =
        [
            .. lines.Select(line => values([0, .. line.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))])),
        ];
        return new InstrumentSeries(
            Perpetual, Timeframe.Day, availability, times,
            fields.Select((field, i) => KeyValuePair.Create(field, (ReadOnlyMemory<double>)rows.Select(row => row[i]).ToArray())));
    }

    private static EngineRun Flat(Timeframe timeframe, int bars, BorrowTerms borrow) => new(
        Markets.Frictionless with { Borrow = borrow },
        Markets.Bars(Markets.Unit, timeframe, Markets.Start, [.. Enumerable.Repeat(new double[] { 100, 100, 100, 100 }, bars)]));

    private static OrderRequest Order(OrderSide side, decimal quantity, string instrument = "UNIT") =>
        new() { Instrument = instrument, Side = side, Quantity = quantity };

    /// <summary>Two units held at a mark of 200 when one rate becomes known between two bars.</summary>
    private static (TradingEngine Engine, SessionLedger Ledger) Funded(
        EngineOptions options, OrderSide side, double rate, AssetClass kind = AssetClass.CryptoPerpetual)
    {
        Instrument instrument = new("P", kind);
        InstrumentSeries bars = Markets.Daily(instrument, [.. Enumerable.Repeat(new double[] { 200, 200, 200, 200 }, 3)]);
        InstrumentSeries funding = new(
            instrument, Timeframe.Hour, Availability.Candle, new[] { Markets.Start + 2 * UnixTime.Day + 7 * UnixTime.Hour },
            [KeyValuePair.Create(AccountSeries.FundingField, (ReadOnlyMemory<double>)new[] { rate })]);
        TradingUniverse universe = TradingUniverse.Of([bars], [funding]);
        SessionLedger ledger = new();
        TradingEngine engine = new(universe, options, journal: ledger);
        foreach (MarketSlice slice in Markets.Slices(universe, [bars], [funding]))
        {
            engine.Process(slice);
            if (engine.FillCount == 0 && engine.OpenOrders().Count == 0)
            {
                engine.Submit(Order(side, 2, "P"));
            }
        }

        return (engine, ledger);
    }
}
