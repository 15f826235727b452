using Grpc.HealthCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tradewind.Transport.Hosting;

/// <summary>Tells watchers of the whole server when the periodic health checks of the host change.</summary>
internal sealed class HealthPublisher(HealthServiceImpl statuses) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        statuses.SetStatus(string.Empty, ServerStatus.From(report));
        return Task.CompletedTask;
    }
}
