namespace Tradewind.Server.Live;

/// <summary>What readers of a feed follow: its recorded events and its bars under way, in one timeframe.</summary>
internal sealed class FeedTape(string id, FeedUniverse universe, LiveJournal journal)
{
    /// <summary>Names the tape in cursors: the feed, and the timeframe where it is not the feed's own.</summary>
    public string Id { get; } = id;

    /// <summary>What it carries.</summary>
    public FeedUniverse Universe { get; } = universe;

    /// <summary>Its recorded events.</summary>
    public LiveJournal Journal { get; } = journal;

    /// <summary>Its bars under way.</summary>
    public FormingBars Forming { get; } = new();

    /// <summary>Its events as messages, made once for all readers.</summary>
    public FeedMessages Messages { get; } = new(id, universe);
}
