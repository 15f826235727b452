namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Options of the health service.</summary>
public sealed class GrpcHealthChecksOptions
{
    /// <summary>Which checks decide the health of which service. All of them decide that of the whole server, the empty name, unless it is
    /// mapped otherwise.</summary>
    public ServiceMappingCollection Services { get; } = [new ServiceMapping(string.Empty, static _ => true)];
}
