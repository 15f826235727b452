using Grpc.Core;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tradewind.Transport.Hosting;

/// <summary>
/// The health service of a host: the health of the whole server, the empty name, is asked of the host's health checks at each
/// question; the health of single services is what was set on <see cref="HealthServiceImpl"/>.
/// </summary>
internal sealed class HealthChecksService(HealthServiceImpl statuses, HealthCheckService checks) : Grpc.Health.V1.Health.HealthBase
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
        if (request.Service.Length == 0)
        {
            HealthReport report = await checks.CheckHealthAsync(context.CancellationToken).ConfigureAwait(false);
            statuses.SetStatus(string.Empty, ServerStatus.From(report));
        }
    }
}
