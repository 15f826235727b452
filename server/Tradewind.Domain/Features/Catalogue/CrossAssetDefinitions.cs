using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Features between crypto prices and credit spreads, and correlations of other pairs.</summary>
internal static class CrossAssetDefinitions
{
    private const string Group = "cross_asset";
    private const string Source = "Tradewind specification, section 3";
    private static readonly ImmutableArray<string> Pair = ["crypto close", "credit spread or yield"];
    private static readonly FeatureParameter Input =
        new("correlation_input", "Changes", "Changes (returns of prices, differences of the rest) or Levels.");
    private static readonly FeatureParameter MomentumWindow = new("cross_asset.momentum_window", "20", "w in rows, ≥ 1.");
    private static readonly FeatureParameter ScoreWindow = new("cross_asset.score_window", "60", "z in rows, ≥ 2.");
    private static readonly FeatureParameter ScaledDifferences = new(
        "cross_asset.scaled_difference_columns", "none", "Spreads whose ret_w becomes Δ_w/(SD_w(Δ)·√w), because they can reach zero.");

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        new("cross_momentum", Group, ["momentum_{a}_{w}", "momentum_{s}_{w}"],
            "x_t/x_{t−w} − 1, base > 0; a spread needs every value of the window > 1e-6", "fraction", "w", [20, 20], Pair, Source,
            [new("cross_asset.momentum", "on", "on or off."), MomentumWindow, ScaledDifferences]),
        new("correlation", Group, ["corr_{a}_{s}_{n}"],
            "Pearson correlation over n rows, in [−1, 1]; no variation ⇒ missing", "correlation", "n of changes, n − 1 of levels", [20],
            Pair, "Pearson 1895", [new("cross_asset.correlation_windows", "20 60 120", "n in rows, ≥ 2."), Input]),
        new("correlation_regime", Group, ["regime_{a}_{s}_60"],
            "1 where corr_60 > threshold, −1 where corr_60 < −threshold, else 0", "class −1, 0, 1", "as the correlation", [60], Pair, Source,
            [new("cross_asset.correlation_threshold", "0.3", "In (0, 1)."), Input]),
        new("divergence", Group, ["divergence_{a}_{s}", "divergence_signal_{a}_{s}"],
            "z over z rows of d = ret_w(a) − ret_w(s), (d − mean)/(SD + 1e-8); signal 1 where |z| > threshold, else 0. "
            + "A spread that rises is risk-off: large positive d is agreement, not stress",
            "deviations; flag", "w + z − 1", [79, 79], Pair, Source,
            [
                new("cross_asset.divergence", "on", "on or off."), MomentumWindow, ScoreWindow,
                new("cross_asset.divergence_threshold", "2", "> 0."), ScaledDifferences,
            ]),
        new("divergence_risk", Group, ["divergence_risk_{a}_{s}"], "The same score of ret_w(a) + ret_w(s): opposite risk directions",
            "deviations", "w + z − 1", [79], Pair, Source,
            [new("cross_asset.divergence_risk", "off", "on or off; needs divergence."), MomentumWindow, ScoreWindow, ScaledDifferences]),
        new("vol_ratio", Group, ["vol_ratio_{a}_{s}_{n}", "vol_ratio_{a}_{s}_{n}_zscore"],
            "SD_n(ret_1 a)/(SD_n(ret_1 s) + 1e-8), missing where s does not vary; its score over z rows", "ratio; deviations",
            "n; n + z − 1", [20, 79], Pair, Source,
            [new("cross_asset.vol_ratio_window", "20", "n in rows, ≥ 2; off switches it off."), ScoreWindow, ScaledDifferences]),
        new("risk_regime", Group, ["regime_{a}_{s}"],
            "S = clip(ret_L(a)/0.10) − clip(ret_L(s)/0.10), clipped to ±1: S > 1.5 ⇒ 2, > 0.5 ⇒ 1, ≥ −0.5 ⇒ 0, ≥ −1.5 ⇒ −1, else −2",
            "class: 2 Strong Risk-On, 1 Risk-On, 0 Neutral, −1 Risk-Off, −2 Strong Risk-Off", "L", [60], Pair, Source,
            [
                new("cross_asset.regime_lookback", "60", "L in rows; off switches it off."),
                new("cross_asset.regime_scale", "Fixed", "Fixed (10 %) or Volatility (SD_L(ret_1)·√L)."), ScaledDifferences,
            ]),
        new("flight_to_quality", Group, ["ftq_indicator", "ftq_signal"],
            "z over z rows of f = −mean_a(ret_w(a)) − ret_w(s0), mean over coins with a return; signal 1 where z > threshold, else 0. "
            + "Positive: crypto falls and spreads tighten; read it with a high-quality s0 only",
            "deviations; flag", "w + z − 1", [79, 79], ["every crypto close", "primary credit"], Source,
            [
                new("cross_asset.flight_to_quality", "on", "on or off."),
                new("cross_asset.primary_credit", "off", "s0; off takes the first credit index with an OAS field."),
                new("cross_asset.flight_to_quality_threshold", "1.5", "> 0."), MomentumWindow, ScoreWindow, ScaledDifferences,
            ]),
        new("flight_to_quality_volume", Group, ["ftq_volume"],
            "z(Δ ln SMA_5 V) − z(Δ_w s0), V the summed volume of the coins present", "deviations", "max(z + 4, w + z − 1)", [79],
            ["every crypto volume", "primary credit"], Source,
            [new("cross_asset.flight_to_quality_volume", "off", "on or off."), MomentumWindow, ScoreWindow]),
        new("sector_correlation", "correlation", ["corr_{s}_{s}_{n}"], "Pearson correlation over n rows of the differences of two credit columns",
            "correlation", "n", [], ["two credit spreads or yields"], "Pearson 1895",
            [new("sector_correlation_windows", "none", "n in rows, ≥ 2; 20 and 60 are usual.")]),
        new("pair_correlation", "correlation", ["corr_{x}_{x}_{n}"],
            "Correlation over n rows of an explicit pair; Spearman: Pearson of average ranks inside the window. "
            + "Takes the place of an automatic column of that name",
            "correlation", "n of changes, n − 1 of levels", [], ["any two columns"], "Pearson 1895, Spearman 1904",
            [new("pairs", "none", "first, second, n, Pearson or Spearman."), Input]),
    ];
}
