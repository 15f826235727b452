using System.Text.Json.Nodes;

namespace Tradewind.EndToEnd.Tests;

public sealed class RealDataTests(RunOnRealData runs) : IClassFixture<RunOnRealData>
{
    [SharedDataFact]
    public void Loads_every_instrument_and_calls_nothing_simulated()
    {
        Assert.InRange(runs.First.Figure<int>("data.instruments"), 3, 1000);
        Assert.InRange(runs.First.Figure<long>("data.rows"), 5_000, 1_000_000);
        Assert.False(runs.First.Figure<bool>("data.simulated"));
        Assert.DoesNotContain("SIMULATED", runs.First.Page, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void Reports_the_stale_end_and_the_blank_header_of_the_workbook()
    {
        JsonObject[] findings = [.. runs.First.Node("data.quality")!.AsArray().SelectMany(report => report!["findings"]!.AsArray()).Select(finding => finding!.AsObject())];
        foreach (string code in new[] { "STALE_TAIL", "HEADER_BLANK" })
        {
            JsonObject[] found = [.. findings.Where(finding => finding["code"]!.GetValue<string>() == code)];
            Assert.NotEmpty(found);
            Assert.All(found, finding => Assert.NotEmpty(finding["message"]!.GetValue<string>()));
            Assert.Contains(code, runs.First.Page, StringComparison.Ordinal);
        }
    }

    [SharedDataFact]
    public void Aligns_the_period_that_all_instruments_share()
    {
        Assert.Equal("2018-01-02", runs.First.Figure<string>("alignment.first"));
        Assert.Equal("2020-07-31", runs.First.Figure<string>("alignment.last"));
        Assert.True(runs.First.Figure<long>("alignment.rows") > 600);
        Assert.True(runs.First.Figure<int>("features.columns") > 50);
    }

    [SharedDataFact]
    public void Skill_is_the_improvement_on_the_random_walk_and_printed_as_it_is()
    {
        double rmse = runs.First.Figure<double>("training.walk_forward.rmse");
        double randomWalk = runs.First.Figure<double>("training.walk_forward.random_walk_rmse");
        double skill = runs.First.Figure<double>("training.walk_forward.skill");
        Assert.True(rmse > 0 && randomWalk > 0);
        Assert.Equal(1 - (rmse / randomWalk), skill, 1e-9);
        Assert.InRange(runs.First.Figure<double>("training.walk_forward.directional_accuracy"), 0, 1);
        Assert.Equal(5, runs.First.Figure<int>("training.walk_forward.folds"));
        Assert.Equal(skill <= 0, runs.First.Page.Contains("NO SKILL", StringComparison.Ordinal));
    }

    [SharedDataFact]
    public void Backtest_pays_costs_and_names_its_lineage()
    {
        Assert.True(double.IsFinite(runs.First.Figure<double>("backtest.sharpe")));
        Assert.InRange(runs.First.Figure<double>("backtest.max_drawdown"), -1, 0);
        Assert.True(runs.First.Figure<double>("backtest.total_return") > -1);
        Assert.True(runs.First.Figure<int>("backtest.trades") > 0);
        Assert.True(runs.First.Figure<decimal>("backtest.costs") > 0);
        Assert.NotEmpty(runs.First.Figure<string>("backtest.lineage"));
    }

    [SharedDataFact]
    public void Signals_arrive_and_the_paper_session_replays_bit_for_bit()
    {
        Assert.True(runs.First.Figure<int>("signals.received") > 0);
        Assert.True(runs.First.Figure<int>("paper.orders") > 0);
        Assert.True(runs.First.Figure<int>("paper.fills") > 0);
        Assert.True(runs.First.Figure<double>("paper.equity") > 0);
        Assert.True(runs.First.Figure<bool>("paper.replay_identical"));
    }

    [SharedDataFact]
    public void A_second_run_gives_the_same_figures_and_lineage() => Assert.Equal(runs.First.Repeatable(), runs.Second.Repeatable());
}
