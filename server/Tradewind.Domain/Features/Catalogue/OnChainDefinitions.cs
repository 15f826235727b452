using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Features of on-chain metrics and of funding rates; off unless asked for.</summary>
internal static class OnChainDefinitions
{
    private const string Group = "on_chain";

    private static readonly FeatureParameter s_window = new("on_chain.score_window", "365", "n in rows, ≥ 2.");

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        new("on_chain_score", Group, ["{p}_mvrv_zscore", "{p}_CapMVRVCur_zscore", "{p}_nvt_zscore", "{p}_NVTAdj_zscore"],
            "(x − mean)/(SD + 1e-8) over n rows", "deviations", "n − 1", [364, 364, 364, 364], ["MVRV or NVT ratio"], "common", [s_window]),
        new("mvrv_score", Group, ["{p}_mvrv_score"], "(market − realised capitalisation)/SD_n of the market's, SD 0 ⇒ missing", "deviations", "n − 1",
            [364], ["market and realised capitalisation"], "Mahmudov and Puell 2018, over a window instead of the whole history", [s_window]),
        new("hash_ribbon", Group, ["{p}_hash_ribbon"], "SMA_s/SMA_l − 1 of the hash rate", "fraction", "l − 1", [59], ["hash rate"],
            "Edwards 2019",
            [
                new("on_chain.ribbon_short", "30", "s in rows, ≥ 1, below l."),
                new("on_chain.ribbon_long", "60", "l in rows."),
            ]),
        new("funding", Group, ["{x}_annual", "{x}_shock"],
            "f times payments a year; (f − mean)/max(SD, 1e-6) of the n payments before", "fraction a year; deviations", "0; n", [0, 21],
            ["funding rate"], "Tradewind signal specification, section 5",
            [
                new("on_chain.funding_columns", "auto", "Columns; auto takes the fields funding_rate and funding_mean."),
                new("on_chain.funding_window", "21", "n in payments, ≥ 2."),
                new("on_chain.funding_periods_per_year", "1095", "Payments a year, > 0."),
            ]),
    ];
}
