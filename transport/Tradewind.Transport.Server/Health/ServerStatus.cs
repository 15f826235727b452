using Grpc.Health.V1;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Tradewind.Transport.Hosting;

/// <summary>What a health report means for callers: a degraded server still takes calls.</summary>
internal static class ServerStatus
{
    public static HealthCheckResponse.Types.ServingStatus From(HealthReport report) => report.Status == HealthStatus.Unhealthy
        ? HealthCheckResponse.Types.ServingStatus.NotServing
        : HealthCheckResponse.Types.ServingStatus.Serving;
}
