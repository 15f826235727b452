using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tradewind.Transport.Hosting;

namespace Tradewind.Transport.Calls;

/// <summary>Answers calls of methods nobody has mapped with UNIMPLEMENTED.</summary>
internal static class UnimplementedCall
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        IEndpointConventionBuilder endpoint = routes.Map($"{{service}}/{{method:{GrpcRequestConstraint.Name}}}", HandleAsync);
        endpoint.Add(builder =>
        {
            builder.DisplayName = "gRPC - unimplemented method";
            ((RouteEndpointBuilder)builder).Order = int.MaxValue;
        });
    }

    private static Task HandleAsync(HttpContext http)
    {
        if (RequestValidation.TryAccept(http))
        {
            TrailerWriter.Write(
                http.Response, new Status(StatusCode.Unimplemented, $"There is no method {http.Request.Path}."), Metadata.Empty);
        }

        return Task.CompletedTask;
    }
}
