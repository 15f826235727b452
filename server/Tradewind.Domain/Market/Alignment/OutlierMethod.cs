namespace Tradewind.Domain.Market.Alignment;

/// <summary>How far a change is from those before it.</summary>
public enum OutlierMethod
{
    /// <summary>Distance from the mean in sample standard deviations (n − 1).</summary>
    ZScore = 0,

    /// <summary>Distance from the median in median absolute deviations times 1.4826, which a single outlier before does not widen.</summary>
    RobustZScore,
}
