namespace Tradewind.Domain.Features;

/// <summary>What a rolling correlation is taken of.</summary>
public enum CorrelationInput
{
    /// <summary>Returns of prices, differences of spreads, yields and everything else. Default: two trending levels always correlate.</summary>
    Changes = 0,

    /// <summary>The levels themselves.</summary>
    Levels,
}
