namespace Tradewind.Domain.Indicators;

/// <summary>How a volatility is estimated from open, high, low and close. u = ln(H/O), d = ln(L/O), c = ln(C/O), all logs of one bar.</summary>
public enum RangeVolatilityMethod
{
    /// <summary>mean(ln²(H/L))/(4 ln 2): a driftless walk without gaps (Parkinson 1980, Journal of Business 53).</summary>
    Parkinson = 0,

    /// <summary>mean(ln²(H/L)/2 − (2 ln 2 − 1)c²): the same, less noise (Garman and Klass 1980, Journal of Business 53).</summary>
    GarmanKlass,

    /// <summary>mean(u(u − c) + d(d − c)): a walk with drift (Rogers and Satchell 1991, Annals of Applied Probability 1).</summary>
    RogersSatchell,

    /// <summary>
    /// SD²(ln(O/C₋₁)) + k·SD²(c) + (1 − k)·Rogers-Satchell, k = 0.34/(1.34 + (n + 1)/(n − 1)): drift and gaps (Yang and Zhang 2000, Journal
    /// of Business 73).
    /// </summary>
    YangZhang,
}
