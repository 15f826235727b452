using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tradewind.Transport.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services to endpoints.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps the methods of a service, of which an instance is resolved for each call.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        ServiceMapper<TService> mapper = builder.ServiceProvider.GetService<ServiceMapper<TService>>()
            ?? throw new InvalidOperationException("gRPC is not set up: call services.AddGrpc() before mapping services.");
        return new GrpcServiceEndpointConventionBuilder(mapper.Map(builder));
    }
}
