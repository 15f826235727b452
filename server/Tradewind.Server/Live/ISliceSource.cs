using Tradewind.Domain.Engine;

namespace Tradewind.Server.Live;

/// <summary>Where a feed takes market time steps from at a pace of its own.</summary>
internal interface ISliceSource : IFeedSource
{
    /// <summary>The next step; false at the end. The memory of the step before may be reused.</summary>
    bool TryNext(out MarketSlice slice);
}
