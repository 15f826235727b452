namespace Grpc.Net.Client.Configuration;

/// <summary>The settings of some methods. A method is tried again one after another or hedged, not both.</summary>
public sealed class MethodConfig : ConfigObject
{
    /// <summary>The methods the settings are for.</summary>
    public IList<MethodName> Names { get; } = [];

    /// <summary>Failed calls are made again after a wait; null for not.</summary>
    public RetryPolicy? RetryPolicy { get; set; }

    /// <summary>Calls are made several times at once and the first answer counts; null for not. For idempotent methods only.</summary>
    public HedgingPolicy? HedgingPolicy { get; set; }
}
