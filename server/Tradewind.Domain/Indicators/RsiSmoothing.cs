namespace Tradewind.Domain.Indicators;

/// <summary>How the average gain and loss of the relative strength index are made.</summary>
public enum RsiSmoothing
{
    /// <summary>Wilder: mean of the first n changes, then A_t = (A_{t−1}(n − 1) + U_t)/n.</summary>
    Wilder = 0,

    /// <summary>Cutler: simple mean of the last n changes.</summary>
    Sma,

    /// <summary>Exponential, α = 1/n, seeded with zero at row 0.</summary>
    Ewm,
}
