using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tradewind.Transport.Hosting;

/// <summary>What the health of checks means for callers: a degraded server still takes calls.</summary>
internal static class ServerStatus
{
    public static HealthCheckResponse.Types.ServingStatus From(HealthStatus health) => health == HealthStatus.Unhealthy
        ? HealthCheckResponse.Types.ServingStatus.NotServing
        : HealthCheckResponse.Types.ServingStatus.Serving;
}
