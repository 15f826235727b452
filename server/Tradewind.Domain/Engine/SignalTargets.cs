using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>Turns signals into market orders towards a target position.</summary>
internal sealed class SignalTargets(TradingUniverse universe, EngineOptions options, OrderDesk desk, AccountBook book)
{
    /// <summary>Signals whose target was cut to a position limit.</summary>
    public long Clipped { get; private set; }

    /// <summary>Signals whose size was less than one lot.</summary>
    public long BelowLot { get; private set; }

    /// <summary>
    /// Orders the difference between the target and the position. An order of an earlier signal that still waits is left alone when
    /// it leads to the same target, and cancelled otherwise. A target equal to the position makes no order. A share of equity is sized
    /// when the position is opened and not again by signals of the same direction. With latency, what waits is on its way and cannot be
    /// called back before it is filled: it stays, and the difference counts from where it leads to.
    /// </summary>
    public void Move(Signal signal, long time)
    {
        int instrument = signal.InstrumentOrdinal;
        decimal target = TargetOf(signal);
        PositionState position = book[instrument];
        decimal leadsTo = position.Quantity + Waiting(instrument);
        if (leadsTo == target || IsSizedAlready(leadsTo, signal))
        {
            return;
        }

        if (options.Latency == 0 && FindWaiting(instrument) is { } waiting)
        {
            desk.Cancel(waiting, time, "a newer signal replaces it");
            leadsTo = position.Quantity;
            if (leadsTo == target || IsSizedAlready(leadsTo, signal))
            {
                return;
            }
        }

        decimal difference = target - leadsTo;
        desk.PlaceMarket(instrument, difference, OrderPurpose.SignalTarget, time, signal.Label);
    }

    // A share of equity is fixed when the position is opened: a repeated signal would otherwise trade every bar for a few lots.
    private bool IsSizedAlready(decimal quantity, Signal signal) =>
        options.Sizing.Mode == SizingMode.FractionOfEquity && quantity != 0 && Math.Sign(quantity) == (int)signal.Direction;

    private decimal TargetOf(Signal signal)
    {
        if (signal.Direction == SignalDirection.Flat)
        {
            return 0;
        }

        PositionState position = book[signal.InstrumentOrdinal];
        decimal lot = universe.Instruments[signal.InstrumentOrdinal].LotSize;
        decimal size = options.Sizing.QuantityFor(book.Equity, position.Mark, position.Multiplier, lot);
        if (size == 0)
        {
            BelowLot++;
            return 0;
        }

        decimal cap = Math.Min(options.Sizing.MaxPosition ?? decimal.MaxValue, options.MaxPosition ?? decimal.MaxValue);
        if (size > cap)
        {
            Clipped++;
            size = Math.Floor(cap / lot) * lot;
        }

        return signal.Direction == SignalDirection.Long ? size : -size;
    }

    private decimal Waiting(int instrument)
    {
        decimal quantity = 0;
        foreach (Order order in desk.Open(instrument))
        {
            if (order.Purpose == OrderPurpose.SignalTarget)
            {
                quantity += order.Side == OrderSide.Buy ? order.Remaining : -order.Remaining;
            }
        }

        return quantity;
    }

    private Order? FindWaiting(int instrument)
    {
        foreach (Order order in desk.Open(instrument))
        {
            if (order.Purpose == OrderPurpose.SignalTarget)
            {
                return order;
            }
        }

        return null;
    }
}
