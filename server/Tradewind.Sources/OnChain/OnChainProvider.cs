namespace Tradewind.Sources.OnChain;

/// <summary>A service with blockchain metrics.</summary>
public enum OnChainProvider
{
    /// <summary>Glassnode; needs a key.</summary>
    Glassnode = 0,

    /// <summary>CoinMetrics; its community service needs no key.</summary>
    CoinMetrics,
}
