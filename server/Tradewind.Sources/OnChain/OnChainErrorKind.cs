namespace Tradewind.Sources.OnChain;

/// <summary>What kept a provider from delivering.</summary>
public enum OnChainErrorKind
{
    /// <summary>The provider cannot be reached, fails, or asks to wait longer than is sensible.</summary>
    Unavailable = 0,

    /// <summary>The provider refuses the key.</summary>
    KeyInvalid,

    /// <summary>The provider does not have the metric for the asset.</summary>
    MetricNotAvailable,

    /// <summary>The answer has another shape than numbers by time.</summary>
    UnsupportedShape,
}
