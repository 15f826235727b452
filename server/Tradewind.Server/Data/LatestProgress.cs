using System.Threading.Channels;

namespace Tradewind.Server.Data;

/// <summary>Carries progress from any thread to one response stream. Only the latest step is kept, so a slow reader costs nothing.</summary>
internal sealed class LatestProgress<TStep> : IProgress<TStep>
{
    private readonly Channel<TStep> _steps = Channel.CreateBounded<TStep>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <inheritdoc />
    public void Report(TStep value) => _steps.Writer.TryWrite(value);

    /// <summary>Steps until the work ends.</summary>
    public IAsyncEnumerable<TStep> ReadAllAsync(CancellationToken cancellation) => _steps.Reader.ReadAllAsync(cancellation);

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
