using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Momentum ratios and backward changes.</summary>
internal static class MomentumDefinitions
{
    private const string Group = "momentum";

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        new("momentum_ratio", Group, ["{x}_{s}day_rolling_average"],
            "(SMA_s − SMA_b)/SMA_b: a ratio, whatever the name says; |SMA_b| ≤ 1e-12·max_b|x| ⇒ missing; a negative SMA_b reverses the sign",
            "fraction", "max(s, b) − 1", [29], ["any column"], "Tradewind specification, section 2",
            [
                new("momentum.columns", "auto", "Columns; auto takes closes, first spreads or yields and on-chain columns."),
                new("momentum.short_windows", "5 10 15", "s in rows, ≥ 1."),
                new("momentum.baseline_window", "30", "b in rows, ≥ 1."),
            ]),
        new("backward_change", Group, ["{x}_{h}_Day_Change"], "x_t − x_{t−h}; a feature, never a label", "unit of the column", "h", [],
            ["any column"], "Tradewind specification, section 2",
            [new("target_changes", "none", "Columns with their h in rows, ≥ 1.")]),
    ];
}
