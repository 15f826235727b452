using Tradewind.Domain.Features;

namespace Tradewind.Features.Tests.Features;

/// <summary>A feature set with every family and option that makes a column.</summary>
internal static class FullFeatureSet
{
    public static WindowsSpec EveryWindow { get; } = new()
    {
        ReturnWindows = [1, 7], LogReturnWindows = [1, 5], SmaWindows = [3, 20], EmaWindows = [4, 20], RsiWindows = [6, 14], ZScoreWindows = [6, 30],
        VolatilityWindows = [5, 20], AtrWindows = [5, 14], StochasticWindows = [1, 21], DonchianWindows = [9], VolumeRatioWindows = [11],
        PriceVolumeWindows = [8, 25],
    };

    public static FeatureSetSpec Spec { get; } = new()
    {
        Technical = new TechnicalSpec { Bollinger = new BollingerSpec { BandWidth = true } },
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
        Windows = EveryWindow,
        Curve = new CurveSpec(),
        OnChain = new OnChainSpec(),
        Calendar = new CalendarSpec(),
        Statistics = new StatisticsSpec
        {
            RangeVolatilityWindow = 15, HurstWindow = 32, SampleEntropyWindow = 60, PermutationEntropyWindow = 20, FractionalOrder = 0.7,
            Covariances = [new PairWindowSpec("BTC_USDT_close", "LF98TRUU_Index_OAS", 20)],
            Cointegrations = [new PairWindowSpec("ETH_USDT_close", "BTC_USDT_close", 40), new PairWindowSpec("LF98TRUU_Index_OAS", "LUACTRUU_Index_OAS", 30)],
            Betas = [new BetaSpec("ETH_USDT_close", "BTC_USDT_close", 20), new BetaSpec("BTC_USDT_close", "LF98TRUU_Index_OAS", 30)],
        },
    };
}
