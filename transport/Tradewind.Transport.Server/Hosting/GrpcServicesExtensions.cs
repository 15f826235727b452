using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tradewind.Transport.Calls;
using Tradewind.Transport.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds gRPC to the services of a host.</summary>
public static class GrpcServicesExtensions
{
    private const int LargestSocketBuffer = 1024 * 1024;

    /// <summary>Adds gRPC.</summary>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddOptions();
        services.Configure<RouteOptions>(routes =>
            routes.SetParameterPolicy<GrpcRequestConstraint>(GrpcRequestConstraint.Name));
        // Kestrel has put its own factory there already.
        services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>, LargeBlockPool.Factory>());
        // The next part of a large message is made while the last one is on its way.
        services.Configure<SocketTransportOptions>(sockets => sockets.MaxWriteBufferSize = LargestSocketBuffer);
        services.TryAddSingleton<MappedServices>();
        services.TryAddSingleton<CallDrain>();
        services.TryAddSingleton(typeof(ServiceMapper<>));
        return new GrpcServerBuilder(services);
    }

    /// <summary>Adds gRPC with options for all services.</summary>
    public static IGrpcServerBuilder AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.Configure(configureOptions);
        return services.AddGrpc();
    }

    /// <summary>Adds options for one service.</summary>
    public static IGrpcServerBuilder AddServiceOptions<TService>(
        this IGrpcServerBuilder grpcBuilder, Action<GrpcServiceOptions<TService>> configure)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(grpcBuilder);
        grpcBuilder.Services.Configure(configure);
        return grpcBuilder;
    }
}
