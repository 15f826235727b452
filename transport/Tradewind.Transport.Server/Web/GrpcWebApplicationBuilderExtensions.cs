using Grpc.AspNetCore.Web;
using Tradewind.Transport.Web;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds gRPC-Web to the request pipeline.</summary>
public static class GrpcWebApplicationBuilderExtensions
{
    /// <summary>Adds gRPC-Web for services that enable it. Goes after routing and before the endpoints.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder) => builder.UseGrpcWeb(new GrpcWebOptions());

    /// <summary>Adds gRPC-Web with options.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder, GrpcWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.Use(next => new GrpcWebMiddleware(options, next).InvokeAsync);
    }
}
