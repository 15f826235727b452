namespace Tradewind.Domain.Engine.Recording;

/// <summary>A market slice.</summary>
public sealed record SliceInput : EngineInput
{
    /// <summary>Creates the input; the events are copied, since a stream reuses their memory.</summary>
    public SliceInput(MarketSlice slice)
        : base(slice.KnownTime) => Slice = slice with { Events = slice.Events.ToArray() };

    /// <summary>The slice.</summary>
    public MarketSlice Slice { get; }
}
