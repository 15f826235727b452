using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>Turns signals into market orders towards a target position.</summary>
internal sealed class SignalTargets(EngineOptions options, OrderDesk desk, AccountBook book)
{
    private readonly decimal? _cap = options.Sizing.MaxPosition is { } own && !(options.MaxPosition < own) ? own : options.MaxPosition;

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
        decimal target = Note(Of(instrument, signal.Direction));
        PositionState position = book[instrument];
        decimal leadsTo = position.Quantity + Waiting(instrument);
        if (leadsTo == target || IsSizedAlready(leadsTo, signal.Direction))
        {
            return;
        }

        if (options.Latency == 0 && FindWaiting(instrument) is { } waiting)
        {
            desk.Cancel(waiting, time, "a newer signal replaces it");
            leadsTo = position.Quantity;
            if (leadsTo == target || IsSizedAlready(leadsTo, signal.Direction))
            {
                return;
            }
        }

        decimal difference = target - leadsTo;
        desk.PlaceMarket(instrument, difference, OrderPurpose.SignalTarget, time, signal.Label);
    }

    /// <summary>
    /// True where a quantity is not sized again: a share of equity is fixed when the position is opened, as a repeated signal would otherwise
    /// trade every bar for a few lots.
    /// </summary>
    public bool IsSizedAlready(decimal quantity, SignalDirection direction) =>
        options.Sizing.Mode == SizingMode.FractionOfEquity && quantity != 0 && Math.Sign(quantity) == (int)direction;

    /// <summary>The position a direction asks for at the present equity and mark.</summary>
    public SignalTarget Of(int instrument, SignalDirection direction)
    {
        if (direction == SignalDirection.Flat)
        {
            return default;
        }

        PositionState position = book[instrument];
        decimal lot = position.Instrument.LotSize;
        decimal size = options.Sizing.QuantityFor(book.Equity, position.Mark, position.Multiplier, lot);
        if (size == 0)
        {
            // Before the first mark there is no price to size by.
            return new SignalTarget(0, IsClipped: false, IsBelowLot: double.IsFinite(position.Mark));
        }

        bool clipped = _cap is { } limit && size > limit;
        size = _cap is { } cap && clipped ? Math.Floor(cap / lot) * lot : size;
        return new SignalTarget(direction == SignalDirection.Long ? size : -size, clipped, IsBelowLot: false);
    }

    /// <summary>Counts a target that is acted on; returns its quantity.</summary>
    public decimal Note(in SignalTarget target)
    {
        Clipped += target.IsClipped ? 1 : 0;
        BelowLot += target.IsBelowLot ? 1 : 0;
        return target.Quantity;
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
