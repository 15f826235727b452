using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;

namespace Tradewind.Engine.Tests.Optimization;

public class HalvingTests
{
    private static readonly SweepRequest s_grid = SweepMarkets.Crossovers(
        SweepMarkets.Waves(1800), ParameterAxis.Range("fast", 2, 12), ParameterAxis.Of("slow", "15", "30", "60", "120"));

    private static readonly SweepRequest s_halving = s_grid with { Method = SearchMethod.Halving };

    [Fact]
    public void The_best_combination_of_the_grid_is_found_with_fewer_bars()
    {
        (SweepResult grid, SweepResult halving) = (SweepRunner.Run(s_grid), SweepRunner.Run(s_halving));
        Assert.Equal(grid.Best?.ParametersHash, halving.Best?.ParametersHash);
        Assert.Equal(grid.Best?.LedgerHash, halving.Best?.LedgerHash);
        Assert.Equal(grid.Best?.Metrics, halving.Best?.Metrics);
        Assert.True(halving.Rungs.Sum(rung => (long)rung.Bars * rung.Started) < grid.Trials.Length * 1800L / 2);
    }

    [Fact]
    public void Rungs_keep_one_in_three_and_show_it_three_times_the_bars()
    {
        SweepResult result = SweepRunner.Run(s_halving);
        Assert.Equal([(0, 200, 44, 15), (1, 600, 15, 5), (2, 1800, 5, result.ValidCount)],
            result.Rungs.Select(rung => (rung.Number, rung.Bars, rung.Started, rung.Kept)));
        Assert.Equal(s_grid.Backtest.Bars[0].AvailableAt(199), result.Rungs[0].EndTime);
        // Every combination is in the table, as it was in the rung that dropped it.
        Assert.Equal(Enumerable.Range(0, 44), result.Trials.Select(trial => trial.Index));
        Assert.Equal([29, 10, 5], Enumerable.Range(0, 3).Select(stage => result.Trials.Count(trial => trial.Stage == stage)));
        Assert.All(result.Trials, trial => Assert.Equal(result.Rungs[trial.Stage].BarShare, trial.BarShare));
        Assert.All(result.Trials, trial => Assert.Equal(result.Rungs[trial.Stage].Bars, trial.Metrics.TradingPeriods));
    }

    [Fact]
    public void Those_that_go_on_did_better_by_the_rule_than_those_that_were_dropped()
    {
        SelectionRule any = new() { MinTrades = 0, MinSharpe = -1000 };
        MemoryLog log = new();
        SweepResult result = SweepRunner.Run(s_halving with { Selection = any }, log: log);
        SweepTrial[] first = [.. Enumerable.Range(0, 44).Select(index => log.Find(0, index)).OfType<SweepTrial>()];
        double least = first.Where(trial => result.Trials[trial.Index].Stage > 0).Min(trial => trial.Score ?? double.NegativeInfinity);
        Assert.All(first.Where(trial => result.Trials[trial.Index].Stage == 0), trial => Assert.True((trial.Score ?? double.NegativeInfinity) <= least));
    }

    [Fact]
    public void Every_run_of_every_rung_counts_as_a_trial()
    {
        SweepResult result = SweepRunner.Run(s_halving), grid = SweepRunner.Run(s_grid);
        Assert.Equal(44 + 15 + 5, result.Overfitting.Trials);
        Assert.Equal(grid.Overfitting.BacktestYears, result.Overfitting.BacktestYears);
        Assert.True(result.Overfitting.DeflatedSharpe <= result.Overfitting.ProbabilisticSharpe);
        Assert.NotNull(result.Overfitting.Overfitting);
        // The same search again is no other one; a grid after it adds what was not run on all bars.
        string[] counted = [.. Runs(s_halving).Select(trial => trial.CountedAs())];
        Assert.Equal(64, SweepRunner.Run(s_halving, earlier: counted).Overfitting.Trials);
        Assert.Equal(64 + 44 - 5, SweepRunner.Run(s_grid, earlier: counted).Overfitting.Trials);
    }

    [Fact]
    public void Threads_and_interruptions_change_nothing()
    {
        string expected = Text(SweepRunner.Run(s_halving));
        Assert.Equal(expected, Text(SweepRunner.Run(s_halving with { DegreeOfParallelism = 2 })));
        foreach (int stopAfter in (int[])[0, 20, 43, 44, 50, 60])
        {
            MemoryLog log = new();
            using CancellationTokenSource cancel = new();
            log.Kept += () => (log.Count > stopAfter ? cancel : null)?.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => SweepRunner.Run(s_halving, log: log, cancellation: cancel.Token));
            Assert.Equal(expected, Text(SweepRunner.Run(s_halving with { DegreeOfParallelism = 2 }, log: log)));
            Assert.Equal(64, log.Writes);
        }
    }

    [Fact]
    public void One_rung_on_all_bars_is_the_grid()
    {
        SweepResult one = SweepRunner.Run(s_halving with { Halving = new HalvingOptions { MinimumShare = 1 } });
        Assert.Equal(Text(SweepRunner.Run(s_grid)), Text(one));
        Assert.Equal([(1800, 44)], one.Rungs.Select(rung => (rung.Bars, rung.Started)));
    }

    [Fact]
    public void Rungs_too_short_to_say_anything_are_left_out()
    {
        SweepRequest tiny = s_halving with { Halving = new HalvingOptions { Factor = 2, MinimumShare = 1e-6 } };
        Assert.Equal([28, 56, 112, 225, 450, 900, 1800], SweepRunner.Run(tiny).Rungs.Select(rung => rung.Bars));
        // 44, 22, 11, 6, 3, 2, 1.
        Assert.Equal(1, SweepRunner.Run(tiny).Rungs[^1].Started);
    }

    [Fact]
    public void A_halving_may_begin_with_drawn_combinations()
    {
        SweepRequest drawn = s_halving with { Axes = [ParameterAxis.Range("fast", 2, 30), ParameterAxis.Range("slow", 35, 200)], Samples = 30 };
        SweepResult first = SweepRunner.Run(drawn);
        Assert.Equal([30, 10, 4], first.Rungs.Select(rung => rung.Started));
        Assert.Equal(Text(first), Text(SweepRunner.Run(drawn)));
        Assert.NotEqual(Text(first), Text(SweepRunner.Run(drawn with { Seed = 7 })));
    }

    [Fact]
    public void Heat_maps_show_only_what_ran_on_all_bars()
    {
        SweepResult result = SweepRunner.Run(s_halving);
        SweepTrial best = Assert.IsType<SweepTrial>(result.Best);
        HeatMap map = ParameterSurface.HeatMap(result.Trials, best, "fast", "slow");
        Assert.Equal(5, map.Scores.Count(double.IsFinite));
    }

    [Fact]
    public void Wrong_options_are_named()
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(
            () => SweepRunner.Run(s_halving with { Halving = new HalvingOptions { Factor = 1, MinimumShare = 0 } }));
        Assert.Equal("HALVING_INVALID", error.Reason);
        Assert.Equal(["halving_factor", "minimum_bar_fraction"], error.Violations.Select(violation => violation.Field));
    }

    private static IEnumerable<SweepTrial> Runs(SweepRequest request)
    {
        MemoryLog log = new();
        SweepResult result = SweepRunner.Run(request, log: log);
        return result.Rungs.SelectMany(rung => Enumerable.Range(0, 44).Select(index => log.Find(rung.Number, index)).OfType<SweepTrial>());
    }

    private static string Text(SweepResult result) => string.Join(
        '\n',
        result.Trials.Select(trial => $"{trial.Index} {trial.Stage} {trial.ParametersHash} {trial.LedgerHash} {trial.Score:R}")
            .Append($"{result.Best?.Index} {result.Overfitting}"));
}
