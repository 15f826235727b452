using Tradewind.Domain.Engine;

namespace Tradewind.Server.Live;

/// <summary>Where a feed takes its market time steps from.</summary>
internal interface ISliceSource
{
    /// <summary>What it carries.</summary>
    FeedUniverse Universe { get; }

    /// <summary>The next step; false at the end. The memory of the step before may be reused.</summary>
    bool TryNext(out MarketSlice slice);
}
