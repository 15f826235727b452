using Grpc.AspNetCore.HealthChecks;
using Grpc.HealthCheck;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tradewind.Transport.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the gRPC health service to a host.</summary>
public static class GrpcHealthChecksServiceExtensions
{
    /// <summary>
    /// Adds the health service. The checks added to the returned builder decide the health of the whole server; the health of
    /// single services is set on the <see cref="HealthServiceImpl"/> singleton.
    /// </summary>
    public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<GrpcHealthChecksOptions>();
        services.TryAddSingleton<HealthServiceImpl>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthPublisher>());
        return services.AddHealthChecks();
    }

    /// <summary>Adds the health service, and says which checks decide the health of which service.</summary>
    public static IHealthChecksBuilder AddGrpcHealthChecks(this IServiceCollection services, Action<GrpcHealthChecksOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure(configure);
        return services.AddGrpcHealthChecks();
    }
}
