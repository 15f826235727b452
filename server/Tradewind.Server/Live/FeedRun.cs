using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>A feed at work: its state and its tape.</summary>
internal sealed class FeedRun(Feed feed, FeedTape tape) : ILiveRun<Feed>
{
    private readonly Lock _gate = new();
    private readonly Feed _feed = feed;

    /// <inheritdoc />
    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>Its recorded events and bars under way.</summary>
    public FeedTape Tape { get; } = tape;

    /// <inheritdoc />
    public Task Completion { get; set; } = Task.CompletedTask;

    /// <inheritdoc />
    public Feed State()
    {
        lock (_gate)
        {
            return _feed.Clone();
        }
    }

    /// <summary>Notes what has been recorded.</summary>
    public void Advance(long lastSequence, long eventTime)
    {
        lock (_gate)
        {
            (_feed.LastSequence, _feed.LastEventTime) = (lastSequence, ProtoTime.ToTimestamp(eventTime));
        }
    }

    /// <summary>Sets the final state.</summary>
    public Feed Finish(FeedState state, string failure)
    {
        lock (_gate)
        {
            (_feed.State, _feed.Failure) = (state, failure);
            return _feed.Clone();
        }
    }
}
