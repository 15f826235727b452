using Grpc.AspNetCore.Server;
using Grpc.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tradewind.Transport.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds gRPC reflection to a host.</summary>
public static class GrpcReflectionServiceExtensions
{
    /// <summary>Adds reflection over all services the host maps.</summary>
    public static IGrpcServerBuilder AddGrpcReflection(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        // Made at the first question, when all endpoints are mapped.
        services.TryAddSingleton(provider =>
            new ReflectionV1ServiceImpl(HostedServiceDescriptors.From(provider.GetRequiredService<EndpointDataSource>())));
        services.TryAddSingleton(provider =>
            new ReflectionServiceImpl(HostedServiceDescriptors.From(provider.GetRequiredService<EndpointDataSource>())));
        return services.AddGrpc();
    }
}
