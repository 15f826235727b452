using Grpc.AspNetCore.Web;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Turns gRPC-Web on or off for mapped services.</summary>
public static class GrpcWebEndpointConventionBuilderExtensions
{
    /// <summary>Turns gRPC-Web on.</summary>
    public static TBuilder EnableGrpcWeb<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new EnableGrpcWebAttribute()));
        return builder;
    }

    /// <summary>Turns gRPC-Web off.</summary>
    public static TBuilder DisableGrpcWeb<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new DisableGrpcWebAttribute()));
        return builder;
    }
}
