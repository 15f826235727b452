using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Plans rolling statistics of closes and slopes of pairs.</summary>
internal static class StatisticsFeatures
{
    public static void AddTo(FeaturePlan plan)
    {
        if (plan.Spec.Statistics is not { } spec)
        {
            return;
        }

        foreach (RawInstrument instrument in plan.Raw.Instruments)
        {
            if (instrument.Close is { } close)
            {
                AddRangeVolatilities(plan, spec, instrument, close.Name);
                AddOfClose(plan, spec, instrument.Prefix, close.Name);
            }
        }

        foreach (BetaSpec beta in spec.Betas)
        {
            AddBeta(plan, beta);
        }

        foreach (PairWindowSpec pair in spec.Covariances)
        {
            (FrameColumn first, FrameColumn second) = (plan.Frame.Find(pair.First)!, plan.Frame.Find(pair.Second)!);
            plan.Add(new KernelNode<CovarianceKernel>(
                [pair.First, pair.Second], [new($"cov_{pair.First}_{pair.Second}_{pair.Window}", pair.Window)], new(KindOf(first), KindOf(second), pair.Window)));
        }

        foreach (PairWindowSpec pair in spec.Cointegrations)
        {
            string name = $"{pair.First}_{pair.Second}_{pair.Window}";
            plan.Add(new KernelNode<CointegrationKernel>(
                [pair.First, pair.Second],
                [
                    new($"eg_statistic_{name}", pair.Window - 1), new($"eg_hedge_{name}", pair.Window - 1), new($"eg_half_life_{name}", pair.Window - 1),
                    new($"eg_score_{name}", pair.Window - 1),
                ],
                new(plan.Frame.Find(pair.First)!.Kind == FieldKind.Price, plan.Frame.Find(pair.Second)!.Kind == FieldKind.Price, pair.Window)));
        }
    }

    private static void AddRangeVolatilities(FeaturePlan plan, StatisticsSpec spec, RawInstrument instrument, string close)
    {
        if (spec.RangeVolatilityWindow is not { } window || instrument is not { High.Name: { } high, Low.Name: { } low })
        {
            return;
        }

        (RangeVolatilityMethod Method, string Name)[] methods = instrument.Open is null
            ? [(RangeVolatilityMethod.Parkinson, "parkinson")]
            : [
                (RangeVolatilityMethod.Parkinson, "parkinson"), (RangeVolatilityMethod.GarmanKlass, "garman_klass"),
                (RangeVolatilityMethod.RogersSatchell, "rogers_satchell"), (RangeVolatilityMethod.YangZhang, "yang_zhang"),
            ];
        // Parkinson reads neither open nor close.
        string open = instrument.Open?.Name ?? close;
        foreach ((RangeVolatilityMethod method, string name) in methods)
        {
            FeatureOutput output = new($"{instrument.Prefix}_{name}_vol_{window}", method == RangeVolatilityMethod.YangZhang ? window : window - 1);
            plan.Add(new KernelNode<RangeVolatilityKernel>(
                [open, high, low, close], [output], new(method, window, spec.Annualization ?? plan.RowsPerYear)));
        }
    }

    private static void AddOfClose(FeaturePlan plan, StatisticsSpec spec, string p, string close)
    {
        if (spec.HurstWindow is { } hurst)
        {
            plan.Add(new UnaryNode<OfLogs<HurstExponent>>(close, new($"{p}_hurst_{hurst}", hurst - 1), new(new HurstExponent(hurst))));
        }

        if (spec.SampleEntropyWindow is { } sample)
        {
            plan.Add(new UnaryNode<OfReturns<SampleEntropy>>(close, new($"{p}_sample_entropy_{sample}", sample), new(new SampleEntropy(sample))));
        }

        if (spec.PermutationEntropyWindow is { } permutation)
        {
            plan.Add(new UnaryNode<OfReturns<PermutationEntropy>>(
                close, new($"{p}_permutation_entropy_{permutation}", permutation), new(new PermutationEntropy(permutation))));
        }

        if (spec.FractionalOrder is { } order)
        {
            FractionalDifference difference = new(order);
            plan.Add(new UnaryNode<OfLogs<FractionalDifference>>(close, new($"{p}_fracdiff", difference.Width - 1), new(difference)));
        }
    }

    private static void AddBeta(FeaturePlan plan, BetaSpec beta)
    {
        (FrameColumn column, FrameColumn benchmark) = (plan.Frame.Find(beta.Column)!, plan.Frame.Find(beta.Benchmark)!);
        plan.Add(new KernelNode<BetaKernel>(
            [column.Name, benchmark.Name],
            [new($"beta_{column.Name}_{benchmark.Name}_{beta.Window}", beta.Window)],
            new BetaKernel(KindOf(column), KindOf(benchmark), beta.Window)));
    }

    private static ChangeKind KindOf(FrameColumn column) => column.Kind == FieldKind.Price ? ChangeKind.Return : ChangeKind.Difference;
}
