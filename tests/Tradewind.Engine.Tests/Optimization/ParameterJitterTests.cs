using System.Globalization;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;

namespace Tradewind.Engine.Tests.Optimization;

public class ParameterJitterTests
{
    private static readonly BacktestRequest s_chosen = SweepMarkets.Backtest(SweepMarkets.Waves(400)) with
    {
        Parameters = new Dictionary<string, string> { ["fast"] = "5", ["slow"] = "40" },
    };

    private static readonly ParameterJitterOptions s_options = new() { Selection = new SelectionRule { MinTrades = 1 } };

    [Fact]
    public void Neighbours_are_near_different_and_not_the_choice_itself()
    {
        ParameterJitterResult result = ParameterJitter.Run(s_chosen, s_options with { Parameters = ["fast", "slow"] });
        // 4 to 6 times 36 to 44, less the choice.
        Assert.Equal(26, result.Neighbours.Length);
        Assert.All(result.Neighbours, neighbour => Assert.InRange(Number(neighbour, "fast"), 4, 6));
        Assert.All(result.Neighbours, neighbour => Assert.InRange(Number(neighbour, "slow"), 36, 44));
        Assert.Equal(26, result.Neighbours.Select(neighbour => (Number(neighbour, "fast"), Number(neighbour, "slow"))).Distinct().Count());
        Assert.DoesNotContain(result.Neighbours, neighbour => (Number(neighbour, "fast"), Number(neighbour, "slow")) == (5, 40));
        Assert.Equal(5, ParameterJitter.Run(s_chosen, s_options with { Samples = 5 }).Neighbours.Length);
    }

    [Fact]
    public void Figures_are_those_of_the_neighbours()
    {
        ParameterJitterResult result = ParameterJitter.Run(s_chosen, s_options);
        BacktestResult alone = BacktestRunner.Run(s_chosen);
        Assert.Equal(alone.Metrics.SharpeRatio, result.BaseScore);
        double[] scores = [.. result.Neighbours.Select(neighbour => neighbour.Score ?? throw new InvalidOperationException("A neighbour has no score."))];
        Assert.Equal((scores.Min(), scores.Max()), (result.Least, result.Largest));
        Assert.Equal((double)scores.Count(score => score > 0) / scores.Length, result.PositiveShare);
        Assert.Equal((double)scores.Count(score => score > result.BaseScore) / scores.Length, result.BetterShare);
        double mean = scores.Average();
        Assert.Equal(Math.Sqrt(scores.Sum(score => (score - mean) * (score - mean)) / (scores.Length - 1)), result.Deviation ?? 0, 1e-12);
        Assert.True(result.Scores?.Low <= result.Scores?.Median && result.Scores?.Median <= result.Scores?.High);
        SweepTrial first = result.Neighbours[0];
        Assert.Equal(
            BacktestRunner.Run(s_chosen with { Parameters = first.Parameters.Concat(s_chosen.Parameters).DistinctBy(pair => pair.Key).ToDictionary() }).LedgerHash,
            first.LedgerHash);
    }

    [Fact]
    public void The_seed_decides_and_threads_do_not()
    {
        string[] Hashes(ParameterJitterOptions options) => [.. ParameterJitter.Run(s_chosen, options).Neighbours.Select(neighbour => neighbour.LedgerHash)];
        ParameterJitterOptions few = s_options with { Samples = 8 };
        Assert.Equal(Hashes(few), Hashes(few with { DegreeOfParallelism = 2 }));
        Assert.NotEqual(Hashes(few), Hashes(few with { Seed = 7 }));
    }

    [Fact]
    public void What_cannot_be_moved_is_named()
    {
        (ParameterJitterOptions Options, string Field)[] wrong =
        [
            (s_options with { Parameters = ["long_only"] }, "parameters"),
            (s_options with { Fraction = 0 }, "jitter_fraction"),
            (s_options with { Samples = 0 }, "sample_count"),
        ];
        foreach ((ParameterJitterOptions options, string field) in wrong)
        {
            InvalidInputException error = Assert.Throws<InvalidInputException>(() => ParameterJitter.Run(s_chosen, options));
            Assert.Equal(("JITTER_INVALID", field), (error.Reason, error.Violations[0].Field));
        }
    }

    private static int Number(SweepTrial trial, string parameter) => int.Parse(trial.Parameters[parameter], CultureInfo.InvariantCulture);
}
