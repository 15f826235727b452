using Tradewind.Domain.Engine;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>A market time step of a live source, or a gap in it.</summary>
/// <param name="Slice">The step; empty for a gap.</param>
/// <param name="Gap">The gap; null for a step.</param>
internal readonly record struct LiveStep(MarketSlice Slice, FeedGap? Gap)
{
    /// <summary>A step.</summary>
    public static LiveStep Of(in MarketSlice slice) => new(slice, null);

    /// <summary>A gap, announced at a market time.</summary>
    public static LiveStep Of(FeedGap gap, long knownTime) => new(new MarketSlice(knownTime, ReadOnlyMemory<MarketEvent>.Empty), gap);
}
