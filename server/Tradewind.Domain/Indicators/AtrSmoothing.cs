namespace Tradewind.Domain.Indicators;

/// <summary>How true ranges are averaged.</summary>
public enum AtrSmoothing
{
    /// <summary>Wilder: mean of the first n ranges, then (ATR_{t−1}(n − 1) + TR_t)/n.</summary>
    Wilder = 0,

    /// <summary>Exponential, α = 2/(n + 1), seeded with the first range.</summary>
    Ema,
}
