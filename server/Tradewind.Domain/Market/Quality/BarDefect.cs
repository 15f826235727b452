namespace Tradewind.Domain.Market.Quality;

/// <summary>The first rule a bar breaks, in the order the rules are tried.</summary>
public enum BarDefect
{
    /// <summary>The bar breaks no rule.</summary>
    None = 0,

    /// <summary>Open, high, low or close at or below zero.</summary>
    BadPrice,

    /// <summary>High below low, open or close, or low above open or close.</summary>
    OhlcViolation,

    /// <summary>Volume below zero.</summary>
    NegativeVolume,

    /// <summary>Volume of exactly zero: an exchange outage leaves such candles.</summary>
    ZeroVolume,

    /// <summary>A value of the bar is missing.</summary>
    MissingValue,
}
