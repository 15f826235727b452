using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using V1CrossAsset = Tradewind.V1.CrossAssetFeatures;
using V1FeatureSet = Tradewind.V1.FeatureSetSpec;
using V1Momentum = Tradewind.V1.MomentumFeatures;
using V1Technical = Tradewind.V1.TechnicalFeatures;

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
        };
        spec.Validate();
        return spec;
    }

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
            Macd = new MacdSpec(
                message.HasMacdFast ? message.MacdFast : defaults.Macd!.Fast,
                message.HasMacdSlow ? message.MacdSlow : defaults.Macd!.Slow,
                message.HasMacdSignal ? message.MacdSignal : defaults.Macd!.Signal),
            Bollinger = new BollingerSpec(
                message.HasBollingerWindow ? message.BollingerWindow : defaults.Bollinger!.Window,
                message.HasBollingerWidth ? message.BollingerWidth : defaults.Bollinger!.Width),
            Stochastic = new StochasticSpec(message.HasStochasticWindow ? message.StochasticWindow : defaults.Stochastic!.Window),
            AtrWindow = message.HasAtrWindow ? message.AtrWindow : defaults.AtrWindow,
            RocWindow = message.HasRocWindow ? message.RocWindow : defaults.RocWindow,
            Cci = new CciSpec(message.HasCciWindow ? message.CciWindow : defaults.Cci!.Window),
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
        };
    }
}
