namespace Grpc.Net.Client.Configuration;

/// <summary>
/// The channel starts with <see cref="MaxTokens"/> tokens; a failure that could be tried again takes one, a success gives back
/// <see cref="TokenRatio"/>. While half of the tokens or fewer are left, no call is tried again.
/// </summary>
public sealed class RetryThrottlingPolicy : ConfigObject
{
    /// <summary>The most tokens there can be; more than zero.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>What a success gives back; more than zero.</summary>
    public double? TokenRatio { get; set; }
}
