using Grpc.AspNetCore.HealthChecks;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.Options;

namespace Tradewind.Server.Hosting;

/// <summary>Answers the question for the health of a single service, <c>tradewind.v1.DataService</c>: all of them need all that is checked.</summary>
internal static class ServiceHealth
{
    /// <summary>Covers the services that are mapped so far.</summary>
    public static void Cover(WebApplication application)
    {
        ServiceMappingCollection services = application.Services.GetRequiredService<IOptions<GrpcHealthChecksOptions>>().Value.Services;
        foreach (Endpoint endpoint in ((IEndpointRouteBuilder)application).DataSources.SelectMany(source => source.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is { } method)
            {
                services.Map(method.Method.ServiceName, _ => true);
            }
        }
    }
}
