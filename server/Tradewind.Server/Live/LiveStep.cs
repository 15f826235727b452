using Tradewind.Domain.Engine;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>What a live source brings: a market time step, a gap, or a bar under way.</summary>
/// <param name="Slice">The step; empty for a gap. For a bar under way its event, which is not part of the market's history.</param>
/// <param name="Gap">The gap; null for the others.</param>
/// <param name="IsForming">True for a bar under way.</param>
internal readonly record struct LiveStep(MarketSlice Slice, FeedGap? Gap, bool IsForming)
{
    /// <summary>A step.</summary>
    public static LiveStep Of(in MarketSlice slice) => new(slice, null, IsForming: false);

    /// <summary>A gap, announced at a market time.</summary>
    public static LiveStep Of(FeedGap gap, long knownTime) => new(new MarketSlice(knownTime, ReadOnlyMemory<MarketEvent>.Empty), gap, IsForming: false);

    /// <summary>A bar under way as it was at a time.</summary>
    public static LiveStep OfForming(int instrument, in Domain.Market.Bar bar, long knownTime) =>
        new(new MarketSlice(knownTime, new[] { MarketEvent.OfBar(instrument, bar) }), null, IsForming: true);
}
