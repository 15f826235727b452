namespace Tradewind.Domain.Indicators;

/// <summary>How a series enters a statistic.</summary>
public enum ChangeKind
{
    /// <summary>As it is.</summary>
    Level = 0,

    /// <summary>Simple return from row to row, x_t/x_{t−1} − 1; needs a positive base.</summary>
    Return,

    /// <summary>Difference from row to row, x_t − x_{t−1}.</summary>
    Difference,
}
