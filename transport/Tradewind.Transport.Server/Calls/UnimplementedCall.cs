using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tradewind.Transport.Hosting;
using Tradewind.Transport.Telemetry;

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
            CallMeasurement? measurement = ServerInstruments.Start(RpcAttributes.UnknownMethod, http);
            var status = new Status(StatusCode.Unimplemented, $"There is no method {http.Request.Path}.");
            TrailerWriter.Write(http.Response, status, Metadata.Empty);
            measurement?.End(status);
        }

        return Task.CompletedTask;
    }
}
