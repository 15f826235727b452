namespace Tradewind.Domain.Strategies.Regime;

/// <summary>State of a market by its own returns (research specification, section 4).</summary>
internal enum MarketRegime
{
    /// <summary>Too few returns.</summary>
    Unknown = 0,

    /// <summary>Deep fall with high volatility.</summary>
    Crisis,

    /// <summary>Volatility above 50 % a year.</summary>
    HighVolatility,

    /// <summary>Volatility below 10.5 % a year.</summary>
    LowVolatility,

    /// <summary>Rising significantly.</summary>
    TrendingUp,

    /// <summary>Falling significantly.</summary>
    TrendingDown,

    /// <summary>None of these.</summary>
    Ranging,
}
