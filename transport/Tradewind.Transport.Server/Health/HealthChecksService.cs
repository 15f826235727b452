using Grpc.AspNetCore.HealthChecks;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Tradewind.Transport.Hosting;

/// <summary>
/// The health service of a host: the health of mapped services is asked of the host's health checks at each question; the health of
/// others is what was set on <see cref="HealthServiceImpl"/>.
/// </summary>
internal sealed class HealthChecksService(
    HealthServiceImpl statuses, HealthCheckService checks, IOptions<GrpcHealthChecksOptions> options) : Grpc.Health.V1.Health.HealthBase
{
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        await RefreshAsync(request, context).ConfigureAwait(false);
        return await statuses.Check(request, context).ConfigureAwait(false);
    }

    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        await RefreshAsync(request, context).ConfigureAwait(false);
        await statuses.Watch(request, responseStream, context).ConfigureAwait(false);
    }

    private async Task RefreshAsync(HealthCheckRequest request, ServerCallContext context)
    {
        if (options.Value.Services.Find(request.Service) is not { } mapping)
        {
            return;
        }

        HealthReport report = await checks
            .CheckHealthAsync(
                check => mapping.DependsOn(new HealthCheckMapContext(check.Name, check.Tags)), context.CancellationToken)
            .ConfigureAwait(false);
        statuses.SetStatus(mapping.Name, ServerStatus.From(report.Status));
    }
}
