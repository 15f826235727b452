using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>A strategy at work on a feed: its state and the journal of its signals.</summary>
internal sealed class SignalRun(SignalStream stream, LiveJournal journal)
{
    private readonly Lock _gate = new();

    /// <summary>Ends the run. Never disposed of: a stop may come while the run is ending by itself.</summary>
    public CancellationTokenSource Stopping { get; } = new();

    /// <summary>Its recorded signals.</summary>
    public LiveJournal Journal { get; } = journal;

    /// <summary>Completes when the final state is stored.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    /// <summary>A copy of the present state.</summary>
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
