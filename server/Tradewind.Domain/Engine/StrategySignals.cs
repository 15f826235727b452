using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>What becomes of the signals of a strategy.</summary>
internal sealed class StrategySignals(SliceIntake intake, SignalTargets targets, SessionClock clock, IEngineJournal journal)
{
    /// <summary>Writes a signal down and moves the target position.</summary>
    public void Take(Signal signal)
    {
        WriteDown(signal);
        targets.Move(signal, clock.Now);
    }

    /// <summary>Writes a signal down.</summary>
    public void WriteDown(Signal signal)
    {
        if (signal.Time != intake.Time)
        {
            throw new ArgumentException($"A signal carries the time of its slice, {intake.Time}, not {signal.Time}.", nameof(signal));
        }

        journal.OnSignal(signal);
    }
}
