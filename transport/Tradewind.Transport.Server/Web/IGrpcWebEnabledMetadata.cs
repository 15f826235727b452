namespace Grpc.AspNetCore.Web;

/// <summary>Endpoint metadata that turns gRPC-Web on or off.</summary>
public interface IGrpcWebEnabledMetadata
{
    /// <summary>Whether gRPC-Web is on.</summary>
    bool GrpcWebEnabled { get; }
}
