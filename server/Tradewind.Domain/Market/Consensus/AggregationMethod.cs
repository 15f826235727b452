namespace Tradewind.Domain.Market.Consensus;

/// <summary>How the prices of several venues are put together.</summary>
public enum AggregationMethod
{
    /// <summary>Weighted by volume, pairs of price and volume only.</summary>
    Vwap = 0,

    /// <summary>Arithmetic mean.</summary>
    Mean,

    /// <summary>Median.</summary>
    Median,
}
