namespace Tradewind.Domain.Features;

/// <summary>What counts as a full move in the five-level regime.</summary>
public enum RegimeScale
{
    /// <summary>A return of 10 % over the lookback.</summary>
    Fixed = 0,

    /// <summary>One deviation of the lookback: SD(ret_1)·√lookback, NaN where it is zero.</summary>
    Volatility,
}
