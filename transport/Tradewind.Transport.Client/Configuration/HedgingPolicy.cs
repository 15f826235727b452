using Grpc.Core;

namespace Grpc.Net.Client.Configuration;

/// <summary>The same call is made again while the first has no answer yet, and the first answer counts.</summary>
public sealed class HedgingPolicy : ConfigObject
{
    /// <summary>Attempts in all, the first one included; at least 2. The channel's own limit goes before it.</summary>
    public int? MaxAttempts { get; set; }

    /// <summary>The wait between attempts; null or zero sends all at once.</summary>
    public TimeSpan? HedgingDelay { get; set; }

    /// <summary>The statuses that leave the other attempts running; any other failure ends the call.</summary>
    public IList<StatusCode> NonFatalStatusCodes { get; } = [];
}
