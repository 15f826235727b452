namespace Tradewind.Domain.Engine.Recording;

/// <summary>A slice of history from before the session: seen by the strategy, not traded.</summary>
public sealed record WarmUpInput : EngineInput
{
    /// <summary>Creates the input; the events are copied, since a stream reuses their memory.</summary>
    public WarmUpInput(MarketSlice slice)
        : base(slice.KnownTime) => Slice = slice with { Events = slice.Events.ToArray() };

    /// <summary>The slice.</summary>
    public MarketSlice Slice { get; }
}
