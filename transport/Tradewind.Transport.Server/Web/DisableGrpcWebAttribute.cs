namespace Grpc.AspNetCore.Web;

/// <summary>Turns gRPC-Web off for a service or method.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DisableGrpcWebAttribute : Attribute, IGrpcWebEnabledMetadata
{
    /// <inheritdoc/>
    public bool GrpcWebEnabled => false;
}
