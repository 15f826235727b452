using Tradewind.V1;

namespace Tradewind.Server.Connectors;

/// <summary>Something that happened to a live subscription.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Kind">What happened.</param>
internal readonly record struct LiveUpdate(string Symbol, LiveUpdateKind Kind)
{
    /// <summary>With <see cref="LiveUpdateKind.Ticks"/>: what came.</summary>
    public LiveTicks? Ticks { get; init; }

    /// <summary>With <see cref="LiveUpdateKind.Active"/>: what the symbol is.</summary>
    public ConnectorInstrument? Instrument { get; init; }

    /// <summary>With <see cref="LiveUpdateKind.Lost"/> and <see cref="LiveUpdateKind.Ended"/>: why.</summary>
    public ConnectorError? Error { get; init; }
}
