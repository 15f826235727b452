namespace Grpc.Net.Client.Configuration;

/// <summary>Names one method, all methods of a service, or all methods.</summary>
public sealed class MethodName : ConfigObject
{
    /// <summary>All methods of all services.</summary>
    public static readonly MethodName Default = new();

    /// <summary>The full name of the service, with its package; null or empty for all.</summary>
    public string? Service { get; set; }

    /// <summary>The name of the method; null or empty for all of the service.</summary>
    public string? Method { get; set; }
}
