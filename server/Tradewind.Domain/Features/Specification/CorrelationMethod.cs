namespace Tradewind.Domain.Features;

/// <summary>Which correlation coefficient.</summary>
public enum CorrelationMethod
{
    /// <summary>Linear correlation.</summary>
    Pearson = 0,

    /// <summary>Correlation of average ranks inside the window.</summary>
    Spearman,

    /// <summary>Excess of rows ordered alike over rows ordered unlike, corrected for ties (τ-b).</summary>
    Kendall,
}
