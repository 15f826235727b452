using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tradewind.Server.Live;
using Tradewind.Server.Requests;
using Tradewind.V1;

namespace Tradewind.Server.Hosting;

/// <summary>Whether feeds can run: not before the host has started and not once it stops. Feeds that failed are named, but others still run.</summary>
internal sealed class FeedHealthCheck(FeedHub feeds, IHostApplicationLifetime lifetime) : IHealthCheck
{
    private const int MostListed = 50;

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The server takes no feeds while it starts or stops.");
        }

        (IReadOnlyList<Feed> newest, _) = await feeds.ListAsync(PageRequest.Read(new ListFeedsRequest { PageSize = MostListed }), cancellationToken).ConfigureAwait(false);
        string failed = string.Join(", ", newest.Where(feed => feed.State == FeedState.Failed).Select(feed => feed.Id));
        return failed.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"Failed feeds: {failed}.");
    }
}
