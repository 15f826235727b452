namespace Grpc.AspNetCore.HealthChecks;

/// <summary>A health check of the host, for the question whether a service depends on it.</summary>
public sealed class HealthCheckMapContext
{
    /// <summary>Creates the context of a check.</summary>
    public HealthCheckMapContext(string name, IEnumerable<string> tags)
    {
        Name = name;
        Tags = tags;
    }

    /// <summary>The name of the check.</summary>
    public string Name { get; }

    /// <summary>The tags of the check.</summary>
    public IEnumerable<string> Tags { get; }
}
