using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Strategies.Spreads;

/// <summary>
/// Mean reversion of a spread of several instruments (backtest specification, section 3): z of the spread over its last bars, this one
/// included. Long below −entry, short above +entry, out when z is back beyond ∓exit. All legs are traded, so the profit is that of the
/// spread and every leg pays its costs. A row is a time at which every leg has a bar; a spread that does not vary decides nothing.
/// </summary>
internal sealed class SpreadStrategy(TradingUniverse universe, string name, SpreadLeg[] legs, int window, double entry, double exit) : IStrategy
{
    private readonly TargetOrders _orders = new(universe);
    private readonly bool[] _fresh = new bool[universe.Instruments.Length];
    private RollingDeviation _window = new(window);
    private long _rows;

    /// <inheritdoc />
    public string Name => name;

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        Array.Clear(_fresh);
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (item.IsBar)
            {
                _fresh[item.Instrument] = true;
            }
        }

        double spread = 0;
        foreach (SpreadLeg leg in legs)
        {
            if (!_fresh[leg.Instrument])
            {
                return;
            }

            spread += leg.Factor * context.LastBar(leg.Instrument).Close;
        }

        double deviation = _window.Update(spread);
        if (++_rows < window || !(deviation > 0) || _window.IsConstant)
        {
            return;
        }

        double score = (spread - _window.Mean) / deviation;
        decimal position = context.Position(legs[0].Instrument) * Math.Sign(legs[0].Quantity);
        (SignalDirection Direction, string Reason)? decision = score switch
        {
            _ when score < -entry => (SignalDirection.Long, "spread is low"),
            _ when score > entry => (SignalDirection.Short, "spread is high"),
            _ when position > 0 && score > -exit => (SignalDirection.Flat, "long and back at its mean"),
            _ when position < 0 && score < exit => (SignalDirection.Flat, "short and back at its mean"),
            _ => null,
        };
        if (decision is { } made)
        {
            Trade(context, made.Direction, made.Reason, spread, score);
        }
    }

    private void Trade(IStrategyContext context, SignalDirection direction, string reason, double spread, double score)
    {
        foreach (SpreadLeg leg in legs)
        {
            _orders.MoveTo(context, leg.Instrument, (int)direction * leg.Quantity, name);
            context.Report(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = leg.Instrument,
                Instrument = context.Universe.Instruments[leg.Instrument].Id,
                Direction = (SignalDirection)((int)direction * Math.Sign(leg.Quantity)),
                Label = $"spread {direction}",
                Reason = reason,
                Values = [new("spread", spread), new("z", score), new("mean", _window.Mean), new("deviation", _window.Deviation)],
            });
        }
    }
}
