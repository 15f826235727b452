using System.Text.Json.Nodes;
using Tradewind.Cli;
using Tradewind.Client;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class WorkflowTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Simulated_data_is_labelled_in_every_section_and_missing_skill_is_said()
    {
        await using FakeTradewind server = new();
        string output = await server.OutputAsync("workflow");
        string[] headings = [.. output.Split('\n').Where(line => line.Length > 1 && char.IsAsciiDigit(line[0]) && line[1] == '.')];
        Assert.Equal(9, headings.Length);
        Assert.All(headings, heading => Assert.EndsWith("SIMULATED", heading.TrimEnd(), StringComparison.Ordinal));
        Assert.Contains("NO SKILL vs random walk", output, StringComparison.Ordinal);
        Assert.Contains("skill -0.1000", output, StringComparison.Ordinal);
        Assert.Contains("identical yes", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_have_the_promised_shape()
    {
        await using FakeTradewind server = new();
        JsonNode json = JsonNode.Parse((await server.RunAsync("workflow", "--rows", "1200", "--json")).Output)!;
        Assert.Equal(
            ["data", "alignment", "features", "training", "backtest", "backtest_crossover", "signals", "paper", "lineage", "run"],
            json.AsObject().Select(pair => pair.Key));
        Assert.Equal(2, (int)json["data"]!["instruments"]!);
        Assert.Equal(1200, (int)json["data"]!["rows"]!);
        Assert.True((bool)json["data"]!["simulated"]!);
        Assert.Equal(("2018-01-02", FakeMarket.Label(299)), ((string?)json["alignment"]!["first"], (string?)json["alignment"]!["last"]));
        Assert.Equal(40, (int)json["features"]!["columns"]!);
        Assert.Equal(-0.1, (double)json["training"]!["walk_forward"]!["skill"]!);
        Assert.Equal(1, (int)json["training"]!["walk_forward"]!["folds"]!);
        Assert.Equal("lineage-credit_regime", (string?)json["backtest"]!["lineage"]);
        Assert.Equal("ma_crossover", (string?)json["backtest_crossover"]!["strategy"]);
        Assert.Equal(12.5m, (decimal)json["backtest"]!["costs"]!);
        Assert.Equal(2, (int)json["signals"]!["received"]!);
        Assert.Equal(1000100.5, (double)json["paper"]!["equity"]!);
        Assert.True((bool)json["paper"]!["replay_identical"]!);
    }

    [Fact]
    public async Task Undefined_figures_are_null()
    {
        await using FakeTradewind server = new();
        JsonObject json = JsonNode.Parse((await server.RunAsync("workflow", "--json")).Output)!.AsObject();
        Assert.True(json["backtest"]!.AsObject().TryGetPropertyValue("sharpe", out JsonNode? sharpe));
        Assert.Null(sharpe);
        Assert.True(json["training"]!["walk_forward"]!.AsObject().TryGetPropertyValue("directional_accuracy", out JsonNode? accuracy));
        Assert.Null(accuracy);
        Assert.True(json["training"]!["walk_forward"]!["fold_results"]![0]!.AsObject().TryGetPropertyValue("test_start", out JsonNode? testStart));
        Assert.Null(testStart);
    }

    [Fact]
    public async Task Two_runs_differ_only_under_run()
    {
        await using FakeTradewind server = new();
        JsonObject first = JsonNode.Parse((await server.RunAsync("workflow", "--json")).Output)!.AsObject();
        JsonObject second = JsonNode.Parse((await server.RunAsync("workflow", "--json")).Output)!.AsObject();
        Assert.NotEqual((string?)first["run"]!["model_id"], (string?)second["run"]!["model_id"]);
        first.Remove("run");
        second.Remove("run");
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
    }

    [Fact]
    public async Task Files_are_reported_replayed_and_written_as_json()
    {
        await using FakeTradewind server = new();
        string target = Path.Combine(_folder.FullName, "out.json");
        string output = await server.OutputAsync("workflow", "--crypto", Touch("BTC-USD.csv"), "--credit", Touch("Economic.xlsx"), "--json", target);
        Assert.DoesNotContain("SIMULATED", output, StringComparison.Ordinal);
        Assert.Contains("STALE_TAIL", output, StringComparison.Ordinal);

        JsonArray quality = JsonNode.Parse(await File.ReadAllTextAsync(target))!["data"]!["quality"]!.AsArray();
        Assert.Equal(["Economic.xlsx", "BTC/USD", "LF98TRUU Index"], quality.Select(entry => (string?)entry!["instrument"]));
        Assert.Equal("HEADER_BLANK", (string?)quality[0]!["findings"]![0]!["code"]);
        Assert.Equal("STALE_TAIL", (string?)quality[2]!["findings"]![0]!["code"]);

        // 300 daily rows: the last 250 are replayed, from the label of row 50 to that of row 299.
        ReplayFeed replay = Assert.Single(server.Market.Feeds).Replay;
        Assert.Equal(FakeMarket.Time(50), replay.Interval.StartTime);
        Assert.Equal(UnixNanoseconds.FromTimestamp(FakeMarket.Time(299)) + 1, UnixNanoseconds.FromTimestamp(replay.Interval.EndTime));
        Assert.Equal(["BTC/USD", "LF98TRUU Index"], replay.Members.Select(member => member.InstrumentId));
    }

    [Fact]
    public async Task The_age_of_a_file_is_told_apart_from_its_quality()
    {
        await using FakeTradewind server = new();
        CommandRun page = await server.RunAsync("workflow");
        Assert.Contains("STALE_FILE", page.Output, StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse((await server.RunAsync("workflow", "--json")).Output)!;
        Assert.Equal("BTC/USD", (string?)json["run"]!["stale_files"]![0]);
        Assert.Equal(("BTC/USD", "ok"), ((string?)json["data"]!["quality"]![0]!["instrument"], (string?)json["data"]!["quality"]![0]!["status"]));
        Assert.Empty(json["data"]!["quality"]![0]!["findings"]!.AsArray());
    }

    [Fact]
    public async Task The_study_uses_bars_and_spreads_over_the_overlap()
    {
        await using FakeTradewind server = new();
        await server.RunAsync("workflow", "--rows", "700", "--seed", "9");
        TrainModelRequest request = Assert.Single(server.Training.Requests);
        Assert.Equal(["open", "high", "low", "close", "volume"], request.Portfolio.Members[0].Fields);
        Assert.Equal(["OAS"], request.Portfolio.Members[1].Fields);
        Assert.Equal(AlignmentCalendar.Business, request.Portfolio.Calendar);
        Assert.Equal(FakeMarket.Time(0), request.Portfolio.Interval.StartTime);
        Assert.Equal("BTC_USD_close", request.Training.TargetColumn);
        Assert.Equal(TargetMode.Return, request.Training.TargetMode);
        Assert.Equal("LF98TRUU Index", server.Backtests.Specs[0].Strategy.Parameters["credit_instrument"]);
        SimulatedFeed feed = Assert.Single(server.Market.Feeds).Simulation;
        Assert.Equal((9L, 700), (feed.Seed, feed.SkipRowCount));
        Assert.Empty(Assert.Single(server.Market.Alignments).Portfolio.Members[0].Fields);
    }

    [Fact]
    public async Task A_session_that_failed_fails_the_job()
    {
        await using FakeTradewind server = new() { Paper = new FakePaper { FinalState = SessionState.Failed } };
        CommandRun run = await server.RunAsync("workflow");
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Contains("is failed instead of ended. disk full", run.Error, StringComparison.Ordinal);
    }

    private string Touch(string name)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, "Date,Close\n");
        return path;
    }
}
