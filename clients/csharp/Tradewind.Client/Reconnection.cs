using Grpc.Core;

namespace Tradewind.Client;

/// <summary>Repeats what failed because the server could not be reached.</summary>
internal static class Reconnection
{
    /// <summary>Runs an attempt until it succeeds, fails for another reason, or has failed too often in a row.</summary>
    public static async Task<T> RunAsync<T>(TradewindClientOptions options, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (int failures = 0; ;)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (RpcException error) when (MayRepeat(error, ++failures, options.Retry, cancellationToken))
            {
                await WaitAsync(options, failures, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether another attempt is in order after this many failures in a row.</summary>
    public static bool MayRepeat(RpcException error, int failures, RetryPolicy policy, CancellationToken cancellationToken) =>
        error.StatusCode == StatusCode.Unavailable && failures <= policy.MaxFailuresInARow && !cancellationToken.IsCancellationRequested;

    /// <summary>Waits as the policy says.</summary>
    public static Task WaitAsync(TradewindClientOptions options, int failures, CancellationToken cancellationToken)
    {
        // Jitter spreads reconnecting clients; nothing that must be reproducible depends on it.
#pragma warning disable CA5394
        double jitter = Random.Shared.NextDouble();
#pragma warning restore CA5394
        return Task.Delay(options.Retry.BackoffAfter(failures, jitter), options.TimeProvider, cancellationToken);
    }
}
