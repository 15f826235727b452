using System.Collections.Concurrent;
using System.Threading.Channels;
using Tradewind.Domain.Engine.Optimization;

namespace Tradewind.Server.Backtests;

/// <summary>
/// Writes combinations to the store as they finish, so that a killed server loses at most those of the last moment. What finishes while
/// a batch is being written goes into the next one; a store that cannot keep up slows the search down.
/// </summary>
internal sealed class TrialCheckpoint : ITrialLog
{
    private const int LargestBacklog = 1024;
    private readonly ConcurrentDictionary<(int Stage, int Index), SweepTrial> _finished;
    private readonly Channel<SweepTrial> _backlog = Channel.CreateBounded<SweepTrial>(LargestBacklog);
    private readonly Task _writing;

    private TrialCheckpoint(SweepShelf shelf, string searchId, IReadOnlyList<SweepTrial> finished)
    {
        _finished = new ConcurrentDictionary<(int Stage, int Index), SweepTrial>(
            finished.Select(trial => KeyValuePair.Create((trial.Stage, trial.Index), trial)));
        _writing = Task.Run(() => WriteAsync(shelf, searchId));
    }

    /// <summary>Opens the checkpoint of a search with what it has finished before.</summary>
    public static async Task<TrialCheckpoint> OpenAsync(SweepShelf shelf, string searchId, CancellationToken cancellation) =>
        new(shelf, searchId, await shelf.ReadRunsAsync(searchId, cancellation).ConfigureAwait(false));

    /// <summary>What everything finished is counted as.</summary>
    public IEnumerable<string> CountedTrials => _finished.Values.Select(trial => trial.CountedAs());

    /// <inheritdoc />
    public SweepTrial? Find(int stage, int index) => _finished.GetValueOrDefault((stage, index));

    /// <inheritdoc />
    public void Keep(SweepTrial trial)
    {
        _finished[(trial.Stage, trial.Index)] = trial;
        if (!_backlog.Writer.TryWrite(trial))
        {
            _backlog.Writer.WriteAsync(trial).AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Waits until everything is in the store.</summary>
    public Task FinishAsync()
    {
        _backlog.Writer.TryComplete();
        return _writing;
    }

    private async Task WriteAsync(SweepShelf shelf, string searchId)
    {
        try
        {
            while (await _backlog.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                List<SweepTrial> batch = [];
                while (batch.Count < LargestBacklog && _backlog.Reader.TryRead(out SweepTrial? trial))
                {
                    batch.Add(trial);
                }

                await shelf.KeepAsync(searchId, batch, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception error)
        {
            // The search must hear of it: its next combination fails to be kept.
            _backlog.Writer.TryComplete(error);
            throw;
        }
    }
}
