using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Rolling features of every close over lists of windows; off unless windows are listed.</summary>
internal static class WindowDefinitions
{
    private const string Group = "windows";

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        new("return", Group, ["{p}_return_{n}"], "C_t/C_{t−n} − 1, base > 0", "fraction", "n", [], ["close"], "common",
            [Windows("return_windows")]),
        new("log_return", Group, ["{p}_log_return_{n}"], "ln(C_t/C_{t−n}), both > 0", "log price", "n", [], ["close"], "common",
            [Windows("log_return_windows")]),
        new("sma", Group, ["{p}_sma_{n}"], "mean of C over n rows", "price", "n − 1", [], ["close"], "common", [Windows("sma_windows")]),
        new("ema", Group, ["{p}_ema_{n}"], "E_t = αC_t + (1 − α)E_{t−1}, α = 2/(n + 1), E_0 = C_0", "price", "n − 1", [], ["close"], "common",
            [Windows("ema_windows")]),
        new("rsi_windows", Group, ["{p}_rsi_{n}"], "rsi over further windows", "index 0 to 100", "n", [], ["close"], "Wilder 1978",
            [Windows("rsi_windows")]),
        new("zscore", Group, ["{p}_zscore_{n}"], "(C − SMA_n)/(SD_n + 1e-8)", "deviations", "n − 1", [], ["close"], "common",
            [Windows("z_score_windows", least: 2)]),
        new("volatility_windows", Group, ["{p}_volatility_{n}"], "volatility over further windows", "fraction a year", "n", [], ["close"], "common",
            [Windows("volatility_windows", least: 2)]),
        new("atr_windows", Group, ["{p}_atr_{n}"], "atr over further windows", "price", "n − 1", [], ["high", "low", "close"], "Wilder 1978",
            [Windows("atr_windows")]),
        new("stochastic_windows", Group, ["{p}_stoch_k_{n}"], "K of stochastic over further windows", "index, 0 to 100 while L ≤ C ≤ H", "n − 1", [],
            ["high", "low", "close"], "Lane 1984", [Windows("stochastic_windows")]),
        new("donchian", Group, ["{p}_donchian_high_{n}", "{p}_donchian_low_{n}"], "max_n H; min_n L, the present row included", "price", "n − 1", [],
            ["high", "low"], "Donchian 1960", [Windows("donchian_windows")]),
        new("volume_ratio", Group, ["{p}_volume_ratio_{n}"], "V/SMA_n(V); mean 0 ⇒ missing", "ratio", "n − 1", [], ["volume"], "common",
            [Windows("volume_ratio_windows")]),
        new("price_volume_corr", Group, ["{p}_price_volume_corr_{n}"],
            "Pearson correlation over n rows of C_t/C_{t−1} − 1 and V_t/V_{t−1} − 1", "correlation, −1 to 1", "n", [], ["close", "volume"], "common",
            [Windows("price_volume_windows", least: 2)]),
    ];

    private static FeatureParameter Windows(string field, int least = 1) => new($"windows.{field}", "none", $"Windows in rows, each ≥ {least}.");
}
