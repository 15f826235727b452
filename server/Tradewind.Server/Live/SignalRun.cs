using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>A strategy at work on a feed: its state and the journal of its signals.</summary>
internal sealed class SignalRun(SignalStream stream, LiveJournal journal) : ILiveRun<SignalStream>
{
    private readonly Lock _gate = new();

    /// <inheritdoc />
    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>Its recorded signals.</summary>
    public LiveJournal Journal { get; } = journal;

    /// <inheritdoc />
    public Task Completion { get; set; } = Task.CompletedTask;

    /// <inheritdoc />
    public SignalStream State()
    {
        lock (_gate)
        {
            SignalStream copy = stream.Clone();
            copy.LastSequence = Journal.LastSequence;
            return copy;
        }
    }

    /// <summary>Sets the final state.</summary>
    public SignalStream Finish(SignalStreamState state, string failure)
    {
        lock (_gate)
        {
            (stream.State, stream.Failure) = (state, failure);
        }

        return State();
    }
}
