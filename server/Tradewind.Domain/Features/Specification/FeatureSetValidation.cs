using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Features;

/// <summary>Checks a feature set, alone and against the columns of a frame. Finds everything that is wrong, not the first thing.</summary>
internal sealed class FeatureSetValidation
{
    /// <summary>Longest window in rows; keeps one request from asking for ring buffers without bound.</summary>
    private const int LongestWindow = 100_000;

    private readonly ImmutableArray<FieldViolation>.Builder _violations = ImmutableArray.CreateBuilder<FieldViolation>();

    public static ImmutableArray<FieldViolation> Check(FeatureSetSpec spec)
    {
        FeatureSetValidation check = new();
        check.Technical(spec.Technical);
        check.Windows("momentum.short_windows", spec.Momentum.ShortWindows);
        check.Window("momentum.baseline_window", spec.Momentum.BaselineWindow);
        for (int i = 0; i < spec.TargetChanges.Length; i++)
        {
            check.Windows($"target_changes[{i}].horizons", spec.TargetChanges[i].Horizons);
        }

        if (spec.CrossAsset is { } cross)
        {
            check.CrossAsset(cross);
        }

        check.Positive("machine_learning.annualization", spec.MachineLearning?.Annualization ?? 1);
        if (spec.Statistics is { } statistics)
        {
            check.Statistics(statistics);
        }

        foreach ((string field, ImmutableArray<int> windows, int least) in spec.Windows?.Lists() ?? [])
        {
            check.Windows($"windows.{field}", windows, least);
        }

        if (spec.Curve is { } curve)
        {
            check.Curve(curve);
        }

        if (spec.OnChain is { } onChain)
        {
            check.OnChain(onChain);
        }

        check.Windows("sector_correlation_windows", spec.SectorCorrelationWindows, least: 2);
        check.Pairs(spec.Pairs);
        check.Defined("correlation_input", spec.CorrelationInput);
        check.Positive("annualization", spec.Annualization ?? 1);
        return check._violations.ToImmutable();
    }

    /// <summary>Names that the frame does not have; every missing one is listed.</summary>
    public static ImmutableArray<FieldViolation> CheckColumns(FeatureSetSpec spec, Frame frame)
    {
        FeatureSetValidation check = new();
        ImmutableArray<string> momentum = spec.Momentum.Columns ?? [];
        for (int i = 0; i < momentum.Length; i++)
        {
            check.Column($"momentum.columns[{i}]", momentum[i], frame);
        }

        for (int i = 0; i < spec.TargetChanges.Length; i++)
        {
            check.Column($"target_changes[{i}].column", spec.TargetChanges[i].Column, frame);
        }

        for (int i = 0; i < spec.Pairs.Length; i++)
        {
            check.Column($"pairs[{i}].first", spec.Pairs[i].First, frame);
            check.Column($"pairs[{i}].second", spec.Pairs[i].Second, frame);
        }

        if (spec.CrossAsset is { } cross)
        {
            if (cross.PrimaryCredit is { } primary)
            {
                check.Column("cross_asset.primary_credit", primary, frame);
            }

            for (int i = 0; i < cross.ScaledDifferenceColumns.Length; i++)
            {
                check.Column($"cross_asset.scaled_difference_columns[{i}]", cross.ScaledDifferenceColumns[i], frame);
            }
        }

        if (spec.MachineLearning is { } learning)
        {
            check._violations.AddRange(MachineLearningFeatures.CheckInstruments(learning, RawColumns.Of(frame)));
        }

        ImmutableArray<string> funding = spec.OnChain?.FundingColumns ?? [];
        for (int i = 0; i < funding.Length; i++)
        {
            check.Column($"on_chain.funding_columns[{i}]", funding[i], frame);
        }

        ImmutableArray<BetaSpec> betas = spec.Statistics?.Betas ?? [];
        for (int i = 0; i < betas.Length; i++)
        {
            check.Column($"statistics.betas[{i}].column", betas[i].Column, frame);
            check.Column($"statistics.betas[{i}].benchmark", betas[i].Benchmark, frame);
        }

        check.PairColumns("statistics.covariances", spec.Statistics?.Covariances ?? [], frame);
        check.PairColumns("statistics.cointegrations", spec.Statistics?.Cointegrations ?? [], frame);

        return check._violations.ToImmutable();
    }

    /// <summary>Throws where there are violations.</summary>
    public static void Require(ImmutableArray<FieldViolation> violations)
    {
        if (!violations.IsEmpty)
        {
            string all = string.Join("; ", violations.Select(violation => $"{violation.Field}: {violation.Description}"));
            throw new InvalidInputException("FEATURE_SET_INVALID", $"The feature set cannot be computed. {all}", violations);
        }
    }

    private void Technical(TechnicalSpec spec)
    {
        OptionalWindow("technical.rsi_window", spec.RsiWindow);
        Defined("technical.rsi_smoothing", spec.RsiSmoothing);
        if (spec.Macd is { } macd)
        {
            Window("technical.macd.fast", macd.Fast);
            Window("technical.macd.slow", macd.Slow);
            Window("technical.macd.signal", macd.Signal);
            if (macd.Fast >= macd.Slow)
            {
                Add("technical.macd.fast", $"must be below slow ({macd.Slow}), got {macd.Fast}.");
            }
        }

        if (spec.Bollinger is { } bands)
        {
            Window("technical.bollinger.window", bands.Window, least: 2);
            Positive("technical.bollinger.width", bands.Width);
            if (bands.DegreesOfFreedomLost is not (0 or 1))
            {
                Add("technical.bollinger.ddof", $"must be 0 or 1, got {bands.DegreesOfFreedomLost}.");
            }
        }

        if (spec.Stochastic is { } stochastic)
        {
            Window("technical.stochastic.window", stochastic.Window);
            Window("technical.stochastic.smoothing", stochastic.Smoothing);
        }

        if (spec.StochasticRsi is { } rsi)
        {
            Window("technical.stochastic_rsi.rsi_window", rsi.RsiWindow);
            Window("technical.stochastic_rsi.stochastic_window", rsi.StochasticWindow);
            Window("technical.stochastic_rsi.k_window", rsi.KWindow);
            Window("technical.stochastic_rsi.d_window", rsi.DWindow);
        }

        OptionalWindow("technical.williams_r_window", spec.WilliamsRWindow);
        OptionalWindow("technical.vwap_window", spec.VwapWindow);
        Defined("technical.vwap_price", spec.VwapPrice);
        OptionalWindow("technical.atr_window", spec.AtrWindow);
        Defined("technical.atr_smoothing", spec.AtrSmoothing);
        OptionalWindow("technical.roc_window", spec.RocWindow);
        if (spec.Cci is { } cci)
        {
            Window("technical.cci.window", cci.Window);
            Positive("technical.cci.constant", cci.Constant);
        }

        OptionalWindow("technical.volatility_window", spec.VolatilityWindow, least: 2);
    }

    private void CrossAsset(CrossAssetSpec spec)
    {
        Windows("cross_asset.correlation_windows", spec.CorrelationWindows, least: 2);
        Positive("cross_asset.correlation_threshold", spec.CorrelationThreshold);
        if (spec.CorrelationThreshold >= 1)
        {
            Add("cross_asset.correlation_threshold", $"must be below 1, got {spec.CorrelationThreshold}.");
        }

        Window("cross_asset.momentum_window", spec.MomentumWindow);
        Window("cross_asset.score_window", spec.ScoreWindow, least: 2);
        Positive("cross_asset.divergence_threshold", spec.DivergenceThreshold);
        OptionalWindow("cross_asset.vol_ratio_window", spec.VolRatioWindow, least: 2);
        // A deviation over one row does not exist.
        OptionalWindow("cross_asset.regime_lookback", spec.RegimeLookback, least: spec.RegimeScale == RegimeScale.Volatility ? 2 : 1);
        Defined("cross_asset.regime_scale", spec.RegimeScale);
        Positive("cross_asset.flight_to_quality_threshold", spec.FlightToQualityThreshold);
    }

    private void Statistics(StatisticsSpec spec)
    {
        OptionalWindow("statistics.range_volatility_window", spec.RangeVolatilityWindow, least: 2);
        OptionalWindow("statistics.hurst_window", spec.HurstWindow, HurstExponent.LeastWindow);
        OptionalWindow("statistics.sample_entropy_window", spec.SampleEntropyWindow, SampleEntropy.LeastWindow);
        OptionalWindow("statistics.permutation_entropy_window", spec.PermutationEntropyWindow, PermutationEntropy.Order);
        Positive("statistics.annualization", spec.Annualization ?? 1);
        if (spec.FractionalOrder is { } order && !(order is > 0 and <= FractionalDifference.LargestOrder))
        {
            Add("statistics.fractional_order", $"must be above 0 and at most {FractionalDifference.LargestOrder}, got {order}.");
        }

        HashSet<BetaSpec> seen = [];
        for (int i = 0; i < spec.Betas.Length; i++)
        {
            Window($"statistics.betas[{i}].window", spec.Betas[i].Window, least: 2);
            if (spec.Betas[i].Column == spec.Betas[i].Benchmark)
            {
                Add($"statistics.betas[{i}].benchmark", $"must be another column than '{spec.Betas[i].Column}'.");
            }

            if (!seen.Add(spec.Betas[i]))
            {
                Add($"statistics.betas[{i}]", "repeats an earlier one; give it once.");
            }
        }

        PairWindows("statistics.covariances", spec.Covariances, least: 2);
        PairWindows("statistics.cointegrations", spec.Cointegrations, RollingCointegration.LeastWindow);
    }

    private void PairWindows(string path, ImmutableArray<PairWindowSpec> pairs, int least)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            Window($"{path}[{i}].window", pairs[i].Window, least);
            if (pairs[i].First == pairs[i].Second)
            {
                Add($"{path}[{i}].second", $"must be another column than '{pairs[i].First}'.");
            }

            if (pairs.AsSpan(0, i).Contains(pairs[i]))
            {
                Add($"{path}[{i}]", "repeats an earlier one; give it once.");
            }
        }
    }

    private void PairColumns(string path, ImmutableArray<PairWindowSpec> pairs, Frame frame)
    {
        for (int i = 0; i < pairs.Length; i++)
        {
            Column($"{path}[{i}].first", pairs[i].First, frame);
            Column($"{path}[{i}].second", pairs[i].Second, frame);
        }
    }

    private void Curve(CurveSpec spec)
    {
        ImmutableArray<string> roots = spec.Roots ?? [];
        for (int i = 0; i < roots.Length; i++)
        {
            if (!CommodityContracts.All.Any(contract => contract.Root == roots[i]))
            {
                Add($"curve.roots[{i}]", $"'{roots[i]}' is no root; known are {string.Join(", ", CommodityContracts.All.Select(contract => contract.Root))}.");
            }
        }

        Window("curve.positions", spec.Positions, least: 2);
        Window("curve.score_window", spec.ScoreWindow, least: 2);
        Window("curve.minimum_observations", spec.MinimumObservations, least: 2);
        Window("curve.percentile_window", spec.PercentileWindow);
        if (spec.MinimumObservations > spec.ScoreWindow)
        {
            Add("curve.minimum_observations", $"must not be above score_window ({spec.ScoreWindow}), got {spec.MinimumObservations}.");
        }
    }

    private void OnChain(OnChainSpec spec)
    {
        Window("on_chain.score_window", spec.ScoreWindow, least: 2);
        Window("on_chain.ribbon_short", spec.RibbonShort);
        Window("on_chain.ribbon_long", spec.RibbonLong);
        Window("on_chain.funding_window", spec.FundingWindow, least: 2);
        Positive("on_chain.funding_periods_per_year", spec.FundingPeriodsPerYear);
        if (spec.RibbonShort >= spec.RibbonLong)
        {
            Add("on_chain.ribbon_short", $"must be below ribbon_long ({spec.RibbonLong}), got {spec.RibbonShort}.");
        }
    }

    private void Pairs(ImmutableArray<CorrelationPairSpec> pairs)
    {
        HashSet<(string, string, int)> seen = [];
        for (int i = 0; i < pairs.Length; i++)
        {
            Window($"pairs[{i}].window", pairs[i].Window, least: 2);
            Defined($"pairs[{i}].method", pairs[i].Method);
            if (pairs[i].First == pairs[i].Second)
            {
                Add($"pairs[{i}].second", $"must be another column than first ('{pairs[i].First}').");
            }

            if (!seen.Add((pairs[i].First, pairs[i].Second, pairs[i].Window)))
            {
                Add($"pairs[{i}]", "repeats an earlier pair and window; give it once.");
            }
        }
    }

    private void Windows(string field, ImmutableArray<int> windows, int least = 1)
    {
        for (int i = 0; i < windows.Length; i++)
        {
            Window($"{field}[{i}]", windows[i], least);
            if (windows.AsSpan(0, i).Contains(windows[i]))
            {
                Add($"{field}[{i}]", $"repeats {windows[i]}; give it once.");
            }
        }
    }

    private void OptionalWindow(string field, int? window, int least = 1) => Window(field, window ?? least, least);

    private void Window(string field, int window, int least = 1)
    {
        if (window < least || window > LongestWindow)
        {
            Add(field, $"must be {least} to {LongestWindow} rows, got {window}.");
        }
    }

    private void Positive(string field, double value)
    {
        if (!double.IsFinite(value) || value <= 0)
        {
            Add(field, $"must be a positive number, got {value}.");
        }
    }

    private void Defined<T>(string field, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Add(field, $"must be one of {string.Join(", ", Enum.GetNames<T>())}, got {value}.");
        }
    }

    private void Column(string field, string name, Frame frame)
    {
        if (frame.Find(name) is null)
        {
            string? near = NearestName.Find(name, frame.Columns.Select(column => column.Name));
            Add(field, $"the frame has no column '{name}'{(near is null ? "." : $"; did you mean '{near}'?")}");
        }
    }

    private void Add(string field, string description) =>
        _violations.Add(new FieldViolation(field, description));
}
