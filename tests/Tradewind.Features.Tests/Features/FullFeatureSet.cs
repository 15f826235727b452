using Tradewind.Domain.Features;

namespace Tradewind.Features.Tests.Features;

/// <summary>A feature set with every family and option that makes a column.</summary>
internal static class FullFeatureSet
{
    public static FeatureSetSpec Spec { get; } = new()
    {
        CrossAsset = new CrossAssetSpec
        {
            DivergenceRisk = true, FlightToQualityVolume = true, ScaledDifferenceColumns = ["LUACTRUU_Index_OAS"],
        },
        SectorCorrelationWindows = [20, 60],
        TargetChanges = [new TargetChangeSpec("LF98TRUU_Index_OAS", [1, 5])],
        Pairs =
        [
            new CorrelationPairSpec("BTC_USDT_close", "ETH_USDT_close", 30, CorrelationMethod.Spearman),
            new CorrelationPairSpec("BTC_USDT_close", "ETH_USDT_volume", 12, CorrelationMethod.Kendall),
        ],
        MachineLearning = new MachineLearningSpec(),
        Curve = new CurveSpec(),
        OnChain = new OnChainSpec(),
        Statistics = new StatisticsSpec
        {
            RangeVolatilityWindow = 15, HurstWindow = 32, SampleEntropyWindow = 60, PermutationEntropyWindow = 20, FractionalOrder = 0.7,
            Betas = [new BetaSpec("ETH_USDT_close", "BTC_USDT_close", 20), new BetaSpec("BTC_USDT_close", "LF98TRUU_Index_OAS", 30)],
        },
    };
}
