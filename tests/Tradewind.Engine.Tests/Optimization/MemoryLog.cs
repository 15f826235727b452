using System.Collections.Concurrent;
using Tradewind.Domain.Engine.Optimization;

namespace Tradewind.Engine.Tests.Optimization;

/// <summary>A log of trials in memory, which counts what is written.</summary>
internal sealed class MemoryLog : ITrialLog
{
    private readonly ConcurrentDictionary<(int Stage, int Index), SweepTrial> _trials = new();

    public event Action? Kept;

    public int Count => _trials.Count;

    public int Writes { get; private set; }

    public SweepTrial? Find(int stage, int index) => _trials.GetValueOrDefault((stage, index));

    public void Keep(SweepTrial trial)
    {
        lock (_trials)
        {
            _trials[(trial.Stage, trial.Index)] = trial;
            Writes++;
        }

        Kept?.Invoke();
    }
}
