namespace Tradewind.Server.Live;

/// <summary>Where a feed takes its events from: <see cref="ISliceSource"/> is asked for them, <see cref="ILiveSource"/> brings them.</summary>
internal interface IFeedSource
{
    /// <summary>What it carries.</summary>
    FeedUniverse Universe { get; }
}
