using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Technical indicators of every close.</summary>
internal static class TechnicalDefinitions
{
    private const string Group = "technical";
    private static readonly FeatureParameter RsiSmoothing =
        new("technical.rsi_smoothing", "Wilder", "Averages of gains and losses: Wilder, Sma (Cutler) or Ewm (α = 1/n from zero).");

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        new("rsi", Group, ["{p}_rsi_{n}"],
            "100 − 100/(1 + A/B), A and B Wilder averages of gains and losses over n rows; B = 0 ⇒ 100, A = B = 0 ⇒ 50",
            "index 0 to 100; 70 overbought, 30 oversold", "n", [14], ["close"], "Wilder 1978",
            [new("technical.rsi_window", "14", "n in rows, ≥ 1; off switches it off."), RsiSmoothing]),
        new("macd", Group, ["{p}_macd", "{p}_macd_signal", "{p}_macd_histogram"],
            "EMA_fast(C) − EMA_slow(C); EMA_signal of that; their difference. EMA_n: α = 2/(n + 1), E_0 = C_0",
            "price", "slow − 1; slow + signal − 2", [25, 33, 33], ["close"], "Appel 1979",
            [new("technical.macd", "12 26 9", "fast, slow, signal in rows, fast < slow.")]),
        new("bollinger", Group, ["{p}_bb_upper", "{p}_bb_middle", "{p}_bb_lower", "{p}_bb_position"],
            "SMA_n ± k·SD_n; position = (C − lower)/(upper − lower), missing where all C are equal; on request {p}_bb_width, (upper − lower)/SMA_n",
            "price; position and width are fractions", "n − 1", [19, 19, 19, 19], ["close"], "Bollinger 2001",
            [new("technical.bollinger", "20 2 1", "n in rows ≥ 2, k > 0, degrees of freedom lost 1 (sample) or 0 (textbook); width adds that column.")]),
        new("stoch_rsi", Group, ["{p}_stoch_rsi_k", "{p}_stoch_rsi_d"],
            "S = 100(R − min_m R)/(max_m R − min_m R), R the RSI, range 0 ⇒ 50; K = SMA_k(S); D = SMA_d(K)",
            "index 0 to 100; 80 and 20", "r + m + k − 2; r + m + k + d − 3", [29, 31], ["close"], "Chande and Kroll 1994",
            [new("technical.stochastic_rsi", "14 14 3 3", "r, m, k, d in rows, ≥ 1."), RsiSmoothing]),
        new("roc", Group, ["{p}_roc_{n}"], "100(C_t − C_{t−n})/C_{t−n}, base > 0", "percent", "n", [10], ["close"], "common",
            [new("technical.roc_window", "10", "n in rows, ≥ 1; off switches it off.")]),
        new("stochastic", Group, ["{p}_stoch_k", "{p}_stoch_d"],
            "K = 100(C − min_n L)/(max_n H − min_n L), range 0 ⇒ 50; D = SMA_m(K)",
            "index, 0 to 100 while L ≤ C ≤ H; 80 and 20", "n − 1; n + m − 2", [13, 15], ["high", "low", "close"], "Lane 1984",
            [new("technical.stochastic", "14 3", "n and m in rows, ≥ 1.")]),
        new("williams_r", Group, ["{p}_williams_r"], "−100(max_n H − C)/(max_n H − min_n L), range 0 ⇒ −50; K − 100",
            "index −100 to 0; −20 and −80", "n − 1", [13], ["high", "low", "close"], "Williams 1973",
            [new("technical.williams_r_window", "14", "n in rows, ≥ 1; off switches it off.")]),
        new("atr", Group, ["{p}_atr"],
            "Wilder average over n rows of max(H − L, |H − C_{t−1}|, |L − C_{t−1}|)", "price", "n − 1", [13],
            ["high", "low", "close"], "Wilder 1978",
            [
                new("technical.atr_window", "14", "n in rows, ≥ 1; off switches it off."),
                new("technical.atr_smoothing", "Wilder", "Wilder or Ema (α = 2/(n + 1) from the first range)."),
            ]),
        new("cci", Group, ["{p}_cci"],
            "(TP − SMA_n TP)/(c·MD), TP = (H + L + C)/3, MD mean distance from the window's mean; all TP equal ⇒ 0",
            "index; ±100", "n − 1", [19], ["high", "low", "close"], "Lambert 1980",
            [new("technical.cci", "20 0.015", "n in rows ≥ 1, c > 0.")]),
        new("vwap", Group, ["{p}_vwap_{n}"], "Σ P·V/Σ V over n rows, P = (H + L + C)/3, or C without high and low; Σ V = 0 ⇒ missing",
            "price", "n − 1", [23], ["close", "volume", "high and low where present"], "common",
            [
                new("technical.vwap_window", "24", "n in rows, ≥ 1; off switches it off."),
                new("technical.vwap_price", "Typical", "Typical or Close."),
            ]),
        new("obv", Group, ["{p}_obv"], "0 at the first row, then ± V by the sign of the change of C; its level depends on the start",
            "volume", "0", [0], ["close", "volume"], "Granville 1963",
            [new("technical.obv", "on", "on or off.")]),
        new("volatility", Group, ["{p}_volatility_{n}"],
            "SD_n(C_t/C_{t−1} − 1)·√A, A rows per year; of credit and rate series SD_n(Δ) of the first spread or yield",
            "fraction a year; unit of the spread", "n", [20], ["close, or a spread or yield"], "common",
            [
                new("technical.volatility_window", "20", "n in rows, ≥ 2; off switches it off."),
                new("annualization", "off", "Rows per year; off takes the calendar: 365 or 252 times rows a day."),
                new("annualize_spread_volatility", "off", "Scale spreads and yields to a year too."),
            ]),
    ];
}
