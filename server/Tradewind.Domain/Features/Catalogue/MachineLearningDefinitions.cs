using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>
/// The machine-learning features in the order of their columns. Patterns are the names for one instrument; for several, <c>{p}_ml_</c> stands
/// before all but the calendar's.
/// </summary>
internal static class MachineLearningDefinitions
{
    private const string Group = "machine_learning";
    private const string Reference = "Tradewind specification, machine learning, section 2";

    private static readonly FeatureParameter s_instruments =
        new("machine_learning.instruments", "auto", "Ids or prefixes; auto takes every instrument with a close.");

    private static readonly FeatureParameter s_deduplicate =
        new("machine_learning.deduplicate", "off", "Leave out the nine names that repeat a price_lag.");

    private static readonly FeatureParameter s_annualization = new("machine_learning.annualization", "252", "Rows per year, > 0.");

    private static readonly FeatureParameter s_adjusted =
        new("machine_learning.adjusted", "off", "Futures are back-adjusted at rolls; changes no value, only the warning.");

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        Define("ml_price_lag", FeatureCategory.Price, "C/C₋ₖ − 1, base > 0", "fraction", "k", ["close"],
            [("price_lag_1", 1), ("price_lag_2", 2), ("price_lag_3", 3), ("price_lag_5", 5), ("price_lag_10", 10), ("price_lag_21", 21)], s_adjusted),
        Define("ml_price_bar", FeatureCategory.Price, "(H − L)/C; (C − L)/(H − L + ε)", "fraction", "0", ["high", "low", "close"],
            [("price_range", 0), ("price_position", 0)]),
        Define("ml_overnight_gap", FeatureCategory.Price, "(O − C₋₁)/C₋₁, base > 0", "fraction", "1", ["open", "close"],
            [("overnight_gap", 1)]),
        Define("ml_return", FeatureCategory.Returns,
            "pct(w) = C/C₋w − 1, base > 0; (pct(w) − mean₆₃)/(σ₆₃ + ε); ln(C/C₋₁); pct(5), pct(21) again",
            "fraction; deviations", "w; w + 62", ["close"],
            [
                ("return_1d", 1), ("return_5d", 5), ("return_10d", 10), ("return_21d", 21), ("return_63d", 63),
                ("return_1d_zscore", 63), ("return_5d_zscore", 67), ("return_10d_zscore", 72), ("return_21d_zscore", 83), ("return_63d_zscore", 125),
                ("log_return_1d", 1), ("cum_return_5d", 5), ("cum_return_21d", 21),
            ], s_deduplicate),
        Define("ml_moving_average", FeatureCategory.MovingAverages,
            "C/MA_n; MA_n/MA_n,₋₅ − 1; 1 if MA_a > MA_b else 0; (MA_a − MA_b)/C", "ratio; fraction; flag; fraction", "n − 1; n + 4; b − 1", ["close"],
            [
                ("price_ma_5_ratio", 4), ("price_ma_10_ratio", 9), ("price_ma_20_ratio", 19),
                ("price_ma_50_ratio", 49), ("price_ma_100_ratio", 99), ("price_ma_200_ratio", 199),
                ("ma_5_slope", 9), ("ma_10_slope", 14), ("ma_20_slope", 24), ("ma_50_slope", 54), ("ma_100_slope", 104), ("ma_200_slope", 204),
                ("ma_5_20_cross", 19), ("ma_10_50_cross", 49), ("ma_50_200_cross", 199),
                ("ma_5_20_distance", 19), ("ma_10_50_distance", 49), ("ma_50_200_distance", 199),
            ]),
        Define("ml_volatility", FeatureCategory.Volatility, "σ_w(r)·√A, r = ln(C/C₋₁); σ_w of that; σ₅(r)/(σ₂₁(r) + ε)",
            "fraction a year; ratio", "w; 2w − 1; 21", ["close"],
            [
                ("volatility_5d", 5), ("volatility_10d", 10), ("volatility_21d", 21), ("volatility_63d", 63),
                ("vol_of_vol_5d", 9), ("vol_of_vol_10d", 19), ("vol_of_vol_21d", 41), ("vol_of_vol_63d", 125), ("volatility_ratio_5_21", 21),
            ], s_annualization),
        Define("ml_parkinson", FeatureCategory.Volatility, "√(mean₂₁(ln²(H/L)/(4 ln 2))·A)", "fraction a year", "20", ["high", "low"],
            [("parkinson_vol_21d", 20)], s_annualization),
        Define("ml_atr", FeatureCategory.Volatility, "mean₁₄(TR)/C, TR_0 = H − L", "fraction", "13", ["high", "low", "close"], [("atr_14", 13)]),
        Define("ml_momentum", FeatureCategory.Momentum,
            "100 − 100/(1 + G/(D + ε)), G and D plain means of 14 gains and losses, neither ⇒ 50; its score over 63 rows; pct(w); M/C, S/C, (M − S)/C, M = EMA₁₂ − EMA₂₆, S = EMA₉(M)",
            "index 0 to 100; deviations; fraction", "14; 76; w; 25; 33", ["close"],
            [
                ("rsi_14", 14), ("rsi_14_zscore", 76), ("roc_5d", 5), ("roc_10d", 10), ("roc_21d", 21),
                ("macd", 25), ("macd_signal", 33), ("macd_histogram", 33),
            ], s_deduplicate),
        Define("ml_range_place", FeatureCategory.Momentum,
            "100(C − LL₁₄)/(HH₁₄ − LL₁₄ + ε), range 0 ⇒ 50; its mean over 3 rows; −100(HH₁₄ − C)/(HH₁₄ − LL₁₄ + ε), range 0 ⇒ −50",
            "index", "13; 15; 13", ["high", "low", "close"], [("stoch_k", 13), ("stoch_d", 15), ("williams_r", 13)]),
        Define("ml_volume", FeatureCategory.Volume,
            "V/(mean_n V + ε); mean₁₀ V/(mean₅₀ V + ε); OBV/σ₅₀(OBV), σ = 0 ⇒ missing; Σ₁₀(pct(1)·V)/(Σ₁₀V + ε); (V − mean₅₀)/(σ₅₀ + ε); all missing until a volume other than 0",
            "ratio; deviations", "n − 1; 49; 49 (50 of the change); 10; 49", ["close", "volume"],
            [
                ("volume_ma_5_ratio", 4), ("volume_ma_10_ratio", 9), ("volume_ma_20_ratio", 19), ("volume_trend", 49),
                ("obv_normalized", 49), ("volume_price_trend", 10), ("volume_zscore", 49),
            ], new FeatureParameter("machine_learning.obv_change", "off", "OBV − OBV₋₅₀ instead of the level, which depends on the start.")),
        Define("ml_open_interest", FeatureCategory.OpenInterest, "OI/OI₋ₖ − 1, base > 0; OI/(mean₂₀ + ε); oi_change_5d − pct(5)",
            "fraction; ratio", "k; 19; 5", ["close", "open interest"],
            [("oi_change_1d", 1), ("oi_change_5d", 5), ("oi_ma_ratio", 19), ("oi_price_divergence", 5)]),
        Define("ml_bollinger", FeatureCategory.Bollinger,
            "MA₂₀ ± 2σ₂₀: (C − lower)/(upper − lower + ε); (upper − lower)/MA₂₀; (upper − C)/C; (C − lower)/C", "fraction", "19", ["close"],
            [("bb_position", 19), ("bb_width", 19), ("bb_upper_distance", 19), ("bb_lower_distance", 19)]),
        Define("ml_calendar", FeatureCategory.Calendar, "Of the row's UTC date: weekday (Monday 0), month, last day of month and of quarter, days to the last of the month",
            "count; flag", "0", ["row label"],
            [("day_of_week", 0), ("month", 0), ("is_month_end", 0), ("is_quarter_end", 0), ("days_to_month_end", 0)]),
    ];

    private static readonly ImmutableDictionary<string, (FeatureDefinition Definition, int FirstValid)> s_byName = All
        .SelectMany(definition => definition.NamePatterns.Zip(definition.DefaultFirstValid, (name, first) => (name, definition, first)))
        .ToImmutableDictionary(entry => entry.name, entry => (entry.definition, entry.first), StringComparer.Ordinal);

    /// <summary>The column of a feature with what the catalogue says of it.</summary>
    public static FeatureOutput Output(string name, string prefix)
    {
        (FeatureDefinition definition, int firstValid) = s_byName[name];
        return new FeatureOutput(prefix + name, firstValid, definition.Category);
    }

    /// <summary>Names of one entry, in the order of their columns.</summary>
    public static ImmutableArray<string> Names(string id) => All.First(definition => definition.Id == id).NamePatterns;

    private static FeatureDefinition Define(
        string id,
        string category,
        string formula,
        string unit,
        string warmUp,
        ImmutableArray<string> needs,
        (string Name, int FirstValid)[] columns,
        params FeatureParameter[] parameters) => new(
            id, Group, [.. columns.Select(column => column.Name)], $"{formula} (ε = 1e-10, σ sample deviations of full windows)", unit, warmUp,
            [.. columns.Select(column => column.FirstValid)], needs, Reference, [s_instruments, .. parameters])
        {
            Category = category,
        };
}
