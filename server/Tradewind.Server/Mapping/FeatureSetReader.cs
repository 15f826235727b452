using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.V1;
using AtrSmoothing = Tradewind.Domain.Indicators.AtrSmoothing;
using CorrelationMethod = Tradewind.Domain.Features.CorrelationMethod;
using FeatureSetSpec = Tradewind.Domain.Features.FeatureSetSpec;
using RsiSmoothing = Tradewind.Domain.Indicators.RsiSmoothing;
using V1CrossAsset = Tradewind.V1.CrossAssetFeatures;
using V1Curve = Tradewind.V1.CurveFeatures;
using V1FeatureSet = Tradewind.V1.FeatureSetSpec;
using V1MachineLearning = Tradewind.V1.MachineLearningFeatures;
using V1Method = Tradewind.V1.CorrelationMethod;
using V1Momentum = Tradewind.V1.MomentumFeatures;
using V1OnChain = Tradewind.V1.OnChainFeatures;
using V1Statistics = Tradewind.V1.StatisticsFeatures;
using V1Technical = Tradewind.V1.TechnicalFeatures;
using V1Windows = Tradewind.V1.WindowFeatures;
using VwapPrice = Tradewind.Domain.Features.VwapPrice;

namespace Tradewind.Server.Mapping;

/// <summary>Reads a feature set; what is unset takes the published defaults. Values are checked by <see cref="FeatureSetSpec.Validate"/>.</summary>
internal static class FeatureSetReader
{
    private static readonly ImmutableArray<int> SectorWindows = [20, 60];

    /// <summary>The feature set of a request.</summary>
    /// <param name="message">The request's; null for the defaults.</param>
    /// <param name="frame">Aligned raw columns; cross-asset features are on by default where it has both crypto and credit.</param>
    public static FeatureSetSpec Read(V1FeatureSet? message, Frame frame)
    {
        message ??= new V1FeatureSet();
        FeatureSetSpec spec = new()
        {
            Technical = ReadTechnical(message.Technical),
            Momentum = ReadMomentum(message.Momentum),
            CrossAsset = message.CrossAsset is { Disabled: false } asked ? ReadCrossAsset(asked)
                : message.CrossAsset is null && HasCryptoAndCredit(frame) ? new CrossAssetSpec()
                : null,
            CorrelationInput = message.CrossAsset is { CorrelateLevels: true } ? CorrelationInput.Levels : CorrelationInput.Changes,
            SectorCorrelationWindows = message.SectorCorrelations ? SectorWindows : [],
            TargetChanges =
            [
                .. message.BackwardChanges.GroupBy(change => change.Column, StringComparer.Ordinal)
                    .Select(group => new TargetChangeSpec(group.Key, [.. group.Select(change => change.Rows)])),
            ],
            MachineLearning = message.MachineLearning is { } learning ? ReadMachineLearning(learning) : null,
            Statistics = message.Statistics is { } statistics ? ReadStatistics(statistics) : null,
            Windows = message.Windows is { } windows ? ReadWindows(windows) : null,
            Curve = message.Curve is { } curve ? ReadCurve(curve) : null,
            OnChain = message.OnChain is { } onChain ? ReadOnChain(onChain) : null,
            Calendar = message.Calendar is { } calendar ? new CalendarSpec { Expiries = !calendar.WithoutExpiries } : null,
            Annualization = message.HasAnnualization ? message.Annualization : null,
            AnnualizeSpreadVolatility = message.AnnualizeSpreadVolatility,
            Pairs = [.. message.Pairs.Select(pair => new CorrelationPairSpec(pair.First, pair.Second, pair.Window, Read(pair.Method)))],
        };
        spec.Validate();
        return spec;
    }

    /// <summary>Which features a request wants left out.</summary>
    public static FeatureSelectionSpec ReadSelection(ComputeFeaturesRequest request) => new()
    {
        MaximumMissingShare = request.HasMaxMissingShare ? request.MaxMissingShare : null,
        Pruning = request.HasMaxCorrelation ? new CorrelationPruningSpec { Threshold = request.MaxCorrelation } : null,
    };

    private static MachineLearningSpec ReadMachineLearning(V1MachineLearning message)
    {
        MachineLearningSpec defaults = new();
        return new MachineLearningSpec
        {
            Instruments = message.Instruments.Count == 0 ? null : [.. message.Instruments],
            Deduplicate = message.Deduplicate,
            ObvChange = message.ObvChange,
            Adjusted = message.Adjusted,
            Annualization = message.HasAnnualization ? message.Annualization : defaults.Annualization,
        };
    }

    private static StatisticsSpec ReadStatistics(V1Statistics message) => new()
    {
        RangeVolatilityWindow = message.HasRangeVolatilityWindow ? message.RangeVolatilityWindow : null,
        HurstWindow = message.HasHurstWindow ? message.HurstWindow : null,
        SampleEntropyWindow = message.HasSampleEntropyWindow ? message.SampleEntropyWindow : null,
        PermutationEntropyWindow = message.HasPermutationEntropyWindow ? message.PermutationEntropyWindow : null,
        FractionalOrder = message.HasFractionalOrder ? message.FractionalOrder : null,
        Annualization = message.HasAnnualization ? message.Annualization : null,
        Betas = [.. message.Betas.Select(beta => new BetaSpec(beta.Column, beta.Benchmark, beta.Window))],
        Covariances = [.. message.Covariances.Select(pair => new PairWindowSpec(pair.First, pair.Second, pair.Window))],
        Cointegrations = [.. message.Cointegrations.Select(pair => new PairWindowSpec(pair.First, pair.Second, pair.Window))],
    };

    private static WindowsSpec ReadWindows(V1Windows message) => new()
    {
        ReturnWindows = [.. message.ReturnWindows],
        LogReturnWindows = [.. message.LogReturnWindows],
        SmaWindows = [.. message.SmaWindows],
        EmaWindows = [.. message.EmaWindows],
        RsiWindows = [.. message.RsiWindows],
        ZScoreWindows = [.. message.ZScoreWindows],
        VolatilityWindows = [.. message.VolatilityWindows],
        AtrWindows = [.. message.AtrWindows],
        StochasticWindows = [.. message.StochasticWindows],
        DonchianWindows = [.. message.DonchianWindows],
        VolumeRatioWindows = [.. message.VolumeRatioWindows],
        PriceVolumeWindows = [.. message.PriceVolumeWindows],
    };

    private static CurveSpec ReadCurve(V1Curve message)
    {
        CurveSpec defaults = new();
        return new CurveSpec
        {
            Roots = message.Roots.Count == 0 ? null : [.. message.Roots],
            Positions = message.HasPositions ? message.Positions : defaults.Positions,
            ScoreWindow = message.HasScoreWindow ? message.ScoreWindow : defaults.ScoreWindow,
            MinimumObservations = message.HasMinObservations ? message.MinObservations : defaults.MinimumObservations,
            PercentileWindow = message.HasPercentileWindow ? message.PercentileWindow : defaults.PercentileWindow,
            Cracks = !message.WithoutCracks,
        };
    }

    private static OnChainSpec ReadOnChain(V1OnChain message)
    {
        OnChainSpec defaults = new();
        return new OnChainSpec
        {
            ScoreWindow = message.HasScoreWindow ? message.ScoreWindow : defaults.ScoreWindow,
            RibbonShort = message.HasRibbonShort ? message.RibbonShort : defaults.RibbonShort,
            RibbonLong = message.HasRibbonLong ? message.RibbonLong : defaults.RibbonLong,
            FundingColumns = message.FundingColumns.Count == 0 ? null : [.. message.FundingColumns],
            FundingWindow = message.HasFundingWindow ? message.FundingWindow : defaults.FundingWindow,
            FundingPeriodsPerYear = message.HasFundingPeriodsPerYear ? message.FundingPeriodsPerYear : defaults.FundingPeriodsPerYear,
        };
    }

    // A value of a newer client becomes one that validation refuses.
    private static CorrelationMethod Read(V1Method method) => method switch
    {
        V1Method.Unspecified or V1Method.Pearson => CorrelationMethod.Pearson,
        V1Method.Spearman => CorrelationMethod.Spearman,
        V1Method.Kendall => CorrelationMethod.Kendall,
        _ => (CorrelationMethod)(-1),
    };

    private static RsiSmoothing Read(V1.RsiSmoothing smoothing) => smoothing switch
    {
        V1.RsiSmoothing.Unspecified or V1.RsiSmoothing.Wilder => RsiSmoothing.Wilder,
        V1.RsiSmoothing.Sma => RsiSmoothing.Sma,
        V1.RsiSmoothing.Ewm => RsiSmoothing.Ewm,
        _ => (RsiSmoothing)(-1),
    };

    private static AtrSmoothing Read(V1.AtrSmoothing smoothing) => smoothing switch
    {
        V1.AtrSmoothing.Unspecified or V1.AtrSmoothing.Wilder => AtrSmoothing.Wilder,
        V1.AtrSmoothing.Ema => AtrSmoothing.Ema,
        _ => (AtrSmoothing)(-1),
    };

    private static VwapPrice Read(V1.VwapPrice price) => price switch
    {
        V1.VwapPrice.Unspecified or V1.VwapPrice.Typical => VwapPrice.Typical,
        V1.VwapPrice.Close => VwapPrice.Close,
        _ => (VwapPrice)(-1),
    };

    private static bool HasCryptoAndCredit(Frame frame) =>
        frame.Columns.Any(column => column.AssetClass.IsCrypto() && column.Field == "close")
        && frame.Columns.Any(column => column.AssetClass.IsCredit() && column.Kind is FieldKind.Spread or FieldKind.Yield);

    private static TechnicalSpec ReadTechnical(V1Technical? message)
    {
        if (message is null)
        {
            return new TechnicalSpec();
        }

        TechnicalSpec defaults = new();
        return message.Disabled ? TechnicalSpec.None : new TechnicalSpec
        {
            RsiWindow = message.HasRsiWindow ? message.RsiWindow : defaults.RsiWindow,
            RsiSmoothing = Read(message.RsiSmoothing),
            AtrSmoothing = Read(message.AtrSmoothing),
            VwapPrice = Read(message.VwapPrice),
            Macd = new MacdSpec(
                message.HasMacdFast ? message.MacdFast : defaults.Macd!.Fast,
                message.HasMacdSlow ? message.MacdSlow : defaults.Macd!.Slow,
                message.HasMacdSignal ? message.MacdSignal : defaults.Macd!.Signal),
            Bollinger = new BollingerSpec(
                message.HasBollingerWindow ? message.BollingerWindow : defaults.Bollinger!.Window,
                message.HasBollingerWidth ? message.BollingerWidth : defaults.Bollinger!.Width,
                message.HasBollingerDdof ? message.BollingerDdof : defaults.Bollinger!.DegreesOfFreedomLost)
            {
                BandWidth = message.BollingerBandWidth,
            },
            Stochastic = new StochasticSpec(
                message.HasStochasticWindow ? message.StochasticWindow : defaults.Stochastic!.Window,
                message.HasStochasticSmoothing ? message.StochasticSmoothing : defaults.Stochastic!.Smoothing),
            AtrWindow = message.HasAtrWindow ? message.AtrWindow : defaults.AtrWindow,
            RocWindow = message.HasRocWindow ? message.RocWindow : defaults.RocWindow,
            Cci = new CciSpec(
                message.HasCciWindow ? message.CciWindow : defaults.Cci!.Window, message.HasCciConstant ? message.CciConstant : defaults.Cci!.Constant),
            VwapWindow = message.HasVwapWindow ? message.VwapWindow : defaults.VwapWindow,
            VolatilityWindow = message.HasVolatilityWindow ? message.VolatilityWindow : defaults.VolatilityWindow,
            WilliamsRWindow = message.HasWilliamsWindow ? message.WilliamsWindow : defaults.WilliamsRWindow,
        };
    }

    private static MomentumSpec ReadMomentum(V1Momentum? message)
    {
        MomentumSpec defaults = new();
        return message is null ? defaults : new MomentumSpec
        {
            Columns = message.Disabled ? [] : message.Columns.Count == 0 ? null : [.. message.Columns],
            ShortWindows = message.Windows.Count == 0 ? defaults.ShortWindows : [.. message.Windows],
            BaselineWindow = message.HasBaseline ? message.Baseline : defaults.BaselineWindow,
        };
    }

    private static CrossAssetSpec ReadCrossAsset(V1CrossAsset message)
    {
        CrossAssetSpec defaults = new();
        return defaults with
        {
            CorrelationWindows = message.CorrelationWindows.Count == 0 ? defaults.CorrelationWindows : [.. message.CorrelationWindows],
            PrimaryCredit = message.PrimaryCredit.Length == 0 ? null : message.PrimaryCredit,
            DivergenceRisk = message.DivergenceRisk,
            RegimeLookback = message.HasRegimeLookback ? message.RegimeLookback : defaults.RegimeLookback,
            RegimeScale = message.RegimeByVolatility ? RegimeScale.Volatility : RegimeScale.Fixed,
            FlightToQualityVolume = message.FlightToQualityVolume,
            ScaledDifferenceColumns = [.. message.ScaledDifferenceColumns],
        };
    }
}
