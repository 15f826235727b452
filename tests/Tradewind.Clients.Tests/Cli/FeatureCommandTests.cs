using Tradewind.Cli;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class FeatureCommandTests
{
    [Fact]
    public async Task Machine_learning_features_are_asked_for_with_their_options()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync(
            "features", "compute", "BTC/USD", "--machine-learning", "--ml-instrument", "BTC/USD", "--deduplicate", "--max-missing", "0.5",
            "--max-correlation", "0.95");
        Assert.Equal((ExitCode.Success, string.Empty), (run.ExitCode, run.Error));
        ComputeFeaturesRequest request = Assert.Single(server.Features.Requests);
        Assert.True(request.ReportOnly);
        Assert.Equal(new MachineLearningFeatures { Instruments = { "BTC/USD" }, Deduplicate = true }, request.FeatureSet.MachineLearning);
        Assert.Equal((0.5, 0.95), (request.MaxMissingShare, request.MaxCorrelation));
        Assert.Contains("Volume", run.Output, StringComparison.Ordinal);
        Assert.Contains("Left out: roc_5d, correlation 1.000 with price_lag_5", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_default_feature_set_stays_the_servers()
    {
        await using FakeTradewind server = new();
        Assert.Equal(ExitCode.Success, (await server.RunAsync("features", "compute", "BTC/USD")).ExitCode);
        ComputeFeaturesRequest request = Assert.Single(server.Features.Requests);
        Assert.Null(request.FeatureSet);
        Assert.False(request.HasMaxMissingShare || request.HasMaxCorrelation);
    }

    [Fact]
    public async Task A_named_feature_set_is_asked_for_by_its_name()
    {
        await using FakeTradewind server = new();
        Assert.Equal(ExitCode.Success, (await server.RunAsync("features", "compute", "BTC/USD", "--feature-set", "oil_curve")).ExitCode);
        ComputeFeaturesRequest request = Assert.Single(server.Features.Requests);
        Assert.Equal((null, "oil_curve"), (request.FeatureSet, request.FeatureSetName));
    }

    [Fact]
    public async Task Named_feature_sets_are_listed()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("features", "sets");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.Contains("oil_curve", run.Output, StringComparison.Ordinal);
        Assert.Contains("0123456789ab", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_are_written_to_csv_with_missing_values_empty()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await using FakeTradewind server = new();
            Assert.Equal(ExitCode.Success, (await server.RunAsync("features", "compute", "BTC/USD", "--machine-learning", "--csv", path)).ExitCode);
            string[] lines = await File.ReadAllLinesAsync(path);
            Assert.Equal("time,volume_ma_5_ratio", lines[0]);
            Assert.EndsWith(",1.25", lines[1], StringComparison.Ordinal);
            Assert.EndsWith(",", lines[2], StringComparison.Ordinal);
            Assert.False(server.Features.Requests[0].ReportOnly);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
