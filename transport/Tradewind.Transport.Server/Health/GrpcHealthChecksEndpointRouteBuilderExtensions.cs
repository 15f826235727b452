using Grpc.HealthCheck;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tradewind.Transport.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the gRPC health service.</summary>
public static class GrpcHealthChecksEndpointRouteBuilderExtensions
{
    /// <summary>Maps <c>grpc.health.v1.Health</c>; needs <c>AddGrpcHealthChecks</c>.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcHealthChecksService(this IEndpointRouteBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        HealthServiceImpl statuses = builder.ServiceProvider.GetRequiredService<HealthServiceImpl>();
        builder.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(statuses.EndWatches);
        return builder.MapGrpcService<HealthChecksService>();
    }
}
