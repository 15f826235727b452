using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Backtest.Rows;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Columns;

/// <summary>
/// Trades on decisions whose order is a market order that nothing can refuse, hold back or change and that fills whole at the next open: most
/// orders of most backtests. Such an order is written down with its fill at once and never rests on the desk. Whatever is not
/// certain to be of that kind is left to the desk and the matcher; the ledger is the same bit for bit.
/// </summary>
internal sealed class WholeFills
{
    // The only instrument of a laid-out history.
    private const int Instrument = 0;
    private readonly EngineParts _parts;
    private readonly BarColumns _bars;
    private readonly BacktestLedger _ledger;

    private WholeFills(EngineParts parts, BarColumns bars, BacktestLedger ledger) => (_parts, _bars, _ledger) = (parts, bars, ledger);

    /// <summary>Whole fills over laid-out bars; null where the account trades in a way that does not allow them.</summary>
    public static WholeFills? Of(EngineParts parts, BarColumns bars)
    {
        bool suits = parts.Options is
        {
            FillTiming: FillTiming.NextOpen, CostModel: null, StopLossPercent: null, TakeProfitPercent: null, MaxGrossExposure: null,
            MaxLossFraction: null, Latency: 0, ActsOnQuietBars: false,
        };
        return suits && parts.Universe.Tradable[Instrument] && parts.Journal is BacktestLedger ledger ? new WholeFills(parts, bars, ledger) : null;
    }

    /// <summary>Does what a decision asks for, on the next row; false, with nothing done, where that is not certain to be a whole fill.</summary>
    /// <param name="row">Row of the decision, whose close is marked. No order is open and trading is not halted.</param>
    /// <param name="decision">The decision.</param>
    public bool TryTrade(int row, in Decision decision)
    {
        int next = row + 1;
        long time = _bars.KnownTimes.Span[row];
        if (next == _bars.Count || _bars.Times.Span[next] < time)
        {
            return false;
        }

        PositionState position = _parts.Book[Instrument];
        SignalTarget target = _parts.Targets.Of(Instrument, decision.Direction);
        decimal difference = target.Quantity - position.Quantity;
        bool trades = difference != 0 && !_parts.Targets.IsSizedAlready(position.Quantity, decision.Direction);
        decimal quantity = Math.Abs(difference);
        if (trades && !(PreTradeChecks.IsInLots(quantity, position.Instrument.LotSize)
            && _parts.Matcher.FillsWhole(Instrument, quantity, _bars.VolumeAt(next))))
        {
            return false;
        }

        _parts.Targets.Note(target);
        _ledger.OnDecision(time, Instrument, decision);
        if (trades)
        {
            Trade(difference > 0 ? OrderSide.Buy : OrderSide.Sell, quantity, time, next, decision.Label);
        }

        return true;
    }

    private void Trade(OrderSide side, decimal quantity, long time, int next, string tag)
    {
        OrderRow order = new()
        {
            Number = _parts.Desk.TakeNumber(),
            Instrument = Instrument,
            Side = side,
            Type = OrderType.Market,
            TimeInForce = TimeInForce.GoodTillCancelled,
            Purpose = OrderPurpose.SignalTarget,
            Status = OrderStatus.Filled,
            Quantity = quantity,
            Created = time,
            EligibleFrom = time,
            Updated = _bars.KnownTimes.Span[next],
            Filled = quantity,
        };
        _ledger.OnMade(order, tag);
        (decimal price, decimal cost) = _parts.Booking.BookWhole(
            order.Number, Instrument, side, order.Purpose, quantity, (decimal)_bars.Open.Span[next], _bars.Times.Span[next], order.Updated);
        _ledger.OnFilled(order with { AveragePrice = price, Costs = cost }, tag);
    }
}
