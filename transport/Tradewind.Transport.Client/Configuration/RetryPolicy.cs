using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>
/// Failed calls are made again. The wait before attempt n + 1 is <c>min(InitialBackoff * BackoffMultiplier^(n-1), MaxBackoff)</c>,
/// spread by up to a fifth either way, unless the server names one in <c>grpc-retry-pushback-ms</c>.
/// </summary>
public sealed class RetryPolicy : ConfigObject
{
    /// <summary>Attempts in all, the first one included; at least 2. The channel's own limit goes before it.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The wait before the second attempt; more than zero.</summary>
    public TimeSpan? InitialBackoff { get; set; }

    /// <summary>The longest wait; more than zero.</summary>
    public TimeSpan? MaxBackoff { get; set; }

    /// <summary>By how much the wait grows each time; more than zero.</summary>
    public double? BackoffMultiplier { get; set; }

    /// <summary>The statuses after which a call is made again; at least one.</summary>
    public IList<StatusCode> RetryableStatusCodes { get; } = [];
}
