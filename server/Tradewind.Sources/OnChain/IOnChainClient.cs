using System.Collections.Immutable;

namespace Tradewind.Sources.OnChain;

/// <summary>Speaks the protocol of one provider.</summary>
internal interface IOnChainClient
{
    /// <summary>Metrics it knows, by the names of this product.</summary>
    ImmutableArray<string> Metrics { get; }

    /// <summary>Fetches one metric of one asset.</summary>
    /// <exception cref="OnChainException">The provider does not deliver.</exception>
    Task<ImmutableArray<MetricPoint>> FetchAsync(string asset, string metric, DateOnly first, DateOnly last, CancellationToken cancellation);
}
