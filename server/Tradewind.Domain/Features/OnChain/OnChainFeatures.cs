using System.Collections.Immutable;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Plans features of on-chain metrics and of funding rates.</summary>
internal static class OnChainFeatures
{
    // Names of the product and of the files of CoinMetrics.
    private static readonly ImmutableArray<string> s_mvrv = ["mvrv", "CapMVRVCur"];
    private static readonly ImmutableArray<string> s_nvt = ["nvt", "NVTAdj"];
    private static readonly ImmutableArray<string> s_hashRate = ["hash_rate", "HashRate", "hashrate"];
    private static readonly ImmutableArray<string> s_marketCap = ["market_cap", "CapMrktCurUSD"];
    private static readonly ImmutableArray<string> s_realizedCap = ["realized_cap", "CapRealUSD"];
    private static readonly ImmutableArray<string> s_funding = ["funding_rate", "funding_mean"];

    public static void AddTo(FeaturePlan plan)
    {
        if (plan.Spec.OnChain is not { } spec)
        {
            return;
        }

        foreach (RawInstrument instrument in plan.Raw.Instruments)
        {
            AddMetrics(plan, spec, instrument);
        }

        ImmutableArray<string> funding = spec.FundingColumns
            ?? [.. plan.Raw.Instruments.SelectMany(instrument => instrument.All).Where(column => Is(column, s_funding)).Select(column => column.Name)];
        foreach (string column in funding)
        {
            plan.Add(new KernelNode<FundingKernel>(
                [column],
                [new($"{column}_annual", 0), new($"{column}_shock", spec.FundingWindow)],
                new(spec.FundingWindow, spec.FundingPeriodsPerYear)));
        }
    }

    private static void AddMetrics(FeaturePlan plan, OnChainSpec spec, RawInstrument instrument)
    {
        foreach (FrameColumn ratio in instrument.All.Where(column => Is(column, s_mvrv) || Is(column, s_nvt)))
        {
            plan.Add(new UnaryNode<RollingZScore>(ratio.Name, new($"{ratio.Name}_zscore", spec.ScoreWindow - 1), new(spec.ScoreWindow)));
        }

        if (Find(instrument, s_hashRate) is { } hashRate)
        {
            plan.Add(new UnaryNode<HashRibbon>(
                hashRate, new($"{instrument.Prefix}_hash_ribbon", spec.RibbonLong - 1), new(spec.RibbonShort, spec.RibbonLong)));
        }

        if (Find(instrument, s_marketCap) is { } market && Find(instrument, s_realizedCap) is { } realized)
        {
            plan.Add(new KernelNode<MvrvScoreKernel>(
                [market, realized], [new($"{instrument.Prefix}_mvrv_score", spec.ScoreWindow - 1)], new(spec.ScoreWindow)));
        }
    }

    private static string? Find(RawInstrument instrument, ImmutableArray<string> fields) =>
        instrument.All.FirstOrDefault(column => Is(column, fields))?.Name;

    private static bool Is(FrameColumn column, ImmutableArray<string> fields) => fields.Contains(column.Field, StringComparer.Ordinal);
}
