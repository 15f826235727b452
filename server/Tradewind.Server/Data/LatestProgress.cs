using System.Threading.Channels;
using Tradewind.V1;

namespace Tradewind.Server.Data;

/// <summary>Carries progress from any thread to one response stream. Only the latest step is kept, so a slow reader costs nothing.</summary>
internal sealed class LatestProgress : IProgress<LoadProgress>
{
    private readonly Channel<LoadProgress> _steps = Channel.CreateBounded<LoadProgress>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <inheritdoc />
    public void Report(LoadProgress value) => _steps.Writer.TryWrite(value);

    /// <summary>Steps until the work ends.</summary>
    public IAsyncEnumerable<LoadProgress> ReadAllAsync(CancellationToken cancellation) => _steps.Reader.ReadAllAsync(cancellation);

    /// <summary>Runs the work and ends the steps with it, however it ends.</summary>
    public async Task<T> FollowAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _steps.Writer.TryComplete();
        }
    }
}
