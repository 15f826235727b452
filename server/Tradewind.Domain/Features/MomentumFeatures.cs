using System.Collections.Immutable;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Plans momentum ratios and backward changes.</summary>
internal static class MomentumFeatures
{
    public static void AddTo(FeaturePlan plan)
    {
        MomentumSpec spec = plan.Spec.Momentum;
        ImmutableArray<string> columns = spec.Columns ?? PrimaryColumns(plan.Raw);
        foreach (int window in spec.ShortWindows)
        {
            if (window >= spec.BaselineWindow && !columns.IsEmpty)
            {
                plan.Warn($"The short momentum window {window} is not below the baseline window {spec.BaselineWindow}.");
            }
        }

        foreach (string column in columns)
        {
            foreach (int window in spec.ShortWindows)
            {
                FeatureOutput output = new($"{column}_{window}day_rolling_average", Math.Max(window, spec.BaselineWindow) - 1);
                plan.Add(new MomentumNode(column, output, new MomentumRatio(window, spec.BaselineWindow)));
            }
        }

        foreach (TargetChangeSpec target in plan.Spec.TargetChanges)
        {
            foreach (int horizon in target.Horizons)
            {
                FeatureOutput output = new($"{target.Column}_{horizon}_Day_Change", horizon);
                plan.Add(new UnaryNode<BackwardChange>(target.Column, output, new BackwardChange(horizon)));
            }
        }
    }

    private static ImmutableArray<string> PrimaryColumns(RawColumns raw)
    {
        ImmutableArray<string>.Builder names = ImmutableArray.CreateBuilder<string>();
        foreach (RawInstrument instrument in raw.Instruments)
        {
            if (instrument.AssetClass == AssetClass.OnChain)
            {
                names.AddRange(instrument.All.Select(column => column.Name));
            }
            else if ((instrument.Close ?? instrument.Spreads.FirstOrDefault()) is { } primary)
            {
                names.Add(primary.Name);
            }
        }

        return names.ToImmutable();
    }
}
