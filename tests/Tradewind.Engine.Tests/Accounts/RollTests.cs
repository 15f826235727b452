using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests.Accounts;

/// <summary>Generic futures change contracts without a jump.</summary>
public class RollTests
{
    private static readonly ContractRoll AfterSecondBar = new(Markets.Crude.Id, Markets.Start + 2 * UnixTime.Day, "CLF24", "CLG24") { ToPrice = 80 };

    private static EngineOptions Options(params ContractRoll[] rolls) => Markets.Frictionless with { Rolls = new RollSchedule([.. rolls]) };

    [Fact]
    public void A_roll_closes_the_old_contract_and_opens_the_new_one_at_their_closes()
    {
        EngineOptions options = Options(AfterSecondBar) with { Commission = new Commission(2.5m, 0), Sizing = PositionSizing.Fixed(2) };
        EngineRun run = new(
            options, Markets.Daily(Markets.Crude, [74, 75, 74, 75], [75, 76, 75, 76], [80.5, 81, 80, 81]), ScriptedStrategy.Signals((0, SignalDirection.Long)));
        run.ProcessAll();

        Assert.Equal([75m, 76m, 80m], run.Ledger.Fills.Select(fill => fill.Price));
        Assert.Equal([OrderPurpose.SignalTarget, OrderPurpose.Roll, OrderPurpose.Roll], run.Ledger.Fills.Select(fill => fill.Purpose));
        Assert.Equal("CLF24 to CLG24", run.Ledger.Orders[1].Tag);
        // 2 contracts: +1 in the old one, +1 in the new one, three fills with costs. The gap of 4 makes nothing.
        Assert.Equal([1_000_000, 1_001_985, 1_003_985], run.Equity());
        RollRecord roll = Assert.Single(run.Engine.Rolls);
        Assert.Equal(
            new RollRecord(AfterSecondBar.Time, Markets.Crude.Id, "CLF24", "CLG24", 76, 80, 2, 10), roll);
        Assert.Equal((2m, 80m), (run.Engine.PositionOf(Markets.Crude.Id).Quantity, run.Engine.PositionOf(Markets.Crude.Id).AveragePrice));
    }

    [Fact]
    public void Holding_through_rolls_makes_the_moves_of_the_contracts_less_costs() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            (double[] closes, List<ContractRoll> rolls, decimal own) = RandomContracts(random);
            EngineOptions options = Options([.. rolls]) with
            {
                Commission = new Commission(2.5m, 0), SlippagePercent = 0.01m, CloseAtEnd = random.Next(2) == 0,
                Sizing = PositionSizing.Fixed(random.Next(1, 4)),
            };
            SignalDirection direction = random.Next(2) == 0 ? SignalDirection.Long : SignalDirection.Short;
            // Each open is the close before, so the entry is at the first close; at a roll the new contract opens at its own close.
            double[][] bars =
            [
                .. closes.Select((close, i) =>
                {
                    double before = i == 0 ? close : (double?)rolls.FirstOrDefault(roll => roll.Time == Markets.Start + i * UnixTime.Day)?.ToPrice ?? closes[i - 1];
                    return new[] { before, Math.Max(before, close), Math.Min(before, close), close };
                }),
            ];
            EngineRun run = new(options, Markets.Daily(Markets.Crude, bars), ScriptedStrategy.Signals((0, direction)));
            run.ProcessAll().Engine.Finish();

            decimal slippage = run.Ledger.Fills.Sum(fill => fill.SlippageInPrice);
            decimal expected = (int)direction * own * options.Sizing.Quantity * 1000 - run.Engine.Costs - slippage;
            Assert.Equal(1_000_000 + (double)expected, run.Engine.Equity, 1e-6);
            Assert.Equal(rolls.Count, run.Engine.Rolls.Count);
            Assert.Equal(1 + 2 * rolls.Count + (options.CloseAtEnd ? 1 : 0), run.Ledger.Fills.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_roll_between_two_bars_happens_before_the_next_one_at_the_last_mark()
    {
        ContractRoll late = AfterSecondBar with { Time = Markets.Start + 2 * UnixTime.Day + UnixTime.Hour };
        EngineRun run = new(
            Options(late), Markets.Daily(Markets.Crude, [74, 75, 74, 75], [75, 76, 75, 76], [80.5, 81, 80, 81]), ScriptedStrategy.Signals((0, SignalDirection.Long)));
        run.ProcessAll();
        Assert.Equal([75m, 76m, 80m], run.Ledger.Fills.Select(fill => fill.Price));
        Assert.Equal([1_000_000, 1_001_000, 1_002_000], run.Equity());
    }

    [Fact]
    public void Resting_orders_move_by_the_gap_and_attached_stops_off_the_new_price()
    {
        EngineOptions options = Options(AfterSecondBar with { ToPrice = null, Gap = 4 }) with { StopLossPercent = 5 };
        EngineRun run = new(options, Markets.Daily(Markets.Crude, [74, 75, 74, 75], [75, 76, 75, 76]), ScriptedStrategy.Signals((0, SignalDirection.Long)));
        run.Process(0, 1).Engine.Submit(new OrderRequest
        {
            Instrument = Markets.Crude.Id, Side = OrderSide.Buy, Quantity = 1, Type = OrderType.Limit, LimitPrice = 70, BracketStop = 69,
        });
        run.Process(1, 2);

        Order limit = run.Engine.OpenOrders().Single(order => order.Type == OrderType.Limit);
        Assert.Equal((74m, 73m), (limit.LimitPrice, limit.BracketStop));
        Assert.Equal(76m, run.Engine.OpenOrders().Single(order => order.Purpose == OrderPurpose.StopLoss).StopPrice);
    }

    [Fact]
    public void A_flat_book_records_the_roll_and_trades_nothing()
    {
        EngineRun run = new(Options(AfterSecondBar), Markets.Closes(Markets.Crude, 75, 76, 81));
        run.ProcessAll();
        Assert.Empty(run.Ledger.Fills);
        Assert.Equal(0m, Assert.Single(run.Engine.Rolls).Quantity);
    }

    [Fact]
    public void The_rule_rolls_before_the_last_trade_day_at_the_closes_of_both_contracts()
    {
        // CLF25 stops on 2024-12-19, a Thursday; three business days before is Monday the 16th.
        long first = UnixTime.FromDate(2024, 12, 9);
        Instrument january = new("CLF25 Comdty", AssetClass.CommodityFuture), february = new("CLG25 Comdty", AssetClass.CommodityFuture);
        InstrumentSeries[] contracts =
        [
            Markets.Bars(february, Timeframe.Day, first, [.. Enumerable.Range(0, 12).Select(i => new double[] { 72 + i, 72 + i, 72 + i, 72 + i })]),
            Markets.Bars(january, Timeframe.Day, first, [.. Enumerable.Range(0, 11).Select(i => new double[] { 70 + i, 70 + i, 70 + i, 70 + i })]),
        ];
        IReadOnlyList<ContractRoll> rolls = RollPlanner.Plan(Markets.Crude.Id, contracts.Select(ExpiringContract.OfTicker), 3);
        ContractRoll expected = new(Markets.Crude.Id, UnixTime.FromDate(2024, 12, 17), january.Id, february.Id) { FromPrice = 77, ToPrice = 79 };
        Assert.Equal([expected], rolls);
        Assert.Equal("ROLL_INVALID", Assert.Throws<InvalidInputException>(() => RollPlanner.Plan("X", [ExpiringContract.OfTicker(contracts[0])], 3)).Reason);
        Assert.Equal(
            "CONTRACT_UNKNOWN",
            Assert.Throws<InvalidInputException>(() => ExpiringContract.OfTicker(Markets.Closes(Markets.Unit, 1, 2))).Reason);
    }

    [Fact]
    public void Rolls_are_part_of_the_result_and_of_its_lineage()
    {
        BacktestRequest request = new()
        {
            Bars = [Markets.Closes(Markets.Crude, 75, 76, 81, 82)],
            Strategy = "buy_and_hold",
            Options = Options(AfterSecondBar),
        };
        BacktestResult result = BacktestRunner.Run(request);
        Assert.Single(result.Rolls);
        ContractRoll other = AfterSecondBar with { ToPrice = 80.5m };
        Assert.NotEqual(result.Lineage.Id, BacktestRunner.Run(request with { Options = Options(other) }).Lineage.Id);
        Assert.NotEqual(result.LedgerHash, BacktestRunner.Run(request with { Options = Options(other) }).LedgerHash);
        Assert.Throws<InvalidInputException>(() => BacktestRunner.Run(request with { Options = Options(AfterSecondBar with { ToPrice = null }) }));
        Assert.Throws<InvalidInputException>(() => BacktestRunner.Run(request with { Options = Options(AfterSecondBar with { Instrument = "NONE" }) }));
    }

    /// <summary>Closes of a generic, its rolls, and the sum of the moves of the contracts from the first close on.</summary>
    private static (double[] Closes, List<ContractRoll> Rolls, decimal Own) RandomContracts(Random random)
    {
        (List<double> closes, List<ContractRoll> rolls, decimal own) = ([75], [], 0);
        for (int day = 1; day < 40; day++)
        {
            decimal before = (decimal)closes[^1];
            if (day > 1 && random.Next(6) == 0)
            {
                decimal next = before + random.Next(-300, 301) / 100m;
                rolls.Add(new ContractRoll(Markets.Crude.Id, Markets.Start + day * UnixTime.Day, $"C{rolls.Count}", $"C{rolls.Count + 1}") { ToPrice = next });
                before = next;
            }

            decimal close = before + random.Next(-100, 101) / 100m;
            own += close - before;
            closes.Add((double)close);
        }

        return ([.. closes], rolls, own);
    }
}
