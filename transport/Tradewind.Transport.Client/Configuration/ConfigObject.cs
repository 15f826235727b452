namespace Grpc.Net.Client.Configuration;

/// <summary>Base of what a service config is made of.</summary>
public abstract class ConfigObject
{
    internal ConfigObject()
    {
    }
}
