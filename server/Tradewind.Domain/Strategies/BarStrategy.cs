using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>A strategy that decides on each bar of each instrument by that instrument's own state.</summary>
/// <typeparam name="TState">Indicators of one instrument.</typeparam>
internal abstract class BarStrategy<TState> : IStrategy
    where TState : struct
{
    /// <summary>The instrument of a laid-out history.</summary>
    protected const int OnlyInstrument = 0;

    private readonly InstrumentSelection _instruments;
    private readonly TState[] _states;

    protected BarStrategy(string name, TradingUniverse universe, InstrumentSelection instruments, Func<TState> start)
    {
        (Name, _instruments) = (name, instruments);
        _states = [.. universe.Instruments.Select((_, ordinal) => instruments.Contains(ordinal) ? start() : default)];
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (item.IsBar && _instruments.Contains(item.Instrument))
            {
                OnBar(context, item.Instrument, item.Bar, ref _states[item.Instrument]);
            }
        }
    }

    /// <summary>Takes in a bar and gives at most one signal.</summary>
    protected abstract void OnBar(IStrategyContext context, int instrument, in Bar bar, ref TState state);

    protected static void Emit(
        IStrategyContext context, int instrument, SignalDirection direction, string reason, params ReadOnlySpan<SignalValue> values) =>
        Decision.Emit(context, instrument, direction, reason, values);

    /// <summary>Sign of the position.</summary>
    protected static int SideOf(IStrategyContext context, int instrument) => Math.Sign(context.Position(instrument));
}
