using Grpc.AspNetCore.HealthChecks;
using Grpc.HealthCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Tradewind.Transport.Hosting;

/// <summary>Tells watchers when the periodic health checks of the host change.</summary>
internal sealed class HealthPublisher(HealthServiceImpl statuses, IOptions<GrpcHealthChecksOptions> options) : IHealthCheckPublisher
{
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach (ServiceMapping mapping in options.Value.Services)
        {
            HealthStatus worst = report.Entries
                .Where(entry => mapping.DependsOn(new HealthCheckMapContext(entry.Key, entry.Value.Tags)))
                .Select(entry => entry.Value.Status)
                .DefaultIfEmpty(HealthStatus.Healthy)
                .Min();
            statuses.SetStatus(mapping.Name, ServerStatus.From(worst));
        }

        return Task.CompletedTask;
    }
}
