using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>Does what a test says at the n-th slice, counted from 0.</summary>
internal sealed class ScriptedStrategy(Action<int, IStrategyContext> script) : IStrategy
{
    private int _slice;

    public string Name => "Scripted";

    public void OnSlice(IStrategyContext context) => script(_slice++, context);

    public static ScriptedStrategy Signals(params (int Slice, SignalDirection Direction)[] signals) => new((slice, context) =>
    {
        foreach ((int at, SignalDirection direction) in signals)
        {
            if (at == slice)
            {
                context.Emit(SignalOf(context, direction));
            }
        }
    });

    public static Signal SignalOf(IStrategyContext context, SignalDirection direction, int instrument = 0) => new()
    {
        Time = context.Time,
        InstrumentOrdinal = instrument,
        Instrument = context.Universe.Instruments[instrument].Id,
        Direction = direction,
    };
}
