using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;

namespace Tradewind.Engine.Tests.Optimization;

public class SweepTests
{
    private static readonly SweepRequest s_request = SweepMarkets.Crossovers(SweepMarkets.Waves(300));

    [Fact]
    public void A_grid_runs_in_key_order_without_what_the_strategy_refuses()
    {
        SweepResult result = SweepRunner.Run(s_request);
        // fast 5 and 6 are not below slow 5.
        Assert.Equal((13, 2), (result.Trials.Length, result.Skipped));
        Assert.Equal(["2/5", "2/10", "2/20", "3/5"], result.Trials.Take(4).Select(trial => $"{trial.Parameters["fast"]}/{trial.Parameters["slow"]}"));
        Assert.Equal(Enumerable.Range(0, 13), result.Trials.Select(trial => trial.Index));
        Assert.Equal(result.Trials.Max(trial => trial.Score), result.Best?.Score);
    }

    [Fact]
    public void Each_trial_is_the_backtest_of_its_parameters()
    {
        SweepTrial trial = SweepRunner.Run(s_request).Trials[7];
        BacktestResult alone = BacktestRunner.Run(s_request.Backtest with { Parameters = trial.Parameters });
        Assert.Equal(alone.LedgerHash, trial.LedgerHash);
        Assert.Equal(alone.Metrics, trial.Metrics);
        Assert.Equal(alone.Metrics.SharpeRatio, trial.Score);
    }

    [Fact]
    public void The_number_of_threads_and_the_order_of_axes_change_nothing()
    {
        string expected = Text(SweepRunner.Run(s_request));
        Prop.ForAll<bool, PositiveInt>((turned, threads) =>
        {
            SweepRequest request = s_request with
            {
                Axes = turned ? [.. s_request.Axes.Reverse()] : s_request.Axes, DegreeOfParallelism = 1 + threads.Get % 8,
            };
            return Text(SweepRunner.Run(request)) == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(12));
    }

    [Fact]
    public void A_sweep_that_was_stopped_goes_on_and_ends_the_same()
    {
        SweepResult whole = SweepRunner.Run(s_request);
        Prop.ForAll<NonNegativeInt>(stop =>
        {
            MemoryLog log = new();
            using CancellationTokenSource cancel = new();
            int stopAfter = stop.Get % 13;
            log.Kept += () => (log.Count > stopAfter ? cancel : null)?.Cancel();
            try
            {
                SweepRunner.Run(s_request, log: log, cancellation: cancel.Token);
            }
            catch (OperationCanceledException)
            {
                // What was done is in the log.
            }

            int before = log.Count;
            SweepResult resumed = SweepRunner.Run(s_request with { DegreeOfParallelism = 2 }, log: log);
            return (before == Math.Min(13, stopAfter + 1) && log.Writes == 13 && Text(resumed) == Text(whole)).Label($"{before} kept, {log.Writes} written");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Trials_of_another_grid_in_the_log_are_not_taken()
    {
        MemoryLog log = new();
        SweepRunner.Run(s_request with { Axes = [ParameterAxis.Of("fast", "3", "4")] }, log: log);
        SweepResult result = SweepRunner.Run(s_request, log: log);
        Assert.Equal(Text(SweepRunner.Run(s_request)), Text(result));
    }

    [Fact]
    public void Ties_go_to_the_first_and_invalid_results_are_never_chosen()
    {
        // long_only changes nothing where a strategy never goes short: periods beyond the data never trade at all.
        SweepRequest tie = s_request with { Axes = [ParameterAxis.Of("slow", "20", "20.0", "280"), ParameterAxis.Of("fast", "3")] };
        SweepResult result = SweepRunner.Run(tie);
        Assert.Equal(["20", "280"], result.Trials.Select(trial => trial.Parameters["slow"]));
        Assert.Equal((1, 0), (result.ValidCount, result.Best?.Index));
        SweepResult none = SweepRunner.Run(s_request with { Selection = new SelectionRule { MinTrades = 1000 } });
        Assert.Equal(0, none.ValidCount);
        Assert.Null(none.Best);
        Assert.Null(none.Overfitting.DeflatedSharpe);
        SelectionRule rule = new() { MinTrades = 0, MinSharpe = double.NegativeZero };
        Assert.Equal(0, rule.Best([result.Trials[0].Metrics, result.Trials[0].Metrics]));
        Assert.Equal(-1, (rule with { MinSharpe = 1e9 }).Best([result.Trials[0].Metrics]));
    }

    [Fact]
    public void Lower_can_be_better()
    {
        SelectionRule rule = new() { TargetMetric = "annualized_volatility_fraction", HigherIsBetter = false, MinTrades = 1 };
        SweepResult result = SweepRunner.Run(s_request with { Selection = rule });
        Assert.Equal(result.Trials.Where(trial => trial.IsValid).Min(trial => trial.Score), result.Best?.Score);
    }

    [Fact]
    public void An_unknown_metric_lists_those_there_are()
    {
        SweepRequest request = s_request with { Selection = new SelectionRule { TargetMetric = "sharp_ratio" } };
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => SweepRunner.Run(request));
        Assert.Equal("UNKNOWN_METRIC", error.Reason);
        Assert.Contains("Did you mean 'sharpe_ratio'", error.Message, StringComparison.Ordinal);
        Assert.Contains("calmar_ratio", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_axes_are_named()
    {
        (ParameterAxis Axis, string Says)[] wrong =
        [
            (ParameterAxis.Of("fastt", "1"), "Did you mean 'fast'?"),
            (ParameterAxis.Of("fast", "1", "x"), "must be a whole number"),
            (ParameterAxis.Range("fast", 0, 5), "must be in [1, 10000]"),
            (ParameterAxis.Range("fast", 5, 1), "maximum that is not below"),
            (ParameterAxis.Range("fast", 1, 2, 0.5), "must be a whole number"),
            (ParameterAxis.Range("fast", 1, 2, -1), "step above 0"),
            (new ParameterAxis { Name = "fast" }, "either values or a range"),
        ];
        foreach ((ParameterAxis axis, string says) in wrong)
        {
            InvalidInputException error = Assert.Throws<InvalidInputException>(() => SweepRunner.Run(s_request with { Axes = [axis] }));
            Assert.Equal(("AXES_INVALID", $"axes[{axis.Name}]"), (error.Reason, error.Violations[0].Field));
            Assert.Contains(says, error.Violations[0].Description, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidInputException>(() => SweepRunner.Run(s_request with { Axes = [ParameterAxis.Of("fast", "3"), ParameterAxis.Of("fast", "4")] }));
        Assert.Throws<InvalidInputException>(() => SweepRunner.Run(s_request with { Axes = [ParameterAxis.Of("fast", "40")] }));
    }

    [Fact]
    public void Steps_are_exact()
    {
        ParameterCombinations widths = ParameterCombinations.Of(
            "bollinger", new Dictionary<string, string>(), [ParameterAxis.Range("width", 0.1, 0.7, 0.1)]);
        Assert.Equal(["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"], widths.Constructible.Select(parameters => parameters.Values["width"]));
    }

    [Fact]
    public void A_random_search_repeats_with_its_seed_and_never_repeats_a_combination()
    {
        SweepRequest random = s_request with
        {
            Method = SearchMethod.Random, Samples = 40, Axes = [ParameterAxis.Range("fast", 2, 30), ParameterAxis.Range("slow", 5, 60)],
        };
        string[] first = Hashes(random), again = Hashes(random), other = Hashes(random with { Seed = 7 });
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.Equal(40, first.Distinct().Count());
        // A space that is smaller than the sample is used up.
        Assert.Equal(3, Hashes(random with { Axes = [ParameterAxis.Range("fast", 2, 4)] }).Length);
    }

    [Fact]
    public void Earlier_trials_on_the_same_data_count()
    {
        SweepResult alone = SweepRunner.Run(s_request);
        SweepResult later = SweepRunner.Run(s_request, earlier: ["an earlier one", "another", alone.Trials[0].ParametersHash]);
        Assert.Equal((13, 15), (alone.Overfitting.Trials, later.Overfitting.Trials));
        Assert.True(later.Overfitting.DeflatedSharpe < alone.Overfitting.DeflatedSharpe);
        Assert.True(later.Overfitting.MinimumBacktestYears > alone.Overfitting.MinimumBacktestYears);
        Assert.True(alone.Overfitting.DeflatedSharpe < alone.Overfitting.ProbabilisticSharpe);
        Assert.Equal(299 / 365.0, alone.Overfitting.BacktestYears, 1e-12);
    }

    [Fact]
    public void Tables_around_the_best_are_read_from_the_trials()
    {
        SweepResult result = SweepRunner.Run(s_request);
        SweepTrial best = Assert.IsType<SweepTrial>(result.Best);
        SensitivityRow[] rows = [.. ParameterSurface.Sensitivity(result.Trials, best, "slow")];
        Assert.All(rows, row => Assert.Equal(best.Parameters["fast"], row.Trial.Parameters["fast"]));
        Assert.Contains(rows, row => row.Trial == best);
        HeatMap map = ParameterSurface.HeatMap(result.Trials, best, "fast", "slow");
        Assert.Equal<string>(["2", "3", "4", "5", "6"], map.ColumnValues);
        Assert.Equal<string>(["5", "10", "20"], map.RowValues);
        Assert.Equal([3, 4], Enumerable.Range(0, 15).Where(cell => double.IsNaN(map.Scores[cell])));
        Assert.Equal(result.Trials[1].Score, map.Scores[5]);
        Assert.Throws<InvalidInputException>(() => ParameterSurface.Sensitivity(result.Trials, best, "long_only"));
        Assert.Throws<InvalidInputException>(() => ParameterSurface.HeatMap(result.Trials, best, "fast", "fast"));
    }

    private static string[] Hashes(SweepRequest request) => [.. request.Combinations().Constructible.Select(parameters => parameters.ComputeHash())];

    [Fact]
    public void Combinations_that_the_drawdown_guard_halted_are_counted()
    {
        Assert.Equal(0, SweepRunner.Run(s_request).HaltedCount);
        SweepRequest guarded = s_request with
        {
            Backtest = s_request.Backtest with { Options = s_request.Backtest.Options with { MaxDrawdown = 0.05 } },
        };
        MemoryLog log = new();
        SweepResult result = SweepRunner.Run(guarded, log: log);
        int halted = result.Trials.Count(
            trial => BacktestRunner.Run(guarded.Backtest with { Parameters = trial.Parameters }).HaltedAt == trial.HaltedAt && trial.HaltedAt is not null);
        Assert.InRange(result.HaltedCount, 1, result.Trials.Length);
        Assert.Equal(halted, result.HaltedCount);
        Assert.Equal(halted, SweepRunner.Run(guarded, log: log).HaltedCount);
    }

    private static string Text(SweepResult result) => string.Join(
        '\n',
        result.Trials.Select(trial => $"{trial.Index} {trial.ParametersHash} {trial.LedgerHash} {trial.Score:R}")
            .Append($"{result.Best?.Index} {result.Overfitting}"));
}
