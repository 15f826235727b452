namespace Grpc.AspNetCore.Web;

/// <summary>Turns gRPC-Web on for a service or method.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class EnableGrpcWebAttribute : Attribute, IGrpcWebEnabledMetadata
{
    /// <inheritdoc/>
    public bool GrpcWebEnabled => true;
}
