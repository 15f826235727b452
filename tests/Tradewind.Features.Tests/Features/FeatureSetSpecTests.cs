using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Features;

/// <summary>Validation with field paths, and the hash that names a feature set.</summary>
public sealed class FeatureSetSpecTests
{
    [Fact]
    public void Every_wrong_parameter_is_listed_with_its_path()
    {
        FeatureSetSpec spec = new()
        {
            Technical = new TechnicalSpec
            {
                RsiWindow = 0, Macd = new MacdSpec(26, 12, 9), Bollinger = new BollingerSpec(1, -2, 3), Cci = new CciSpec(20, double.NaN),
                VolatilityWindow = 1, AtrSmoothing = (AtrSmoothing)9,
            },
            Momentum = new MomentumSpec { ShortWindows = [5, -1, 5], BaselineWindow = 0 },
            CrossAsset = new CrossAssetSpec { CorrelationThreshold = 1, ScoreWindow = 1, RegimeLookback = 1, RegimeScale = RegimeScale.Volatility },
            Pairs = [new CorrelationPairSpec("a", "a", 1)],
            Statistics = new StatisticsSpec { HurstWindow = 15, FractionalOrder = 0, Betas = [new BetaSpec("a", "a", 1)] },
            Annualization = 0,
            Windows = new WindowsSpec { SmaWindows = [5, 0], ZScoreWindows = [1], RsiWindows = [7, 7] },
        };
        InvalidInputException error = Assert.Throws<InvalidInputException>(spec.Validate);
        Assert.Equal(
            [
                "technical.rsi_window", "technical.macd.fast", "technical.bollinger.window", "technical.bollinger.width", "technical.bollinger.ddof",
                "technical.atr_smoothing", "technical.cci.constant", "technical.volatility_window",
                "momentum.short_windows[1]", "momentum.short_windows[2]", "momentum.baseline_window",
                "cross_asset.correlation_threshold", "cross_asset.score_window", "cross_asset.regime_lookback",
                "statistics.hurst_window", "statistics.fractional_order", "statistics.betas[0].window", "statistics.betas[0].benchmark",
                "windows.sma_windows[1]", "windows.rsi_windows[1]", "windows.z_score_windows[0]",
                "pairs[0].window", "pairs[0].second", "annualization",
            ],
            error.Violations.Select(violation => violation.Field));
        Assert.Equal("FEATURE_SET_INVALID", error.Reason);
    }

    [Fact]
    public void Every_missing_column_is_listed_with_the_nearest_name()
    {
        FeatureSetSpec spec = new()
        {
            Momentum = new MomentumSpec { Columns = ["BTC_USDT_close", "BTC_USDT_clsoe", "nothing_like_it_at_all"] },
            TargetChanges = [new TargetChangeSpec("missing", [1])],
            CrossAsset = new CrossAssetSpec { PrimaryCredit = "none", ScaledDifferenceColumns = ["none"] },
            Pairs = [new CorrelationPairSpec("x", "BTC_USDT_close", 20)],
        };
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => FeaturePipeline.Compute(SampleFrames.Mixed(5), spec));
        Assert.Equal(
            ["momentum.columns[1]", "momentum.columns[2]", "target_changes[0].column", "pairs[0].first",
                "cross_asset.primary_credit", "cross_asset.scaled_difference_columns[0]"],
            error.Violations.Select(violation => violation.Field));
        Assert.Contains("did you mean 'BTC_USDT_close'", error.Violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_sets_hash_alike_and_any_change_shows()
    {
        FeatureSetSpec[] different =
        [
            new(),
            new() { Technical = TechnicalSpec.None },
            new() { Technical = new TechnicalSpec { RsiWindow = 15 } },
            new() { Technical = new TechnicalSpec { RsiSmoothing = RsiSmoothing.Ewm } },
            new() { Momentum = new MomentumSpec { Columns = [] } },
            new() { Momentum = new MomentumSpec { Columns = ["a b"] } },
            new() { Momentum = new MomentumSpec { Columns = ["a", "b"] } },
            new() { CrossAsset = new CrossAssetSpec() },
            new() { CrossAsset = new CrossAssetSpec { DivergenceThreshold = 2.5 } },
            new() { CrossAsset = new CrossAssetSpec { PrimaryCredit = "s" } },
            new() { SectorCorrelationWindows = [20] },
            new() { Pairs = [new CorrelationPairSpec("a", "b", 20)] },
            new() { Pairs = [new CorrelationPairSpec("a", "b", 20, CorrelationMethod.Spearman)] },
            new() { CorrelationInput = CorrelationInput.Levels },
            new() { Annualization = 252 },
            new() { TargetChanges = [new TargetChangeSpec("a", [1])] },
            new() { MachineLearning = new MachineLearningSpec() },
            new() { MachineLearning = new MachineLearningSpec { Instruments = ["a"] } },
            new() { MachineLearning = new MachineLearningSpec { Deduplicate = true } },
            new() { MachineLearning = new MachineLearningSpec { ObvChange = true } },
            new() { MachineLearning = new MachineLearningSpec { Adjusted = true } },
            new() { MachineLearning = new MachineLearningSpec { Annualization = 365 } },
            new() { Statistics = new StatisticsSpec() },
            new() { Windows = new WindowsSpec() },
            new() { Calendar = new CalendarSpec() },
            new() { Calendar = new CalendarSpec { Expiries = false } },
            new() { Windows = new WindowsSpec { SmaWindows = [5, 10] } },
            new() { Windows = new WindowsSpec { EmaWindows = [5, 10] } },
            new() { Technical = new TechnicalSpec { Bollinger = new BollingerSpec { BandWidth = true } } },
            new() { Statistics = new StatisticsSpec { HurstWindow = 100 } },
            new() { Statistics = new StatisticsSpec { Betas = [new BetaSpec("a", "b", 20)] } },
        ];
        Assert.Equal(different.Length, different.Select(spec => spec.ComputeHash()).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(
            new FeatureSetSpec { CrossAsset = new CrossAssetSpec { ScaledDifferenceColumns = ["a", "b"] } }.ComputeHash(),
            new FeatureSetSpec { CrossAsset = new CrossAssetSpec { ScaledDifferenceColumns = ["b", "a"] } }.ComputeHash());
        Assert.Equal(new FeatureSetSpec().ComputeHash(), FeaturePipeline.Compute(SampleFrames.Mixed(5), new FeatureSetSpec()).FeatureSetHash);
    }

    [Fact]
    public void The_catalogue_names_only_parameters_that_exist()
    {
        string[] paths = [.. FullFeatureSet.Spec.Parameters().Select(parameter => parameter.Key)];
        Assert.Equal(FeatureCatalogue.All.Length, FeatureCatalogue.All.Select(definition => definition.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.All(
            FeatureCatalogue.All.SelectMany(definition => definition.Parameters),
            parameter => Assert.Contains(paths, path => path == parameter.Path || path.StartsWith($"{parameter.Path}[", StringComparison.Ordinal)));
        Assert.Equal("rsi", FeatureCatalogue.Get("rsi").Id);
        Assert.Contains("Did you mean 'rsi'", Assert.Throws<NotFoundException>(() => FeatureCatalogue.Get("rso")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_catalogue_states_the_first_valid_rows_of_the_default_set()
    {
        FeatureStream stream = new(SampleFrames.Mixed(0), new FeatureSetSpec { CrossAsset = new CrossAssetSpec { FlightToQualityVolume = true, DivergenceRisk = true } });
        Dictionary<string, int> actual = stream.Features.Zip(stream.FirstValidRows).ToDictionary(pair => pair.First, pair => pair.Second);
        int compared = 0;
        foreach (FeatureDefinition definition in FeatureCatalogue.All.Where(definition => !definition.DefaultFirstValid.IsEmpty && definition.Group is not ("machine_learning" or "curve" or "on_chain" or "calendar")))
        {
            foreach ((string pattern, int firstValid) in definition.NamePatterns.Zip(definition.DefaultFirstValid))
            {
                string[] candidates = [.. new[] { 14, 10, 24, 20 }.Select(window => Name(pattern, window)).Where(actual.ContainsKey)];
                Assert.True(candidates.Length > 0, pattern);
                Assert.Equal(firstValid, actual[candidates[0]]);
                compared++;
            }
        }

        Assert.True(compared > 30, $"{compared} patterns");

        static string Name(string pattern, int window) => pattern
            .Replace("{p}", "BTC_USDT", StringComparison.Ordinal)
            .Replace("{x}", "BTC_USDT_close", StringComparison.Ordinal)
            .Replace("{a}", "BTC_USDT_close", StringComparison.Ordinal)
            .Replace("{s}day", "5day", StringComparison.Ordinal)
            .Replace("{s}", "LF98TRUU_Index_OAS", StringComparison.Ordinal)
            .Replace("{w}", "20", StringComparison.Ordinal)
            .Replace("{n}", window.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
