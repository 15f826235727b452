using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Hosting;

/// <summary>Lets a route match gRPC requests only, so that the answer to unknown methods does not hide other endpoints.</summary>
internal sealed class GrpcRequestConstraint : IRouteConstraint
{
    public const string Name = "grpcunimplemented";

    public bool Match(
        HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        // Without a request the route is being built, where nothing may be refused.
        httpContext is null
        || (HttpMethods.IsPost(httpContext.Request.Method) && ProtocolHeaders.IsGrpcContentType(httpContext.Request.ContentType));
}
