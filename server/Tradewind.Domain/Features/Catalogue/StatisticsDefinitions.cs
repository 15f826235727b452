using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Rolling statistics of closes and of pairs; off unless a window is given.</summary>
internal static class StatisticsDefinitions
{
    private const string Group = "statistics";

    private static readonly FeatureParameter s_annualization =
        new("statistics.annualization", "off", "Rows per year; off takes the calendar: 365 or 252 times rows a day.");

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        new("range_volatility", Group,
            ["{p}_parkinson_vol_{n}", "{p}_garman_klass_vol_{n}", "{p}_rogers_satchell_vol_{n}", "{p}_yang_zhang_vol_{n}"],
            "√(A·v), v = mean ln²(H/L)/(4 ln 2); mean(ln²(H/L)/2 − (2 ln 2 − 1)ln²(C/O)); mean(ln(H/O)ln(H/C) + ln(L/O)ln(L/C)); "
            + "SD²ln(O/C₋₁) + k·SD²ln(C/O) + (1 − k)·the third, k = 0.34/(1.34 + (n + 1)/(n − 1))",
            "fraction a year", "n − 1; Yang-Zhang n", [], ["open", "high", "low", "close"],
            "Parkinson 1980; Garman and Klass 1980; Rogers and Satchell 1991; Yang and Zhang 2000",
            [new("statistics.range_volatility_window", "off", "n in rows, ≥ 2."), s_annualization]),
        new("hurst", Group, ["{p}_hurst_{n}"],
            "half the slope of ln mean((x_{i+τ} − x_i)²) on ln τ, x = ln C, τ = 1 to min(20, n/4)", "exponent; 0.5 for a random walk", "n − 1", [],
            ["close"], "Di Matteo, Aste and Dacorogna 2003",
            [new("statistics.hurst_window", "off", "n in rows, ≥ 16.")]),
        new("sample_entropy", Group, ["{p}_sample_entropy_{n}"],
            "−ln(A/B) of returns: pairs of runs of 3 (A) and of 2 (B) that stay within 0.2 SD_n", "nats", "n", [], ["close"], "Richman and Moorman 2000",
            [new("statistics.sample_entropy_window", "off", "n in rows, ≥ 10.")]),
        new("permutation_entropy", Group, ["{p}_permutation_entropy_{n}"],
            "entropy of the orders of 3 consecutive returns over ln 6", "share, 0 to 1", "n", [], ["close"], "Bandt and Pompe 2002",
            [new("statistics.permutation_entropy_window", "off", "n in rows, ≥ 3.")]),
        new("fracdiff", Group, ["{p}_fracdiff"],
            "Σ w_k ln C₋ₖ, w_0 = 1, w_k = −w_{k−1}(d − k + 1)/k, as far as |w_k| ≥ 1e-4", "log price", "number of weights − 1", [], ["close"],
            "Hosking 1981; López de Prado 2018", [new("statistics.fractional_order", "off", "d, 0 < d ≤ 2.")]),
        new("beta", Group, ["beta_{x}_{y}_{n}"], "cov_n(Δx, Δy)/var_n(Δy); returns of prices, differences of all else", "ratio", "n", [],
            ["two columns"], "common", [new("statistics.betas", "none", "Column, benchmark and n in rows, ≥ 2.")]),
        new("covariance", Group, ["cov_{x}_{y}_{n}"], "sample covariance of Δx and Δy over n rows; returns of prices, differences of all else",
            "product of the units", "n", [], ["two columns"], "common", [new("statistics.covariances", "none", "Two columns and n in rows, ≥ 2.")]),
        new("cointegration", Group, ["eg_statistic_{x}_{y}_{n}", "eg_hedge_{x}_{y}_{n}", "eg_half_life_{x}_{y}_{n}", "eg_score_{x}_{y}_{n}"],
            "x = α + βy over n rows, logs of prices; t-value of λ in Δe_t = λe_{t−1} + γΔe_{t−1}; β; −ln 2/ln φ of e_t = φe_{t−1}, missing unless 0 < φ < 1; e_t/SD(e)",
            "t-value; ratio; rows; deviations", "n − 1", [], ["two columns"], "Engle and Granger 1987",
            [new("statistics.cointegrations", "none", "Two columns and n in rows, ≥ 21.")]),
    ];
}
