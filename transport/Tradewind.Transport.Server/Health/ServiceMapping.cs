namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Which health checks decide the health of a service.</summary>
public sealed class ServiceMapping
{
    /// <summary>Creates a mapping.</summary>
    /// <param name="name">Full name of the service; empty for the whole server.</param>
    /// <param name="predicate">Whether the service depends on a check.</param>
    public ServiceMapping(string name, Func<HealthCheckMapContext, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(predicate);
        Name = name;
        DependsOn = predicate;
    }

    /// <summary>Full name of the service; empty for the whole server.</summary>
    public string Name { get; }

    internal Func<HealthCheckMapContext, bool> DependsOn { get; }
}
