using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

/// <summary>Orders filled by bars or prints finer than those that are decided on.</summary>
public class ExecutionSeriesTests
{
    private static void ForAllSeeds(int count, Action<int> check) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), check).Check(Config.QuickThrowOnFailure.WithMaxTest(count));

    [Fact]
    public void With_the_same_bars_for_execution_the_ledger_is_that_of_a_plain_run_bit_for_bit() => ForAllSeeds(200, seed =>
    {
        RandomSession session = new(seed);
        InstrumentSeries[] executed = [.. session.Bars.Where((_, i) => (seed >> i) % 2 == 0)];
        TradingUniverse universe = TradingUniverse.Of(session.Bars, session.Fields, executed);
        EngineInput[] inputs = [.. session.Inputs.Select(input => input is SliceInput slice ? WithExecutions(slice, universe) : input)];
        SessionReplayResult plain = session.Run();
        SessionReplayResult finer = SessionReplay.Run(
            universe, session.Options, session.Strategy(), inputs.Select(input => EngineInputFormat.Decode(EngineInputFormat.Encode(input))));
        Assert.Equal(plain.LedgerHash, finer.LedgerHash);
        Assert.Equal(plain.Ledger.Fills, finer.Ledger.Fills);
        Assert.Equal(plain.Ledger.Trades, finer.Ledger.Trades);
        Assert.Equal(plain.Ledger.Equity.ToArray(), finer.Ledger.Equity.ToArray());
    });

    [Fact]
    public void A_backtest_filled_by_its_own_bars_is_the_plain_backtest() => ForAllSeeds(40, seed =>
    {
        BacktestRequest request = Request(seed, market => []);
        BacktestResult finer = BacktestRunner.Run(request with { Execution = request.Bars });
        Assert.Equal(BacktestRunner.Run(request).LedgerHash, finer.LedgerHash);
    });

    [Fact]
    public void Minutes_under_hours_fill_as_a_simple_reference_over_the_minutes_does() => ForAllSeeds(60, seed =>
    {
        ExecutionMarket market = new(seed);
        Bar[] minutes = [.. Enumerable.Range(0, market.Minutes.Count).Select(market.Minutes.BarAt)];
        CompareWithReference(seed, market, market.Minutes, minutes, latency: 0, time => Array.FindLastIndex(minutes, bar => bar.OpenTime < time));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(90)]
    public void Prints_fill_as_a_simple_reference_over_the_prints_does(int latencySeconds) => ForAllSeeds(40, seed =>
    {
        ExecutionMarket market = new(seed);
        long latency = latencySeconds * UnixTime.Second;
        Bar[] prints = [.. Enumerable.Range(0, market.Prints.Count).Select(row => PrintAt(market.Prints, row))];
        CompareWithReference(
            seed, market, market.Prints, prints, latency, time => Array.FindLastIndex(prints, print => print.OpenTime <= time + latency));
    });

    [Fact]
    public void No_fill_is_outside_what_filled_it_nor_before_the_order_had_arrived() => ForAllSeeds(120, seed =>
    {
        BacktestRequest request = Request(seed, market => [seed % 2 == 0 ? market.Minutes : market.Prints]);
        BacktestResult result = BacktestRunner.Run(request);
        InstrumentSeries filling = request.Filling[0];
        foreach (Fill fill in result.Fills)
        {
            int row = filling.LowerBound(fill.BarTime);
            Assert.Equal((fill.BarTime, filling.AvailableAt(row)), (filling.Times.Span[row], fill.Time));
            Assert.InRange((double)fill.RawPrice, filling.BarAt(row).Low, filling.BarAt(row).High);
            Order order = result.Orders[(int)fill.OrderNumber - 1];
            long arrival = order.CreatedTime + (order.Purpose is OrderPurpose.StopLoss or OrderPurpose.TakeProfit ? 0 : request.Options.Latency);
            bool attached = order.Purpose is OrderPurpose.StopLoss or OrderPurpose.TakeProfit;
            Assert.True(attached ? fill.Time >= arrival : fill.BarTime >= arrival && fill.Time > arrival);
        }

        foreach (IGrouping<long, Fill> together in result.Fills.GroupBy(fill => fill.BarTime))
        {
            double volume = filling.BarAt(filling.LowerBound(together.Key)).Volume;
            Assert.True((double)together.Sum(fill => fill.Quantity) <= volume * request.Options.Participation + 1e-9);
        }
    });

    [Fact]
    public void The_random_backtests_trade_inside_hours()
    {
        // Guards the generator.
        Fill[] fills = [.. Enumerable.Range(0, 40).SelectMany(seed => BacktestRunner.Run(Request(seed, market => [market.Prints])).Fills)];
        Assert.True(fills.Length > 200);
        Assert.Contains(fills, fill => fill.Purpose == OrderPurpose.StopLoss && fill.Time % UnixTime.Hour != 0);
    }

    [Fact]
    public void Data_after_a_time_changes_nothing_before_it() => ForAllSeeds(60, seed =>
    {
        BacktestRequest request = Request(seed, market => [seed % 2 == 0 ? market.Minutes : market.Prints]);
        long cut = Markets.Start + 17 * UnixTime.Hour;
        BacktestRequest shorter = request with
        {
            Bars = [request.Bars[0].Between(long.MinValue, cut)], Execution = [request.Execution[0].Between(long.MinValue, cut)],
        };
        (BacktestResult whole, BacktestResult part) = (BacktestRunner.Run(request), BacktestRunner.Run(shorter));
        Assert.Equal(whole.Fills.TakeWhile(fill => fill.Time < cut), part.Fills.TakeWhile(fill => fill.Time < cut));
        Assert.Equal(whole.Equity.ToArray().Take(16), part.Equity.ToArray().Take(16));
        Assert.Equal(whole.Signals.TakeWhile(signal => signal.Time < cut).Count(), part.Signals.TakeWhile(signal => signal.Time < cut).Count());
    });

    [Fact]
    public void Prints_fill_in_their_order_up_to_their_sizes_and_not_the_one_at_the_decision()
    {
        long decision = Markets.Start + UnixTime.Hour;
        InstrumentSeries hours = Markets.Bars(Markets.Unit, Timeframe.Hour, Markets.Start, [[100, 100, 100, 100], [100, 100, 100, 100]]);
        InstrumentSeries prints = ExecutionMarket.PrintsOf(
            Markets.Unit, (decision - 1, 99, 50), (decision, 98, 50), (decision + 1, 101, 3), (decision + 2, 102, 4), (decision + 9, 103, 50));
        (TradingEngine engine, SessionLedger ledger) = Run(hours, prints, Markets.Frictionless, (engine, _) =>
        {
            if (engine.Time == decision && engine.FillCount == 0 && engine.OpenOrders().Count == 0)
            {
                engine.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 10 });
            }
        });
        Assert.Equal(
            [(101m, 3m, decision + 1), (102m, 4m, decision + 2), (103m, 3m, decision + 9)],
            ledger.Fills.Select(fill => (fill.Price, fill.Quantity, fill.Time)));
        // Equity has the points of the bars; the last mark is that of the last print.
        Assert.Equal(2, ledger.Equity.Length);
        Assert.Equal(103, engine.PositionOf("UNIT").Mark);
    }

    [Fact]
    public void The_drawdown_guard_acts_on_marks_between_the_bars()
    {
        InstrumentSeries hours = Markets.Bars(Markets.Unit, Timeframe.Hour, Markets.Start, [[100, 100, 100, 100], [100, 100, 40, 100], [100, 100, 100, 100]]);
        long open = Markets.Start + UnixTime.Hour;
        InstrumentSeries prints = ExecutionMarket.PrintsOf(
            Markets.Unit, (open + 1, 100, 9), (open + UnixTime.Minute, 40, 9), (open + 2 * UnixTime.Minute, 45, 9), (open + UnixTime.Hour - 1, 100, 9));
        (TradingEngine engine, SessionLedger ledger) = Run(
            hours, prints, Markets.Frictionless with { InitialCapital = 100, MaxDrawdown = 0.5 }, (engine, _) =>
            {
                if (engine.Time == open)
                {
                    engine.Submit(new OrderRequest { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 1 });
                }
            });
        Assert.Equal(open + UnixTime.Minute, engine.HaltedAt);
        Assert.Equal([100m, 45m], ledger.Fills.Select(fill => fill.Price));
    }

    [Fact]
    public void What_cannot_fill_orders_is_refused()
    {
        ExecutionMarket market = new(1, hours: 3);
        BacktestRequest request = new() { Bars = [market.Hours], Strategy = "buy_and_hold" };
        InstrumentSeries stranger = Markets.Bars(Markets.Crude, Timeframe.Minute, Markets.Start, [[1, 1, 1, 1], [1, 1, 1, 1]]);
        InstrumentSeries field = Markets.Field(Markets.Unit, "OAS", Availability.Close, Markets.Start, 1, 2);
        Refused("EXECUTION_INVALID", request with { Execution = [stranger] });
        Refused("EXECUTION_INVALID", request with { Execution = [market.Minutes, market.Prints] });
        Refused("EXECUTION_INVALID", request with { Bars = [market.Minutes], Execution = [market.Hours] });
        Refused("EXECUTION_INVALID", request with { Execution = [market.Prints], Options = new EngineOptions { FillTiming = FillTiming.SameClose } });
        Refused("SERIES_INVALID", request with { Bars = [Markets.Closes(Markets.Unit, 1, 2, 3)], Execution = [field] });
    }

    [Fact]
    public void The_lineage_names_what_filled_the_orders_and_is_the_old_one_without()
    {
        BacktestRequest request = Request(3, market => [market.Prints]);
        BacktestLineage lineage = BacktestRunner.Run(request).Lineage;
        Assert.Contains(lineage.Data, series => series.Role == "execution");
        BacktestLineage plain = BacktestRunner.Run(request with { Execution = [] }).Lineage;
        Assert.DoesNotContain(plain.Data, series => series.Role == "execution");
        Assert.NotEqual(plain.Id, lineage.Id);
    }

    [Fact]
    public void Execution_data_that_does_not_reach_over_the_bars_is_warned_about()
    {
        BacktestRequest request = Request(3, market => [market.Minutes]);
        Assert.DoesNotContain(BacktestRunner.Run(request).Warnings, warning => warning.Contains("execution data", StringComparison.Ordinal));
        InstrumentSeries part = request.Execution[0].Between(Markets.Start + 5 * UnixTime.Hour, long.MaxValue);
        Assert.Contains(
            BacktestRunner.Run(request with { Execution = [part] }).Warnings, warning => warning.Contains("execution data reach from", StringComparison.Ordinal));
        Assert.Contains(
            BacktestRunner.Run(request with { Execution = [part.Between(0, 1)] }).Warnings, warning => warning.Contains("have no rows", StringComparison.Ordinal));
        // From its first bar on, nothing is missing.
        BacktestResult later = BacktestRunner.Run(request with { Execution = [part], TradeFrom = Markets.Start + 5 * UnixTime.Hour });
        Assert.DoesNotContain(later.Warnings, warning => warning.Contains("execution data", StringComparison.Ordinal));
    }

    [Fact]
    public void Windows_of_a_search_cut_the_execution_data_with_the_bars()
    {
        BarWindows windows = new(Request(3, market => [market.Minutes]));
        BacktestRequest first = windows.Prefix(4);
        Assert.Equal((4, 4 * ExecutionMarket.MinutesAnHour), (first.Bars[0].Count, first.Execution[0].Count));
        BacktestRequest inside = windows.Cut(2, 2, 5);
        Assert.Equal(inside.Bars[0].Times.Span[0], inside.Execution[0].Times.Span[0]);
        Assert.Equal(3 * ExecutionMarket.MinutesAnHour, inside.Execution[0].Count);
        BacktestRequest known = windows.WithHistory(2, 5);
        Assert.Equal((5, 5 * ExecutionMarket.MinutesAnHour), (known.Bars[0].Count, known.Execution[0].Count));
    }

    private static void Refused(string reason, BacktestRequest request) =>
        Assert.Equal(reason, Assert.Throws<InvalidInputException>(() => BacktestRunner.Run(request)).Reason);

    private static Bar PrintAt(InstrumentSeries prints, int row)
    {
        double price = prints.Column(ExecutionSeries.PriceField).Span[row];
        return new Bar(prints.Times.Span[row], price, price, price, price, double.NaN);
    }

    private static SliceInput WithExecutions(SliceInput input, TradingUniverse universe) => new(input.Slice with
    {
        Events = input.Slice.Events.ToArray().SelectMany(item => item.IsBar && universe.Executed[item.Instrument]
            ? new[] { MarketEvent.OfExecution(item.Instrument, item.Bar), item }
            : [item]).ToArray(),
    });

    /// <summary>Sends random orders at the closes of hours and compares fills and equity with those of the reference.</summary>
    private static void CompareWithReference(
        int seed, ExecutionMarket market, InstrumentSeries execution, Bar[] events, long latency, Func<long, int> lastEventBefore)
    {
        Random random = new(unchecked(seed + 5));
        List<(int DecidedAt, OrderRequest Request)> orders = [];
        EngineOptions options = Markets.Frictionless with { SlippagePercent = 0.05m, InitialCapital = 10_000, Latency = latency };
        InstrumentSeries unlimited = execution.HasBars
            ? execution.WithFields(["open", "high", "low", "close"])
            : execution.WithFields([ExecutionSeries.PriceField]);
        (_, SessionLedger ledger) = Run(market.Hours, unlimited, options, (engine, slice) =>
        {
            if (slice.Events.ToArray().Any(item => item.IsBar) && random.Next(2) == 0)
            {
                OrderRequest request = RandomRequest(random, market.Hours.BarAt(market.Hours.LowerBound(slice.KnownTime) - 1).Close);
                orders.Add((lastEventBefore(slice.KnownTime), request));
                engine.Submit(request, slice.KnownTime);
            }
        });
        (List<(int Order, int Bar, double Price)> fills, List<double> equity) = ReferenceEngine.Run(events, orders, 10_000, 0.05);
        Assert.Equal(fills.Select(fill => fill.Order + 1L), ledger.Fills.Select(fill => fill.OrderNumber));
        Assert.All(fills.Zip(ledger.Fills), pair => Assert.Equal(pair.First.Price, (double)pair.Second.Price, 1e-9));
        Assert.All(fills.Zip(ledger.Fills), pair => Assert.Equal(
            events[pair.First.Bar].OpenTime, execution.HasBars ? pair.Second.BarTime : pair.Second.Time));
        foreach (EquityPoint point in ledger.Equity.ToArray())
        {
            int known = execution.HasBars
                ? Array.FindLastIndex(events, bar => bar.OpenTime + UnixTime.Minute <= point.Time)
                : Array.FindLastIndex(events, print => print.OpenTime <= point.Time);
            Assert.Equal(equity[known], point.Equity, 1e-6);
        }
    }

    private static OrderRequest RandomRequest(Random random, double near)
    {
        OrderType type = (OrderType)random.Next(1, 4);
        decimal price = (decimal)near + 0.5m * random.Next(-6, 7);
        return new OrderRequest
        {
            Instrument = "UNIT", Side = (OrderSide)random.Next(1, 3), Quantity = random.Next(1, 5), Type = type,
            LimitPrice = type == OrderType.Limit ? price : null, StopPrice = type == OrderType.Stop ? price : null,
        };
    }

    private static (TradingEngine Engine, SessionLedger Ledger) Run(
        InstrumentSeries bars, InstrumentSeries execution, EngineOptions options, Action<TradingEngine, MarketSlice> after)
    {
        TradingUniverse universe = TradingUniverse.Of([bars], null, [execution]);
        SessionLedger ledger = new();
        TradingEngine engine = new(universe, options, journal: ledger);
        MarketEventStream stream = new(universe, [bars], execution: [ExecutionSeries.AsBars(execution)]);
        while (stream.TryNext(out MarketSlice slice))
        {
            engine.Process(slice);
            after(engine, slice);
        }

        return (engine, ledger);
    }

    private static BacktestRequest Request(int seed, Func<ExecutionMarket, InstrumentSeries[]> execution)
    {
        ExecutionMarket market = new(seed);
        Random random = new(unchecked(seed * 13 + 1));
        return new BacktestRequest
        {
            Bars = [market.Hours],
            Execution = execution(market),
            Strategy = "ma_crossover",
            Parameters = new Dictionary<string, string> { ["fast"] = "1", ["slow"] = $"{random.Next(2, 5)}" },
            Options = new EngineOptions
            {
                InitialCapital = 10_000,
                MaxDrawdown = random.Next(2) == 0 ? 0.02 : null,
                Participation = random.Next(2) == 0 ? 0.5 : 1,
                StopLossPercent = random.Next(2) == 0 ? 1m : null,
                TakeProfitPercent = random.Next(2) == 0 ? 2m : null,
                Latency = random.Next(2) == 0 ? random.Next(1, 4000) * UnixTime.Second : 0,
                CloseAtEnd = false,
                Sizing = new PositionSizing { Quantity = random.Next(1, 9), MaxPosition = null },
            },
        };
    }
}
