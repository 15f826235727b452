using System.Collections.Immutable;

namespace Tradewind.Sources.OnChain;

/// <summary>Daily blockchain metrics to fetch.</summary>
/// <param name="Provider">Whom to ask.</param>
/// <param name="Assets">Assets as the user writes them (<c>BTC</c>), each once, at least one; they become instrument ids.</param>
/// <param name="Metrics">Metrics by the names of this product, each once, at least one.</param>
/// <param name="First">First day.</param>
/// <param name="Last">Last day, not before the first.</param>
public sealed record OnChainRequest(
    OnChainProvider Provider, ImmutableArray<string> Assets, ImmutableArray<string> Metrics, DateOnly First, DateOnly Last)
{
    /// <summary>Appended to asset names to make instrument ids, so that both providers can be kept side by side. Default: nothing.</summary>
    public string IdSuffix { get; init; } = "";
}
