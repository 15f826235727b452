namespace Tradewind.Domain.Indicators;

/// <summary>What a relative change over several rows is relative to.</summary>
public enum ReturnBasis
{
    /// <summary>Price: x_t/x_{t−w} − 1, base positive.</summary>
    Price = 0,

    /// <summary>Spread or yield: the same, and every value of rows t − w to t above 1e-6.</summary>
    Spread,

    /// <summary>Spread that may reach zero: (x_t − x_{t−w})/(SD_w(Δx)·√w); with w = 1 the difference itself.</summary>
    ScaledDifference,
}
