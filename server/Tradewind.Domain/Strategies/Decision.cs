using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Strategies;

/// <summary>What a rule about one instrument decided, before it is a <see cref="Signal"/> of a time and an instrument.</summary>
internal readonly struct Decision
{
    private readonly Few _values;
    private readonly int _count;

    /// <summary>Decides on at most three indicator values.</summary>
    /// <param name="direction">Direction asked for.</param>
    /// <param name="reason">Which rule held, in words: a literal, since a history has many decisions and few reasons.</param>
    /// <param name="values">Indicator values it was decided on.</param>
    public Decision(SignalDirection direction, string reason, params ReadOnlySpan<SignalValue> values)
    {
        (Direction, Reason, _count) = (direction, reason, values.Length);
        values.CopyTo(_values);
    }

    /// <summary>Direction asked for.</summary>
    public SignalDirection Direction { get; }

    /// <summary>Which rule held, in words.</summary>
    public string Reason { get; }

    /// <summary>Short name of the state asked for.</summary>
    public string Label => NameOf(Direction);

    /// <summary>Indicator values it was decided on.</summary>
    [UnscopedRef]
    public ReadOnlySpan<SignalValue> Values => ((ReadOnlySpan<SignalValue>)_values)[.._count];

    /// <summary>Gives the signal.</summary>
    /// <param name="context">Context of the slice it was decided on.</param>
    /// <param name="instrument">Ordinal of the instrument.</param>
    public void EmitTo(IStrategyContext context, int instrument) => Emit(context, instrument, Direction, Reason, Values);

    /// <summary>Gives a signal, of any number of values.</summary>
    public static void Emit(
        IStrategyContext context, int instrument, SignalDirection direction, string reason, ReadOnlySpan<SignalValue> values) =>
        context.Emit(new Signal
        {
            Time = context.Time,
            InstrumentOrdinal = instrument,
            Instrument = context.Universe.Instruments[instrument].Id,
            Direction = direction,
            Label = NameOf(direction),
            Reason = reason,
            Values = [.. values],
        });

    private static string NameOf(SignalDirection direction) => direction switch
    {
        SignalDirection.Long => nameof(SignalDirection.Long),
        SignalDirection.Short => nameof(SignalDirection.Short),
        _ => nameof(SignalDirection.Flat),
    };

    [InlineArray(3)]
    private struct Few
    {
        private SignalValue _first;
    }
}
