using System.Collections.Immutable;

namespace Tradewind.Domain.Strategies;

/// <summary>What a strategy asks for at one time in one instrument, with its reasons.</summary>
public sealed record Signal
{
    /// <summary>Known time of the slice it was decided on, UNIX nanoseconds.</summary>
    public required long Time { get; init; }

    /// <summary>Ordinal of the instrument in the universe.</summary>
    public required int InstrumentOrdinal { get; init; }

    /// <summary>Id of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>Direction asked for.</summary>
    public required SignalDirection Direction { get; init; }

    /// <summary>Conviction in [0, 1]; null where the strategy has no such notion. Does not change the size.</summary>
    public double? Strength { get; init; }

    /// <summary>Short name of the state, e.g. <c>Risk-On</c>.</summary>
    public string Label { get; init; } = "";

    /// <summary>Which rule held, in words.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Indicator values it was decided on.</summary>
    public ImmutableArray<SignalValue> Values { get; init; } = [];
}
