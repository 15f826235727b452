using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Plans the machine-learning features of the instruments a specification names.</summary>
internal static class MachineLearningFeatures
{
    /// <summary>Keeps denominators of the published formulas from zero.</summary>
    public const double Epsilon = 1e-10;

    // Each repeats price_lag_k of the same rows.
    private static readonly ImmutableHashSet<string> s_duplicates = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "return_1d", "return_5d", "return_10d", "return_21d", "cum_return_5d", "cum_return_21d", "roc_5d", "roc_10d", "roc_21d");

    public static void AddTo(FeaturePlan plan)
    {
        if (plan.Spec.MachineLearning is not { } spec)
        {
            return;
        }

        RawInstrument[] instruments = [.. Chosen(plan.Raw, spec)];
        if (instruments.Length == 0)
        {
            plan.Warn("Machine-learning features were skipped: the frame has no instrument with a close.");
            return;
        }

        foreach (RawInstrument instrument in instruments)
        {
            new Group(plan, spec, instrument, instruments.Length == 1 ? "" : $"{instrument.Prefix}_ml_").Add();
        }

        plan.Add(new KernelNode<CalendarKernel>([FeatureNode.DayInput], Outputs("ml_calendar", ""), default));
    }

    /// <summary>Named instruments that the frame lacks, or that have no close there.</summary>
    public static IEnumerable<FieldViolation> CheckInstruments(MachineLearningSpec spec, RawColumns raw)
    {
        ImmutableArray<string> names = spec.Instruments ?? [];
        for (int i = 0; i < names.Length; i++)
        {
            string prefix = ColumnName.Prefix(names[i]);
            RawInstrument? found = raw.Instruments.FirstOrDefault(instrument => instrument.Prefix == prefix);
            string? wrong = found is null ? new NotFoundException("instrument", names[i], raw.Instruments.Select(instrument => instrument.Prefix)).Message
                : found.Close is null ? $"'{names[i]}' has no close column."
                : names.AsSpan(0, i).Contains(names[i]) ? $"repeats '{names[i]}'; give it once."
                : null;
            if (wrong is not null)
            {
                yield return new FieldViolation($"machine_learning.instruments[{i}]", wrong);
            }
        }
    }

    private static IEnumerable<RawInstrument> Chosen(RawColumns raw, MachineLearningSpec spec) => spec.Instruments is { } names
        ? names.Select(name => raw.Instruments.First(instrument => instrument.Prefix == ColumnName.Prefix(name)))
        : raw.Instruments.Where(instrument => instrument.Close is not null);

    private static ImmutableArray<FeatureOutput> Outputs(string id, string prefix) =>
        [.. MachineLearningDefinitions.Names(id).Select(name => MachineLearningDefinitions.Output(name, prefix))];

    /// <summary>The features of one instrument.</summary>
    private sealed class Group(FeaturePlan plan, MachineLearningSpec spec, RawInstrument instrument, string prefix)
    {
        public void Add()
        {
            string close = instrument.Close!.Name;
            if (instrument.AssetClass is AssetClass.CommodityFuture or AssetClass.CryptoFuture && !spec.Adjusted)
            {
                plan.Warn(
                    $"{close} is a future: roll gaps of a series that is not back-adjusted would pass for returns. "
                    + "Set machine_learning.adjusted where it is.");
            }

            (string? high, string? low) = (instrument.High?.Name, instrument.Low?.Name);
            bool bars = high is not null && low is not null;
            Kernel("ml_price_lag", new PriceLagKernel(), close);
            if (bars)
            {
                Kernel("ml_price_bar", default(BarShapeKernel), high!, low!, close);
            }

            if (instrument.Open is { Name: { } open })
            {
                plan.Add(new PairNode<OvernightGap>(open, close, One("ml_overnight_gap"), new OvernightGap()));
            }

            Kernel("ml_return", new ReturnKernel(), close);
            Kernel("ml_moving_average", new MovingAverageKernel(), close);
            Kernel("ml_volatility", new VolatilityKernel(spec.Annualization), close);
            if (bars)
            {
                Kernel("ml_parkinson", new ParkinsonKernel(spec.Annualization), high!, low!);
                plan.Add(new BarNode<MeanTrueRange>(high!, low!, close, One("ml_atr"), new MeanTrueRange(14)));
            }

            Kernel("ml_momentum", new MomentumKernel(), close);
            if (bars)
            {
                Kernel("ml_range_place", new RangePlaceKernel(), high!, low!, close);
            }

            AddFlows(close);
            Kernel("ml_bollinger", new BandKernel(), close);
            if (!bars || instrument.Open is null)
            {
                plan.Warn($"{close}: features that need open, high or low were skipped, because the frame has no such column of it.");
            }
        }

        private void AddFlows(string close)
        {
            if (instrument.Volume is { Name: { } volume })
            {
                plan.Add(new KernelNode<VolumeKernel>(
                    [close, volume],
                    [.. Outputs("ml_volume", prefix).Select(output => spec.ObvChange && output.Name.EndsWith("obv_normalized", StringComparison.Ordinal)
                        ? output with { FirstValid = output.FirstValid + 1 }
                        : output)],
                    new VolumeKernel(spec.ObvChange)));
            }

            if (instrument.OpenInterest is { Name: { } interest })
            {
                Kernel("ml_open_interest", new OpenInterestKernel(), close, interest);
            }
        }

        private void Kernel<T>(string id, T kernel, params string[] inputs)
            where T : struct, IFeatureKernel
        {
            ImmutableArray<FeatureOutput> outputs = Outputs(id, prefix);
            ImmutableArray<int> kept = spec.Deduplicate
                ? [.. Enumerable.Range(0, outputs.Length).Where(i => !s_duplicates.Contains(outputs[i].Name[prefix.Length..]))]
                : [.. Enumerable.Range(0, outputs.Length)];
            plan.Add(new KernelNode<T>([.. inputs], outputs, kernel, kept));
        }

        private FeatureOutput One(string id) => Outputs(id, prefix).Single();
    }
}
