using Tradewind.Domain.Engine;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// Positions of a share of equity with a stop and a target each. Both are tested on closes and left at the next open, as the stops of
/// the multi-bucket portfolio are. A repeated signal of the direction held changes nothing.
/// </summary>
internal sealed class LevelledPositions(TradingUniverse universe)
{
    private readonly TargetOrders _orders = new(universe);
    private readonly Held[] _held = new Held[universe.Instruments.Length];

    /// <summary>+1, 0 or −1: what was asked for last.</summary>
    public int DirectionOf(int instrument) => _held[instrument].Direction;

    /// <summary>Tests stop and target on a close, and leaves where one is passed.</summary>
    public void Guard(IStrategyContext context, int instrument, double close)
    {
        Held held = _held[instrument];
        if (held.Direction == 0)
        {
            return;
        }

        // The distance in the direction held; NaN levels are never passed.
        bool stopped = held.Direction * (close - held.Stop) <= 0;
        bool arrived = held.Direction * (close - held.Target) >= 0;
        if (stopped || arrived)
        {
            Leave(context, instrument, stopped ? "stop" : "target");
        }
    }

    /// <summary>Closes a position.</summary>
    public void Leave(IStrategyContext context, int instrument, string reason)
    {
        _held[instrument] = default;
        _orders.MoveTo(context, instrument, 0, reason);
        context.Report(new Signal
        {
            Time = context.Time,
            InstrumentOrdinal = instrument,
            Instrument = context.Universe.Instruments[instrument].Id,
            Direction = SignalDirection.Flat,
            Label = SignalDirection.Flat.ToString(),
            Reason = reason,
        });
    }

    /// <summary>Opens a position, or turns one round. The signal tells the size, the levels and what else it was decided on.</summary>
    public void Enter(IStrategyContext context, int instrument, SizedDecision decision)
    {
        int direction = (int)decision.Direction;
        if (_held[instrument].Direction == direction)
        {
            return;
        }

        _held[instrument] = new Held(direction, decision.Stop, decision.Target);
        _orders.MoveTo(context, instrument, _orders.QuantityOf(context, instrument, direction * decision.Size), decision.Reason);
        context.Report(new Signal
        {
            Time = context.Time,
            InstrumentOrdinal = instrument,
            Instrument = context.Universe.Instruments[instrument].Id,
            Direction = decision.Direction,
            Strength = decision.Confidence,
            Label = decision.Label,
            Reason = decision.Reason,
            Values = [new("size", decision.Size), new("stop", decision.Stop), new("target", decision.Target), .. decision.Values],
        });
    }

    private readonly record struct Held(int Direction, double Stop, double Target);
}
