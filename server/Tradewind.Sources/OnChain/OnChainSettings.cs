using System.Collections.Immutable;

namespace Tradewind.Sources.OnChain;

/// <summary>Where the providers are and how the product identifies itself. Its text form shows no keys.</summary>
public sealed class OnChainSettings
{
    /// <summary>Address of Glassnode's metrics.</summary>
    public Uri Glassnode { get; init; } = new("https://api.glassnode.com/v1/metrics");

    /// <summary>Address of CoinMetrics for callers with a key.</summary>
    public Uri CoinMetrics { get; init; } = new("https://api.coinmetrics.io/v4");

    /// <summary>Address of CoinMetrics for callers without a key.</summary>
    public Uri CoinMetricsCommunity { get; init; } = new("https://community-api.coinmetrics.io/v4");

    /// <summary>Key of Glassnode; null turns the provider off.</summary>
    public string? GlassnodeKey { get; init; }

    /// <summary>Key of CoinMetrics; null uses the community service.</summary>
    public string? CoinMetricsKey { get; init; }

    /// <summary>Paths at Glassnode that differ from the built-in ones, by metric.</summary>
    public ImmutableDictionary<string, string> GlassnodePaths { get; init; } = ImmutableDictionary<string, string>.Empty;
}
