using System.Text.RegularExpressions;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>What a model says of the features it was trained on, and how a computation is bounded.</summary>
public sealed partial class FeatureImportanceTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private static readonly PortfolioSpec s_portfolio = new() { Members = { MarketData.Member(MarketData.SimulatedCoin), MarketData.Member(MarketData.SimulatedSpread) } };

    private readonly TestServer _server = loaded.Server;

    [Fact]
    public async Task Every_importance_has_the_category_of_the_catalogue()
    {
        FeatureSetSpec set = new()
        {
            CrossAsset = new CrossAssetFeatures(),
            MachineLearning = new MachineLearningFeatures { Instruments = { MarketData.SimulatedCoin } },
            Windows = new WindowFeatures { ZScoreWindows = { 33 }, PriceVolumeWindows = { 13 } },
            Statistics = new StatisticsFeatures { RangeVolatilityWindow = 10, PermutationEntropyWindow = 12 },
            Calendar = new CalendarFeatures(),
        };
        Model model = await TrainAsync(new TrainModelRequest { FeatureSet = set });
        List<FeatureDescription> catalogue = await _server.Client.EnumerateFeaturesAsync().ToListAsync();
        FeatureImportance[] importances = [.. model.Horizons[0].Importances];
        Assert.Subset(model.Features.ToHashSet(), importances.Select(importance => importance.Feature).ToHashSet());
        Assert.All(importances, importance =>
        {
            string[] described =
            [
                .. catalogue.Where(entry => entry.Columns.Any(pattern => Fits(pattern, importance.Feature))).Select(entry => entry.Category), "raw",
            ];
            Assert.True(described.Contains(importance.Category), $"{importance.Feature}: {importance.Category} against {string.Join(", ", described)}");
        });
        // Not everything passes for one thing: every family that was asked for is there, as far as it was not pruned as a copy of another.
        string[] families = ["raw", "technical", "momentum", "cross_asset", "windows", "statistics", "calendar", "Moving Averages", "Volatility", "Volume"];
        Assert.Empty(families.Except(importances.Select(importance => importance.Category)));
        (FeatureReport report, ColumnTable _) = await _server.Client.ComputeFeaturesAsync(
            new ComputeFeaturesRequest { Portfolio = s_portfolio, FeatureSet = set, ReportOnly = true });
        Dictionary<string, string> summarised = report.Summaries.ToDictionary(summary => summary.Column, summary => summary.Category);
        Assert.All(importances.Where(importance => importance.Category != "raw"), importance => Assert.Equal(summarised[importance.Feature], importance.Category));
        Assert.All(importances.Where(importance => importance.Category == "raw"), importance => Assert.DoesNotContain(importance.Feature, summarised.Keys));
    }

    [Fact]
    public async Task Training_on_a_named_set_is_training_on_its_content()
    {
        Model named = await TrainAsync(new TrainModelRequest { FeatureSetName = "technical_fast" });
        FeatureSetSpec content = (await _server.Features.GetFeatureSetAsync(new GetFeatureSetRequest { Name = "technical_fast" })).FeatureSet.Features;
        Model valued = await TrainAsync(new TrainModelRequest { FeatureSet = content });
        Assert.Equal((named.Lineage.FeatureSetHash, named.Lineage.Id), (valued.Lineage.FeatureSetHash, valued.Lineage.Id));
        Assert.Equal(named.Horizons, valued.Horizons);
        Assert.Contains("SIM_BTC_USD_rsi_7", named.Features);
    }

    [Fact]
    public async Task The_number_of_threads_changes_no_value_and_is_bounded()
    {
        ComputeFeaturesRequest request = new() { Portfolio = s_portfolio };
        (FeatureReport free, ColumnTable all) = await _server.Client.ComputeFeaturesAsync(request);
        (FeatureReport one, ColumnTable single) = await _server.Client.ComputeFeaturesAsync(new ComputeFeaturesRequest(request) { MaxThreads = 1 });
        Assert.Equal(free, one);
        Assert.All(all.Names, name => Assert.Equal(all[name], single[name]));
        foreach (int wrong in new[] { -1, Environment.ProcessorCount + 1 })
        {
            await Refused.AsInvalidAsync(
                "MAX_THREADS_INVALID", "max_threads", () => _server.Client.ComputeFeaturesAsync(new ComputeFeaturesRequest(request) { MaxThreads = wrong }));
        }
    }

    private async Task<Model> TrainAsync(TrainModelRequest request)
    {
        request.RequestId = Guid.NewGuid().ToString("N");
        request.Portfolio = s_portfolio;
        request.Training = new TrainingSpec { TargetColumn = "SIM_BTC_USD_close", Horizons = { 5 }, Folds = 2, ModelType = "Ridge" };
        string id = await _server.ResultOfAsync((await _server.Training.TrainModelAsync(request)).Operation);
        return (await _server.Training.GetModelAsync(new GetModelRequest { ModelId = id })).Model;
    }

    private static bool Fits(string pattern, string column) =>
        Regex.IsMatch(column, $"^(.+_ml_)?{Placeholder().Replace(Regex.Escape(pattern).Replace("\\{", "{", StringComparison.Ordinal), ".+")}$");

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Placeholder();
}
