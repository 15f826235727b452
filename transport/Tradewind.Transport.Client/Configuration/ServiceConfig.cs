namespace Grpc.Net.Client.Configuration;

/// <summary>How the calls of a channel behave: which are tried again, and how often in all.</summary>
public sealed class ServiceConfig : ConfigObject
{
    /// <summary>Settings of methods; the most precise name that fits a method decides.</summary>
    public IList<MethodConfig> MethodConfigs { get; } = [];

    /// <summary>When the channel stops to try again because too many calls fail; null for never.</summary>
    public RetryThrottlingPolicy? RetryThrottling { get; set; }
}
