using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>A history run over columns, quiet rows in one step, gives what it gives slice by slice, bit for bit.</summary>
public class ColumnRunTests
{
    private static readonly string[] Strategies = ["bollinger", "buy_and_hold", "ma_crossover", "momentum", "rsi_mean_reversion"];

    [Fact]
    public void Columns_and_slices_give_the_same_ledger_whatever_the_market_and_the_options() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Compare(Request(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void Orders_that_are_sure_to_fill_whole_are_booked_as_the_desk_would() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => Compare(Plain(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void The_plain_histories_trade_and_reach_every_way_out_of_a_whole_fill()
    {
        BacktestResult[] results = [.. Enumerable.Range(0, 200).Select(seed => BacktestRunner.Run(Plain(seed)))];
        Assert.True(results.Sum(result => result.Trades.Count) > 2000);
        Assert.Contains(results, result => result.HaltedAt is not null);
        Assert.Contains(results, result => result.Orders.Any(order => order.Rejection == OrderRejection.QuantityNotInLots));
        Assert.Contains(results, result => result.Orders.Any(order => order is { Status: OrderStatus.Filled, Quantity: 1.5m }));
        // A bar's volume fills some orders in parts, over more bars than one.
        Assert.Contains(results, result => result.Fills.Count > result.Fills.Select(fill => fill.OrderNumber).Distinct().Count());
    }

    [Fact]
    public void The_random_histories_trade_stop_out_and_halt()
    {
        // Guards the generator: histories on which nothing happens would prove nothing.
        BacktestResult[] results = [.. Enumerable.Range(0, 200).Select(seed => BacktestRunner.Run(Request(seed)))];
        Assert.True(results.Sum(result => result.Trades.Count) > 1000);
        Assert.Contains(results, result => result.HaltedAt is not null);
        Assert.Contains(results, result => result.Fills.Any(fill => fill.Purpose == OrderPurpose.StopLoss));
        Assert.Contains(results, result => result.Fills.Any(fill => fill.Purpose == OrderPurpose.TakeProfit));
        Assert.Contains(results, result => result.Fills.Any(fill => fill.Purpose == OrderPurpose.CloseAtEnd));
        Assert.Equal(Strategies, Enumerable.Range(0, 50).Select(seed => Request(seed).Strategy).Distinct().Order());
    }

    [Fact]
    public void Every_strategy_that_offers_columns_is_compared()
    {
        TradingUniverse universe = TradingUniverse.Of(Request(1).Bars);
        string[] offering =
        [
            .. StrategyCatalogue.All.Select(descriptor => descriptor.Id)
                .Where(id => Offers(id, universe)),
        ];
        Assert.Equal(offering, Strategies);
    }

    // What needs other instruments than these has no history of one instrument to lay out.
    private static bool Offers(string id, TradingUniverse universe)
    {
        try
        {
            return StrategyCatalogue.Create(id, null, universe) is IColumnStrategy;
        }
        catch (Domain.Errors.InvalidInputException)
        {
            return false;
        }
    }

    [Fact]
    public void A_history_with_a_hole_is_run_bar_by_bar()
    {
        BacktestRequest request = Request(3);
        double[] closes = request.Bars[0].Column("close").ToArray();
        closes[5] = double.NaN;
        InstrumentSeries holed = new(
            request.Bars[0].Instrument, request.Bars[0].Timeframe, request.Bars[0].Availability, request.Bars[0].Times,
            request.Bars[0].Fields.Select(field => KeyValuePair.Create(field, field == "close" ? closes : request.Bars[0].Column(field))));
        Assert.NotNull(BacktestRunner.Columns(request));
        Assert.Null(BacktestRunner.Columns(request with { Bars = [holed] }));
        Assert.Contains(BacktestRunner.Run(request with { Bars = [holed] }).Warnings, warning => warning.Contains("without a close"));
    }

    private static void Compare(BacktestRequest request)
    {
        using BarColumns? bars = BacktestRunner.Columns(request);
        Assert.NotNull(bars);
        using BacktestExecution columns = new(request, bars, keepsEntries: true);
        using BacktestExecution slices = new(request, bars: null, keepsEntries: true);
        columns.ToEnd(progress: null, default);
        slices.ToEnd(progress: null, default);
        Assert.Equal(slices.Ledger.Orders, columns.Ledger.Orders);
        Assert.Equal(slices.Ledger.Fills, columns.Ledger.Fills);
        Assert.Equal(slices.Ledger.Trades, columns.Ledger.Trades);
        Assert.Equal(slices.Ledger.Equity.Times.ToArray(), columns.Ledger.Equity.Times.ToArray());
        Assert.Equal(Bits(slices.Ledger.Equity.Values), Bits(columns.Ledger.Equity.Values));
        Assert.Equal(slices.Ledger.Equity.CountOpen, columns.Ledger.Equity.CountOpen);
        Assert.Equal(
            (slices.Engine.Cash, slices.Engine.Costs, slices.Engine.HaltedAt, slices.Engine.StarvedOrders, slices.Engine.ClippedTargets),
            (columns.Engine.Cash, columns.Engine.Costs, columns.Engine.HaltedAt, columns.Engine.StarvedOrders, columns.Engine.ClippedTargets));
        Assert.Equal(slices.Ledger.Signals.Select(signal => EntryText.Of(new SignalEntry(signal))), columns.Ledger.Signals.Select(signal => EntryText.Of(new SignalEntry(signal))));
        Assert.Equal(slices.Ledger.Digest(), columns.Ledger.Digest());
    }

    private static long[] Bits(ReadOnlyMemory<double> values) => [.. values.ToArray().Select(BitConverter.DoubleToInt64Bits)];

    private static BacktestRequest Request(int seed)
    {
        Random random = new(seed);
        Random terms = new(unchecked(seed * 31 + 7));
        string strategy = Strategies[random.Next(Strategies.Length)];
        InstrumentSeries bars = Bars(random);
        BacktestRequest request = new()
        {
            // What may act on quiet bars is run bar by bar, laid out or not.
            Bars = [bars],
            Strategy = strategy,
            Parameters = strategy switch
            {
                "ma_crossover" => new Dictionary<string, string>
                {
                    ["fast"] = $"{random.Next(1, 5)}", ["slow"] = $"{random.Next(5, 30)}", ["long_only"] = random.Next(2) == 0 ? "true" : "false",
                },
                "momentum" => new Dictionary<string, string> { ["period"] = $"{random.Next(1, 30)}", ["buffer_percent"] = $"{random.Next(2)}" },
                "bollinger" => new Dictionary<string, string> { ["period"] = $"{random.Next(2, 30)}", ["width"] = random.Next(2) == 0 ? "1.5" : "2" },
                "rsi_mean_reversion" => new Dictionary<string, string> { ["period"] = $"{random.Next(2, 20)}" },
                _ => [],
            },
            Start = random.Next(3) == 0 ? bars.Times.Span[bars.Count / 10] : long.MinValue,
            TradeFrom = random.Next(3) == 0 ? bars.AvailableAt(bars.Count / 5) : long.MinValue,
            Options = new EngineOptions
            {
                InitialCapital = 10_000,
                SlippagePercent = random.Next(3) * 0.05m,
                Commission = random.Next(2) == 0 ? new Commission(0.25m, 0.001m) : null,
                CostModel = random.Next(4) == 0 ? new CostModelConfig { Kind = (CostModelKind)random.Next(4), AverageDailyVolume = 100 } : null,
                MaxDrawdown = random.Next(2) == 0 ? 0.03 : null,
                Participation = random.Next(2) == 0 ? 0.2 : 1,
                StopLossPercent = random.Next(2) == 0 ? 2m : null,
                TakeProfitPercent = random.Next(2) == 0 ? 3m : null,
                Borrow = terms.Next(5) == 0 ? new BorrowTerms { AnnualFraction = 1 } : null,
                Margin = terms.Next(5) == 0 ? new MarginTerms { InitialFraction = 1, MaintenanceFraction = 0.95 } : null,
                Rolls = terms.Next(5) == 0 ? new RollSchedule([new ContractRoll("I", bars.AvailableAt(bars.Count / 2), "A", "B") { Gap = 1 }]) : null,
                PaysFunding = terms.Next(2) == 0,
                Interest = terms.Next(6) == 0 ? new InterestTerms { CreditRate = 0.5 } : null,
                AccountCurrency = terms.Next(5) == 0 ? "USD" : null,
                CloseAtEnd = random.Next(2) == 0,
                FillTiming = random.Next(5) == 0 ? FillTiming.SameClose : FillTiming.NextOpen,
                Sizing = random.Next(2) == 0 ? new PositionSizing { Quantity = 2, MaxPosition = 5 } : PositionSizing.EquityFraction(0.9),
            },
        };
        bool delayed = request.Options.FillTiming == FillTiming.NextOpen && terms.Next(3) == 0;
        return delayed ? request with { Options = request.Options with { Latency = terms.Next(1, 20) * UnixTime.Hour / 4 } } : request;
    }

    // What is sure to fill whole is booked without a desk: by itself the generator above seldom leaves an account so few terms.
    private static BacktestRequest Plain(int seed)
    {
        BacktestRequest request = Request(seed);
        Random random = new(unchecked(seed * 17 + 3));
        return request with
        {
            Bars = random.Next(4) == 0 ? [KnownLate(request.Bars[0], random)] : request.Bars,
            Options = request.Options with
            {
                CostModel = null, StopLossPercent = null, TakeProfitPercent = null, Borrow = null, Margin = null, Rolls = null,
                AccountCurrency = null, FillTiming = FillTiming.NextOpen, Latency = 0,
                MaxPosition = random.Next(3) == 0 ? 1.5m : 100,
                Sizing = random.Next(4) switch
                {
                    // Sizes that are no lots, that are cut to a limit, and that are less than one lot.
                    0 => new PositionSizing { Quantity = 0.75m, MaxPosition = null },
                    1 => new PositionSizing { Quantity = 3, MaxPosition = 1.7m },
                    2 => PositionSizing.EquityFraction(random.Next(3) == 0 ? 0.004 : 0.9),
                    _ => new PositionSizing { Quantity = 2 },
                },
            },
        };
    }

    // Bars that become known after the next ones open: a decision on them is too late for these.
    private static InstrumentSeries KnownLate(InstrumentSeries bars, Random random)
    {
        long[] known = new long[bars.Count];
        for (int row = 0; row < known.Length; row++)
        {
            long late = random.Next(3) == 0 ? random.Next(90) * UnixTime.Minute : 0;
            known[row] = Math.Max(bars.AvailableAt(row) + late, row == 0 ? 0 : known[row - 1] + 1);
        }

        return bars.WithKnownTimes(known);
    }

    [Fact]
    public void A_history_of_several_stretches_gives_the_same_ledger()
    {
        // Columns are run in stretches of 65,536 rows; orders are decided on the last row of one and fill on the first of the next.
        InstrumentSeries bars = Bars(new Random(5), 140_000);
        foreach (int seed in new[] { 2, 3 })
        {
            BacktestRequest request = Plain(seed);
            Compare(request with
            {
                Bars = [bars], Start = long.MinValue, TradeFrom = long.MinValue, Strategy = "ma_crossover",
                Parameters = new Dictionary<string, string> { ["fast"] = "1", ["slow"] = "2" },
                Options = request.Options with { MaxDrawdown = null, InitialCapital = 10_000_000 },
            });
        }
    }

    private static InstrumentSeries Bars(Random random) => Bars(random, random.Next(30, 700));

    private static InstrumentSeries Bars(Random random, int count)
    {
        // A coarse grid, so that averages tie and prices touch orders.
        double grid = random.Next(2) == 0 ? 0.5 : 0.01;
        double price = 100;
        double[][] rows = new double[count][];
        for (int i = 0; i < count; i++)
        {
            double open = Math.Max(20, price + grid * random.Next(-2, 3));
            double close = Math.Max(20, open + grid * random.Next(-4, 5));
            double volume = random.Next(4) == 0 ? double.NaN : random.Next(40);
            rows[i] = [open, Math.Max(open, close) + grid * random.Next(4), Math.Min(open, close) - grid * random.Next(4), close, volume];
            price = close;
        }

        return Markets.Bars(new Instrument("I", AssetClass.CryptoSpot) { LotSize = 0.5m, TickSize = 0.01m }, Timeframe.Hour, Markets.Start, rows);
    }
}
