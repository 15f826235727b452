using Tradewind.Domain.Engine.Backtest;
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
    private readonly BacktestLedger _ledger;

    private WholeFills(EngineParts parts, BacktestLedger ledger) => (_parts, _ledger) = (parts, ledger);

    /// <summary>Whole fills of an account; null where the account trades in a way that does not allow them.</summary>
    public static WholeFills? Of(EngineParts parts)
    {
        bool suits = parts.Options is
        {
            FillTiming: FillTiming.NextOpen, CostModel: null, StopLossPercent: null, TakeProfitPercent: null, MaxGrossExposure: null,
            MaxLossFraction: null, Latency: 0, ActsOnQuietBars: false,
        };
        return suits && parts.Universe.Tradable[Instrument] && parts.Journal is BacktestLedger ledger ? new WholeFills(parts, ledger) : null;
    }

    /// <summary>Does what a decision asks for, on the next row; false, with nothing done, where that is not certain to be a whole fill.</summary>
    /// <param name="decision">The decision. No order is open and trading is not halted.</param>
    /// <param name="time">Known time of the row it was made on, whose close is marked.</param>
    /// <param name="next">What follows that row.</param>
    public bool TryTrade(in Decision decision, long time, in NextOpen next)
    {
        if (next.OpenTime < time)
        {
            return false;
        }

        PositionState position = _parts.Book[Instrument];
        SignalTarget target = _parts.Targets.Of(Instrument, decision.Direction);
        decimal difference = target.Quantity - position.Quantity;
        bool trades = difference != 0 && !_parts.Targets.IsSizedAlready(position.Quantity, decision.Direction);
        decimal quantity = Math.Abs(difference);
        if (trades && !(PreTradeChecks.IsInLots(quantity, position.Instrument.LotSize)
            && _parts.Matcher.FillsWhole(Instrument, quantity, next.Volume)))
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

    private void Trade(OrderSide side, decimal quantity, long time, in NextOpen next, string tag)
    {
        long number = _parts.Desk.TakeNumber();
        int tagged = _ledger.OnMade(number, Instrument, side, quantity, time, tag);
        _parts.Booking.BookWhole(
            number, Instrument, side, OrderPurpose.SignalTarget, quantity, (decimal)next.Price, next.OpenTime, next.KnownTime);
        _ledger.OnFilled(number, time, tagged);
    }
}
