using System.Collections.Immutable;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Plans the features between crypto prices and credit spreads or yields.</summary>
internal static class CrossAssetFeatures
{
    public static void AddTo(FeaturePlan plan, CorrelationFeatures correlations)
    {
        if (plan.Spec.CrossAsset is not { } cross)
        {
            return;
        }

        FrameColumn[] cryptos = [.. plan.Raw.CryptoPrices];
        FrameColumn[] credits = [.. plan.Raw.CreditSpreads];
        if (cryptos.Length == 0 || credits.Length == 0)
        {
            string lacking = cryptos.Length == 0 ? "crypto close" : "credit spread or yield";
            plan.Warn($"Cross-asset features were skipped: the frame has no {lacking} column.");
            return;
        }

        if (cross.Momentum)
        {
            AddMomentum(plan, cross, cryptos, credits);
        }

        foreach (FrameColumn crypto in cryptos)
        {
            foreach (FrameColumn credit in credits)
            {
                correlations.AddCrossAsset(cross, crypto, credit);
                AddPair(plan, cross, crypto.Name, credit.Name);
            }
        }

        AddFlightToQuality(plan, cross, cryptos);
    }

    private static void AddMomentum(FeaturePlan plan, CrossAssetSpec cross, FrameColumn[] cryptos, FrameColumn[] credits)
    {
        int window = cross.MomentumWindow;
        foreach (FrameColumn crypto in cryptos)
        {
            plan.Add(new UnaryNode<Return>(crypto.Name, new($"momentum_{crypto.Name}_{window}", window), new Return(window)));
        }

        foreach (FrameColumn credit in credits)
        {
            plan.Add(new UnaryNode<Return>(
                credit.Name,
                new($"momentum_{credit.Name}_{window}", window),
                new Return(window, plan.SpreadBasis(cross, credit.Name))));
        }
    }

    private static void AddPair(FeaturePlan plan, CrossAssetSpec cross, string a, string s)
    {
        ReturnBasis basis = plan.SpreadBasis(cross, s);
        int scored = cross.MomentumWindow + cross.ScoreWindow - 1;
        if (cross.Divergence)
        {
            ImmutableArray<FeatureOutput> outputs = [new($"divergence_{a}_{s}", scored), new($"divergence_signal_{a}_{s}", scored)];
            plan.Add(new KernelNode<DivergenceKernel>(
                [a, s], cross.DivergenceRisk ? outputs.Add(new($"divergence_risk_{a}_{s}", scored)) : outputs, new(cross, basis)));
        }

        if (cross.VolRatioWindow is { } window)
        {
            plan.Add(new KernelNode<VolRatioKernel>(
                [a, s],
                [new($"vol_ratio_{a}_{s}_{window}", window), new($"vol_ratio_{a}_{s}_{window}_zscore", window + cross.ScoreWindow - 1)],
                new(window, cross.ScoreWindow, basis)));
        }

        if (cross.RegimeLookback is { } lookback)
        {
            plan.Add(new KernelNode<RegimeKernel>([a, s], [new($"regime_{a}_{s}", lookback)], new(lookback, cross.RegimeScale, basis)));
        }
    }

    private static void AddFlightToQuality(FeaturePlan plan, CrossAssetSpec cross, FrameColumn[] cryptos)
    {
        if (!cross.FlightToQuality && !cross.FlightToQualityVolume)
        {
            return;
        }

        string? primary = cross.PrimaryCredit ?? DefaultPrimary(plan.Raw);
        if (primary is null)
        {
            plan.Warn("Flight to quality was skipped: no credit index with an OAS field; set primary_credit.");
            return;
        }

        int scored = cross.MomentumWindow + cross.ScoreWindow - 1;
        if (cross.FlightToQuality)
        {
            plan.Add(new KernelNode<FlightToQualityKernel>(
                [primary, .. cryptos.Select(crypto => crypto.Name)],
                [new("ftq_indicator", scored), new("ftq_signal", scored)],
                new(cross, cryptos.Length, plan.SpreadBasis(cross, primary))));
        }

        if (cross.FlightToQualityVolume)
        {
            AddFlightVolume(plan, cross, primary, scored);
        }
    }

    private static void AddFlightVolume(FeaturePlan plan, CrossAssetSpec cross, string primary, int spreadScored)
    {
        string[] volumes =
        [
            .. plan.Raw.Instruments.Where(instrument => instrument is { IsCrypto: true, Volume: not null }).Select(instrument => instrument.Volume!.Name),
        ];
        if (volumes.Length == 0)
        {
            plan.Warn("ftq_volume was skipped: the frame has no crypto volume column.");
            return;
        }

        // Mean volume from row 4, its growth from row 5.
        int growthScored = FlightVolumeKernel.VolumeWindow + cross.ScoreWindow - 1;
        plan.Add(new KernelNode<FlightVolumeKernel>(
            [primary, .. volumes], [new("ftq_volume", Math.Max(growthScored, spreadScored))], new(cross)));
    }

    private static string? DefaultPrimary(RawColumns raw) => raw.Instruments
        .Where(instrument => instrument.AssetClass == AssetClass.CreditIndex)
        .SelectMany(instrument => instrument.Spreads)
        .FirstOrDefault(column => column.Field.Equals("OAS", StringComparison.OrdinalIgnoreCase)
            || column.Name.EndsWith("_OAS", StringComparison.OrdinalIgnoreCase))?.Name;
}
