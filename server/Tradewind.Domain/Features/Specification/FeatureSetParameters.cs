using System.Collections.Immutable;
using System.Globalization;

namespace Tradewind.Domain.Features;

/// <summary>Flattens a feature set into field paths and texts. Path names are those of the API fields.</summary>
internal static class FeatureSetParameters
{
    public static ImmutableArray<KeyValuePair<string, string>> Of(FeatureSetSpec spec)
    {
        List list = new();
        list.Add("formula_version", FeatureSetSpec.FormulaVersion);
        AddTechnical(list, spec.Technical);
        list.Add("momentum.columns", spec.Momentum.Columns is { } columns ? Join(columns) : "auto");
        list.Add("momentum.short_windows", Join(spec.Momentum.ShortWindows));
        list.Add("momentum.baseline_window", spec.Momentum.BaselineWindow);
        for (int i = 0; i < spec.TargetChanges.Length; i++)
        {
            list.Add($"target_changes[{i}]", $"{Quote(spec.TargetChanges[i].Column)} {Join(spec.TargetChanges[i].Horizons)}");
        }

        if (spec.CrossAsset is { } cross)
        {
            AddCrossAsset(list, cross);
        }

        list.Add("sector_correlation_windows", Join(spec.SectorCorrelationWindows));
        for (int i = 0; i < spec.Pairs.Length; i++)
        {
            CorrelationPairSpec pair = spec.Pairs[i];
            list.Add($"pairs[{i}]", $"{Quote(pair.First)} {Quote(pair.Second)} {pair.Window} {pair.Method}");
        }

        if (spec.MachineLearning is { } learning)
        {
            AddMachineLearning(list, learning);
        }

        if (spec.Statistics is { } statistics)
        {
            AddStatistics(list, statistics);
        }

        foreach ((string field, ImmutableArray<int> windows, _) in spec.Windows?.Lists() ?? [])
        {
            list.Add($"windows.{field}", Join(windows));
        }

        if (spec.Curve is { } curve)
        {
            AddCurve(list, curve);
        }

        if (spec.OnChain is { } onChain)
        {
            AddOnChain(list, onChain);
        }

        if (spec.Calendar is { } calendar)
        {
            list.Add("calendar.expiries", calendar.Expiries);
        }

        list.Add("correlation_input", spec.CorrelationInput);
        list.Add("annualization", spec.Annualization);
        list.Add("annualize_spread_volatility", spec.AnnualizeSpreadVolatility);
        return list.Finish();
    }

    private static void AddTechnical(List list, TechnicalSpec spec)
    {
        list.Add("technical.rsi_window", spec.RsiWindow);
        list.Add("technical.rsi_smoothing", spec.RsiSmoothing);
        list.Add("technical.macd", spec.Macd is { } macd ? $"{macd.Fast} {macd.Slow} {macd.Signal}" : null);
        list.Add("technical.bollinger", spec.Bollinger is { } bands ? $"{bands.Window} {Text(bands.Width)} {bands.DegreesOfFreedomLost}{(bands.BandWidth ? " width" : "")}" : null);
        list.Add("technical.stochastic", spec.Stochastic is { } stochastic ? $"{stochastic.Window} {stochastic.Smoothing}" : null);
        list.Add("technical.stochastic_rsi", spec.StochasticRsi is { } rsi ? $"{rsi.RsiWindow} {rsi.StochasticWindow} {rsi.KWindow} {rsi.DWindow}" : null);
        list.Add("technical.williams_r_window", spec.WilliamsRWindow);
        list.Add("technical.vwap_window", spec.VwapWindow);
        list.Add("technical.vwap_price", spec.VwapPrice);
        list.Add("technical.atr_window", spec.AtrWindow);
        list.Add("technical.atr_smoothing", spec.AtrSmoothing);
        list.Add("technical.roc_window", spec.RocWindow);
        list.Add("technical.obv", spec.Obv);
        list.Add("technical.cci", spec.Cci is { } cci ? $"{cci.Window} {Text(cci.Constant)}" : null);
        list.Add("technical.volatility_window", spec.VolatilityWindow);
    }

    private static void AddCrossAsset(List list, CrossAssetSpec spec)
    {
        list.Add("cross_asset.correlation_windows", Join(spec.CorrelationWindows));
        list.Add("cross_asset.correlation_threshold", spec.CorrelationThreshold);
        list.Add("cross_asset.momentum_window", spec.MomentumWindow);
        list.Add("cross_asset.score_window", spec.ScoreWindow);
        list.Add("cross_asset.momentum", spec.Momentum);
        list.Add("cross_asset.divergence", spec.Divergence);
        list.Add("cross_asset.divergence_threshold", spec.DivergenceThreshold);
        list.Add("cross_asset.divergence_risk", spec.DivergenceRisk);
        list.Add("cross_asset.vol_ratio_window", spec.VolRatioWindow);
        list.Add("cross_asset.regime_lookback", spec.RegimeLookback);
        list.Add("cross_asset.regime_scale", spec.RegimeScale);
        list.Add("cross_asset.flight_to_quality", spec.FlightToQuality);
        list.Add("cross_asset.flight_to_quality_threshold", spec.FlightToQualityThreshold);
        list.Add("cross_asset.flight_to_quality_volume", spec.FlightToQualityVolume);
        list.Add("cross_asset.primary_credit", spec.PrimaryCredit is { } primary ? Quote(primary) : null);
        // A set, not a sequence: the order of these names decides nothing.
        list.Add("cross_asset.scaled_difference_columns", Join(spec.ScaledDifferenceColumns.Order(StringComparer.Ordinal)));
    }

    private static void AddMachineLearning(List list, MachineLearningSpec spec)
    {
        list.Add("machine_learning.instruments", spec.Instruments is { } instruments ? Join(instruments) : "auto");
        list.Add("machine_learning.deduplicate", spec.Deduplicate);
        list.Add("machine_learning.obv_change", spec.ObvChange);
        list.Add("machine_learning.annualization", spec.Annualization);
        list.Add("machine_learning.adjusted", spec.Adjusted);
    }

    private static void AddCurve(List list, CurveSpec spec)
    {
        list.Add("curve.roots", spec.Roots is { } roots ? Join(roots) : "auto");
        list.Add("curve.positions", spec.Positions);
        list.Add("curve.score_window", spec.ScoreWindow);
        list.Add("curve.minimum_observations", spec.MinimumObservations);
        list.Add("curve.percentile_window", spec.PercentileWindow);
        list.Add("curve.cracks", spec.Cracks);
    }

    private static void AddOnChain(List list, OnChainSpec spec)
    {
        list.Add("on_chain.score_window", spec.ScoreWindow);
        list.Add("on_chain.ribbon_short", spec.RibbonShort);
        list.Add("on_chain.ribbon_long", spec.RibbonLong);
        list.Add("on_chain.funding_columns", spec.FundingColumns is { } columns ? Join(columns) : "auto");
        list.Add("on_chain.funding_window", spec.FundingWindow);
        list.Add("on_chain.funding_periods_per_year", spec.FundingPeriodsPerYear);
    }

    private static void AddStatistics(List list, StatisticsSpec spec)
    {
        list.Add("statistics.range_volatility_window", spec.RangeVolatilityWindow);
        list.Add("statistics.hurst_window", spec.HurstWindow);
        list.Add("statistics.sample_entropy_window", spec.SampleEntropyWindow);
        list.Add("statistics.permutation_entropy_window", spec.PermutationEntropyWindow);
        list.Add("statistics.fractional_order", spec.FractionalOrder);
        list.Add("statistics.annualization", spec.Annualization);
        for (int i = 0; i < spec.Betas.Length; i++)
        {
            list.Add($"statistics.betas[{i}]", $"{Quote(spec.Betas[i].Column)} {Quote(spec.Betas[i].Benchmark)} {spec.Betas[i].Window}");
        }

        AddPairs(list, "statistics.covariances", spec.Covariances);
        AddPairs(list, "statistics.cointegrations", spec.Cointegrations);
    }

    private static void AddPairs(List list, string path, ImmutableArray<PairWindowSpec> pairs)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            list.Add($"{path}[{i}]", $"{Quote(pairs[i].First)} {Quote(pairs[i].Second)} {pairs[i].Window}");
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Join(IEnumerable<int> values) => string.Join(' ', values);

    private static string Join(IEnumerable<string> names) => string.Join(' ', names.Select(Quote));

    private sealed class List
    {
        private readonly ImmutableArray<KeyValuePair<string, string>>.Builder _items = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();

        public void Add(string path, string? value) => _items.Add(new KeyValuePair<string, string>(path, value ?? "off"));

        public void Add<T>(string path, T value)
            where T : IFormattable => Add(path, value.ToString(null, CultureInfo.InvariantCulture));

        public void Add<T>(string path, T? value)
            where T : struct, IFormattable => Add(path, value?.ToString(null, CultureInfo.InvariantCulture));

        public void Add(string path, bool value) => Add(path, value ? "on" : "off");

        public ImmutableArray<KeyValuePair<string, string>> Finish() => _items.ToImmutable();
    }
}
