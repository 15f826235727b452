using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Features;

/// <summary>Plans features of futures curves: shape, roll yield, calendar spreads and, across products, crack spreads.</summary>
internal static class CurveFeatures
{
    private const double GallonsPerBarrel = 42;
    private const double BarrelsPerTonne = 7.45;

    private static readonly ImmutableArray<int> s_calendarLegs = [2, 3, 6, 12];

    // Dollars a barrel of crude. 3-2-1 is (2·42·XB + 42·HO − 3·CL)/3, and so on.
    private static readonly ImmutableArray<(string Name, ImmutableArray<(string Root, double Weight)> Legs)> s_cracks =
    [
        ("crack_321", [("XB", 2 * GallonsPerBarrel / 3), ("HO", GallonsPerBarrel / 3), ("CL", -1)]),
        ("crack_211", [("XB", GallonsPerBarrel / 2), ("HO", GallonsPerBarrel / 2), ("CL", -1)]),
        ("crack_gasoline", [("XB", GallonsPerBarrel), ("CL", -1)]),
        ("crack_heating_oil", [("HO", GallonsPerBarrel), ("CL", -1)]),
        ("crack_gasoil", [("QS", 1 / BarrelsPerTonne), ("CO", -1)]),
        ("wti_brent", [("CL", 1), ("CO", -1)]),
    ];

    public static void AddTo(FeaturePlan plan)
    {
        if (plan.Spec.Curve is not { } spec)
        {
            return;
        }

        Dictionary<(string Root, int Position), string> closes = Closes(plan.Raw);
        foreach (CommodityContract contract in CommodityContracts.All)
        {
            bool asked = spec.Roots is not { } roots || roots.Contains(contract.Root, StringComparer.Ordinal);
            if (asked && closes.ContainsKey((contract.Root, 1)) && closes.ContainsKey((contract.Root, 2)))
            {
                AddCurve(plan, spec, contract, closes);
            }
            else if (asked && spec.Roots is not null)
            {
                plan.Warn($"The curve of {contract.Root} was skipped: the frame needs closes of '{contract.Root}1 Comdty' and '{contract.Root}2 Comdty'.");
            }
        }

        foreach ((string name, ImmutableArray<(string Root, double Weight)> legs) in spec.Cracks ? s_cracks : [])
        {
            if (legs.All(leg => closes.ContainsKey((leg.Root, 1))))
            {
                AddSpread(plan, spec, name, [.. legs.Select(leg => closes[(leg.Root, 1)])], [.. legs.Select(leg => leg.Weight)]);
            }
        }
    }

    private static void AddCurve(
        FeaturePlan plan, CurveSpec spec, CommodityContract contract, Dictionary<(string Root, int Position), string> closes)
    {
        string root = contract.Root;
        ImmutableArray<string> prices =
            [.. Enumerable.Range(1, spec.Positions).TakeWhile(n => closes.ContainsKey((root, n))).Select(n => closes[(root, n)])];
        ImmutableArray<FeatureOutput> shape =
        [
            new($"{root}_curve_slope", 0), new($"{root}_curve_slope_percentile", 0), new($"{root}_curve_front_slope", 0),
            new($"{root}_curve_back_slope", 0), new($"{root}_curve_curvature", 0),
        ];
        // Two prices have a slope and nothing else.
        plan.Add(new KernelNode<CurveShapeKernel>(prices, shape, new(spec.PercentileWindow), prices.Length > 2 ? [0, 1, 2, 3, 4] : [0, 1]));
        ImmutableArray<FeatureOutput> roll =
            [new($"{root}_roll_yield_pct", 0), new($"{root}_roll_yield_annual_pct", 0), new($"{root}_roll_cost", 0)];
        plan.Add(new KernelNode<RollYieldKernel>([prices[0], prices[1], FeatureNode.DayInput], roll, new(contract)));
        foreach (int position in s_calendarLegs)
        {
            if (closes.TryGetValue((root, position), out string? later))
            {
                AddSpread(plan, spec, string.Create(CultureInfo.InvariantCulture, $"{root}_m1_m{position}"), [prices[0], later], [1, -1]);
            }
        }
    }

    private static void AddSpread(FeaturePlan plan, CurveSpec spec, string name, ImmutableArray<string> legs, double[] weights) =>
        plan.Add(new KernelNode<SpreadKernel>(
            legs,
            [new(name, 0), new($"{name}_zscore", spec.MinimumObservations), new($"{name}_percentile", spec.MinimumObservations)],
            new(weights, new PriorScore(spec.ScoreWindow, spec.MinimumObservations))));

    private static Dictionary<(string Root, int Position), string> Closes(RawColumns raw)
    {
        Dictionary<(string Root, int Position), string> closes = [];
        foreach (FrameColumn close in raw.Instruments.Select(instrument => instrument.Close).OfType<FrameColumn>())
        {
            if (TickerGrammar.Parse(close.InstrumentId) is { Kind: TickerKind.Generic, Contract.Root: { } root, Position: { } position })
            {
                closes.TryAdd((root, position), close.Name);
            }
        }

        return closes;
    }
}
