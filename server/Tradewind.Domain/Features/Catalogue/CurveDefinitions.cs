using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Shapes of futures curves, roll yields, calendar and crack spreads; off unless a curve is asked for.</summary>
internal static class CurveDefinitions
{
    private const string Group = "curve";
    private const string Source = "Tradewind oil specification, sections 3 and 4";

    private static readonly ImmutableArray<FeatureParameter> s_judged =
    [
        new("curve.score_window", "60", "L, values before the spread, ≥ 2."),
        new("curve.minimum_observations", "20", "Values without which score and percentile are missing, 2 to L."),
    ];

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        new("curve_shape", Group,
            ["{r}_curve_slope", "{r}_curve_slope_percentile", "{r}_curve_front_slope", "{r}_curve_back_slope", "{r}_curve_curvature"],
            "(F_N − F_1)/(N − 1); 100(#{h < slope} + ½#{h = slope})/#h among the slopes before, the first 50; (F_3 − F_1)/2; (F_N − F_{N−2})/2; "
            + "mean second difference; F_N the last price before the first missing one",
            "price a month; percentile; price a month; price a month; price", "0", [0, 0, 0, 0, 0], ["closes of generic tickers"], Source,
            [
                new("curve.roots", "auto", "Roots; auto takes every one with two positions."),
                new("curve.positions", "12", "Longest position, ≥ 2."),
                new("curve.percentile_window", "252", "Slopes before the one judged, ≥ 1."),
            ]),
        new("roll_yield", Group, ["{r}_roll_yield_pct", "{r}_roll_yield_annual_pct", "{r}_roll_cost"],
            "100(F_1/F_2 − 1), F_2 > 0; that times 365 over the days between the two expiries; F_2 − F_1", "percent; percent a year; price", "0",
            [0, 0, 0], ["closes of the first two generic tickers"], Source, []),
        new("calendar_spread", Group, ["{r}_m1_m{n}", "{r}_m1_m{n}_zscore", "{r}_m1_m{n}_percentile"],
            "F_1 − F_n, n = 2, 3, 6, 12; (x − mean)/SD of the L values before, SD 0 ⇒ 0; 100(#{h < x} + ½#{h = x})/#h among them",
            "price; deviations; percentile", "0; observations", [0, 20, 20], ["closes of generic tickers"], Source, s_judged),
        new("crack_spread", Group,
            ["crack_{c}", "crack_{c}_zscore", "crack_{c}_percentile", "wti_brent", "wti_brent_zscore", "wti_brent_percentile"],
            "321: (2·42·XB + 42·HO − 3·CL)/3; 211: (42·XB + 42·HO − 2·CL)/2; gasoline: 42·XB − CL; heating_oil: 42·HO − CL; gasoil: QS/7.45 − CO; "
            + "wti_brent: CL − CO; score and percentile as of calendar spreads",
            "dollars a barrel; deviations; percentile", "0; observations", [0, 20, 20, 0, 20, 20], ["closes of the first generic tickers"], Source,
            [.. s_judged, new("curve.cracks", "on", "Make them where their legs are there.")]),
    ];
}
