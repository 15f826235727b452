using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

/// <summary>What holds for every market, strategy and sequence of commands.</summary>
public class EnginePropertyTests
{
    private static void ForAllSessions(Action<RandomSession> check) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed => check(new RandomSession(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Random_sessions_reach_every_kind_of_order_and_end()
    {
        // Guards the generator: properties over sessions in which nothing happens would prove nothing.
        SessionLedger[] ledgers = [.. Enumerable.Range(0, 200).Select(seed => new RandomSession(seed).Run().Ledger)];
        Order[] orders = [.. ledgers.SelectMany(ledger => ledger.Orders)];
        Fill[] fills = [.. ledgers.SelectMany(ledger => ledger.Fills)];
        Assert.True(ledgers.Sum(ledger => ledger.Trades.Count) > 500);
        Assert.Contains(ledgers, ledger => ledger.HaltedAt is not null);
        Assert.Equal(Enum.GetValues<OrderType>(), orders.Where(order => order.FilledQuantity > 0).Select(order => order.Type).Distinct().Order());
        Assert.Equal(Enum.GetValues<OrderPurpose>(), fills.Select(fill => fill.Purpose).Distinct().Order());
        Assert.Subset(
            orders.Select(order => order.Status).ToHashSet(),
            new HashSet<OrderStatus> { OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Rejected, OrderStatus.Expired });
        FinancingKind[] financed = [.. ledgers.SelectMany(ledger => ledger.Financing).Select(charge => charge.Kind).Distinct().Order()];
        Assert.Equal(Enum.GetValues<FinancingKind>(), financed);
        Assert.Contains(fills, fill => fill.Instrument == "I2" && fill.Multiplier != 10m);
        Assert.Contains(orders, order => order.Rejection == OrderRejection.InsufficientMargin);
        Assert.Contains(orders, order => order.FilledQuantity > 0 && order.Status is OrderStatus.Cancelled or OrderStatus.Expired);
    }

    [Fact]
    public void The_books_balance_at_every_fill_and_every_mark() => ForAllSessions(session =>
    {
        IndependentBook book = new(session);
        TradingEngine engine = new(session.Universe, session.Options, session.Strategy(), book);
        foreach (EngineInput input in session.Inputs)
        {
            book.Observe(input);
            RandomSession.ApplyTolerantly(engine, input);
            Assert.Equal(engine.Cash, session.Options.InitialCapital + engine.Realised - engine.Costs - engine.Financing);
        }

        Assert.Equal(book.Cash(), engine.Cash);
        Assert.All(
            session.Universe.Instruments, instrument => Assert.Equal(book.FinancingOf(instrument.Id), engine.PositionOf(instrument.Id).Financing));
    });

    [Fact]
    public void No_fill_is_outside_its_bar_and_slippage_only_ever_hurts() => ForAllSessions(session =>
    {
        // The prices of a roll are those of two contracts, of which the bar shows one.
        foreach (Fill fill in session.Run().Ledger.Fills.Where(fill => fill.Purpose != OrderPurpose.Roll))
        {
            InstrumentSeries series = session.Bars.Single(bars => bars.Instrument.Id == fill.Instrument);
            int row = series.LowerBound(fill.BarTime);
            Bar bar = series.BarAt(row);
            // A missing open is the close before, which is then a price of the bar too.
            double before = double.NaN;
            for (int i = row - 1; i >= 0 && double.IsNaN(before); i--)
            {
                before = series.BarAt(i).Close;
            }

            bool borrowed = double.IsNaN(bar.Open) && !double.IsNaN(before);
            Assert.False(double.IsNaN(bar.Close));
            Assert.InRange((double)fill.RawPrice, borrowed ? Math.Min(bar.Low, before) : bar.Low, borrowed ? Math.Max(bar.High, before) : bar.High);
            Assert.True(fill.Side == OrderSide.Buy ? fill.Price >= fill.RawPrice : fill.Price <= fill.RawPrice);
            Assert.True(session.Options.CostModel is null || fill.Price == fill.RawPrice);
        }
    });

    [Fact]
    public void No_order_is_filled_by_a_bar_that_opened_before_its_decision() => ForAllSessions(session =>
    {
        SessionLedger ledger = session.Run().Ledger;
        foreach (Fill fill in ledger.Fills.Where(fill => fill.Purpose is not (OrderPurpose.CloseAtEnd or OrderPurpose.Roll)))
        {
            Order order = ledger.Orders[(int)fill.OrderNumber - 1];
            bool attached = order.Purpose is OrderPurpose.StopLoss or OrderPurpose.TakeProfit or OrderPurpose.Bracket;
            // An attached order may live on the bar whose open made its position; nobody decided anything in between.
            Assert.True(attached ? fill.Time >= order.CreatedTime : fill.BarTime >= order.CreatedTime + session.Options.Latency && fill.Time > order.CreatedTime);
        }
    });

    [Fact]
    public void Nothing_after_a_time_changes_anything_before_it() => ForAllSessions(session =>
    {
        List<string> whole = session.Entries();
        int cut = session.Inputs.Count / 2;
        List<string> part = session.Entries(session.Inputs.Take(cut));
        Assert.True(part.Count <= whole.Count);
        Assert.All(part.Zip(whole), pair => Assert.Equal(pair.Second, pair.First));
    });

    [Fact]
    public void Profits_of_trades_add_up_to_the_change_in_cash_of_a_closed_book() => ForAllSessions(session =>
    {
        RandomSession closing = new(session.Seed) { Options = session.Options with { CloseAtEnd = true } };
        SessionReplayResult result = closing.Run();
        Assert.Equal(result.Cash - closing.Options.InitialCapital, result.Ledger.Trades.Sum(trade => trade.ProfitAndLoss));
        Assert.Equal((double)result.Cash, result.Equity);
    });

    [Fact]
    public void A_replay_from_stored_bytes_gives_the_same_ledger_bit_for_bit() => ForAllSessions(session =>
    {
        SessionReplayResult original = session.Run();
        SessionReplayResult replayed = session.Run(session.Inputs.Select(input => EngineInputFormat.Decode(EngineInputFormat.Encode(input))));
        Assert.Equal(original.LedgerHash, replayed.LedgerHash);
        Assert.Equal((original.Cash, original.RefusedCommands), (replayed.Cash, replayed.RefusedCommands));
        Assert.Equal(original.Ledger.Orders, replayed.Ledger.Orders);
        Assert.Equal(original.Ledger.Fills, replayed.Ledger.Fills);
        Assert.Equal(original.Ledger.Equity.ToArray(), replayed.Ledger.Equity.ToArray());
    });

    [Fact]
    public void Caps_on_volume_and_position_hold() => ForAllSessions(session =>
    {
        SessionLedger ledger = session.Run().Ledger;
        foreach (var bar in ledger.Fills.Where(fill => fill.Purpose is not (OrderPurpose.CloseAtEnd or OrderPurpose.Roll)).GroupBy(fill => (fill.Instrument, fill.BarTime)))
        {
            InstrumentSeries series = session.Bars.Single(one => one.Instrument.Id == bar.Key.Instrument);
            double volume = series.BarAt(series.LowerBound(bar.Key.BarTime)).Volume;
            Assert.True(double.IsNaN(volume) || (double)bar.Sum(fill => fill.Quantity) <= volume * session.Options.Participation + 1e-9);
        }

        Assert.All(ledger.Fills, fill => Assert.True(Math.Abs(fill.PositionAfter) <= (session.Options.MaxPosition ?? decimal.MaxValue)));
        Assert.All(ledger.Orders, order => Assert.True(order.FilledQuantity <= order.Quantity && order.IsComplete));
        Assert.All(ledger.Trades, trade => Assert.True(trade.MaxAdverseExcursion <= 0 && trade.MaxFavourableExcursion >= 0));
    });
}
