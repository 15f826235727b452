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
    public string Label => Direction switch
    {
        SignalDirection.Long => nameof(SignalDirection.Long),
        SignalDirection.Short => nameof(SignalDirection.Short),
        _ => nameof(SignalDirection.Flat),
    };

    /// <summary>Indicator values it was decided on.</summary>
    [UnscopedRef]
    public ReadOnlySpan<SignalValue> Values => ((ReadOnlySpan<SignalValue>)_values)[.._count];

    /// <summary>The signal.</summary>
    /// <param name="time">Known time of the slice.</param>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="id">Its id.</param>
    public Signal At(long time, int instrument, string id) => new()
    {
        Time = time,
        InstrumentOrdinal = instrument,
        Instrument = id,
        Direction = Direction,
        Label = Label,
        Reason = Reason,
        Values = [.. Values],
    };

    [InlineArray(3)]
    private struct Few
    {
        private SignalValue _first;
    }
}
