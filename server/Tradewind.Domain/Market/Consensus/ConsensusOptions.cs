namespace Tradewind.Domain.Market.Consensus;

/// <summary>How prices of several venues become one. The defaults are those of the data specification, section 4.2.</summary>
public sealed record ConsensusOptions
{
    /// <summary>The defaults.</summary>
    public static ConsensusOptions Default { get; } = new();

    /// <summary>Largest distance from the median as a fraction of it, positive; prices further away are left out. Default 0.02.</summary>
    public double MaxDeviation { get; init; } = 0.02;

    /// <summary>
    /// Volume a bar at which the market counts as fully liquid, in units of the instrument, positive. Null, the default, takes the median of
    /// the kept volume of the previous 30 bars, and full liquidity while fewer than 10 are there.
    /// </summary>
    public double? LiquidityReferenceVolume { get; init; }

    /// <summary>True adds open, high and low, weighted by volume over the kept venues. Default false.</summary>
    public bool WithOpenHighLow { get; init; }
}
