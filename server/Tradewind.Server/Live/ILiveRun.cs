namespace Tradewind.Server.Live;

/// <summary>Something at work until it ends by itself or is stopped.</summary>
/// <typeparam name="TState">Message that says how it stands.</typeparam>
internal interface ILiveRun<out TState>
{
    /// <summary>Ends the run. Never disposed of: a stop may come while the run is ending by itself.</summary>
    CancellationTokenSource Stopping { get; }

    /// <summary>Completes when the final state is stored.</summary>
    Task Completion { get; set; }

    /// <summary>A copy of the present state.</summary>
    TState State();
}
