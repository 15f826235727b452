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
        string output = await server.OutputAsync(
            "features", "compute", "BTC/USD", "--machine-learning", "--ml-instrument", "BTC/USD", "--deduplicate", "--max-missing", "0.5",
            "--max-correlation", "0.95");
        ComputeFeaturesRequest request = Assert.Single(server.Features.Requests);
        Assert.True(request.ReportOnly);
        Assert.Equal(new MachineLearningFeatures { Instruments = { "BTC/USD" }, Deduplicate = true }, request.FeatureSet.MachineLearning);
        Assert.Equal((0.5, 0.95), (request.MaxMissingShare, request.MaxCorrelation));
        Assert.Contains("Volume", output, StringComparison.Ordinal);
        Assert.Contains("Left out: roc_5d, correlation 1.000 with price_lag_5", output, StringComparison.Ordinal);
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
    public async Task Windows_statistics_calendar_and_threads_are_asked_for()
    {
        await using FakeTradewind server = new();
        await server.OutputAsync(
            "features", "compute", "BTC/USD", "--window", "sma=5,20", "--window", "zscore=60", "--statistic", "hurst=64", "--statistic", "range-volatility=20",
            "--fractional-order", "0.4", "--calendar-features", "--threads", "2");
        ComputeFeaturesRequest request = Assert.Single(server.Features.Requests);
        Assert.Equal(2, request.MaxThreads);
        Assert.Equal(
            new FeatureSetSpec
            {
                Windows = new WindowFeatures { SmaWindows = { 5, 20 }, ZScoreWindows = { 60 } },
                Statistics = new StatisticsFeatures { HurstWindow = 64, RangeVolatilityWindow = 20, FractionalOrder = 0.4 },
                Calendar = new CalendarFeatures(),
            },
            request.FeatureSet);
    }

    [Theory]
    [InlineData("--window", "smma=5", "smma is not known")]
    [InlineData("--window", "sma=5,x", "kind=5,20")]
    [InlineData("--statistic", "hurst=16,32", "takes one window")]
    public async Task Wrong_windows_are_refused_before_the_call(string option, string value, string words)
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("features", "compute", "BTC/USD", option, value);
        Assert.NotEqual(ExitCode.Success, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Features.Requests);
    }

    [Fact]
    public async Task Training_asks_for_a_feature_set_by_its_name()
    {
        await using FakeTradewind server = new();
        await server.OutputAsync("train", "BTC/USD", "--target", "BTC_USD_close", "--feature-set", "technical_fast");
        TrainModelRequest request = Assert.Single(server.Training.Requests);
        Assert.Equal((null, "technical_fast"), (request.FeatureSet, request.FeatureSetName));
    }

    [Fact]
    public async Task Live_rows_come_once_across_a_dropped_connection()
    {
        await using FakeTradewind server = new();
        string output = await server.OutputAsync("features", "stream", "feed-1", "--window", "sma=5", "--instrument", "BTC/USD", "--warm-up-rows", "40", "--column", "BTC_USD_sma_5");
        Assert.Equal(["", "2"], server.Features.Streams.Select(request => request.Cursor));
        Assert.Equal((40, "BTC/USD"), (server.Features.Streams[0].WarmUpRows, server.Features.Streams[0].InstrumentIds.Single()));
        Assert.All(new[] { "101", "102", "103" }, value => Assert.Equal(2, output.Split(value).Length));
        Assert.Contains("(warming up)", output, StringComparison.Ordinal);
        Assert.Contains("continue after it with --cursor 3", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_rows_are_json_lines_for_programs()
    {
        await using FakeTradewind server = new();
        CommandRun run = await server.RunAsync("features", "stream", "feed-1", "--json");
        string[] lines = run.Output.Trim().Split('\n');
        Assert.Equal(3, lines.Count(line => line.Contains("\"row\"", StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.StartsWith("{", line, StringComparison.Ordinal));
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
