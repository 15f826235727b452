namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Part of the book a sleeve belongs to.</summary>
internal enum Bucket
{
    /// <summary>Long, by composite momentum.</summary>
    Momentum,

    /// <summary>Long or short, by the residual against the market asset.</summary>
    Residual,

    /// <summary>Two legs that converge.</summary>
    Pair,

    /// <summary>Long or short against an extreme week.</summary>
    MeanReversion,

    /// <summary>The market asset held against the beta of the others.</summary>
    Hedge,
}
