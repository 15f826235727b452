namespace Tradewind.Domain.Features;

/// <summary>Price that the volume-weighted average is made of.</summary>
public enum VwapPrice
{
    /// <summary>(H + L + C)/3 where high and low exist, else the close.</summary>
    Typical = 0,

    /// <summary>The close.</summary>
    Close,
}
