using Tradewind.Domain.Engine.Optimization;

namespace Tradewind.Engine.Tests.Optimization;

/// <summary>Markets without anything to find: the best of a thousand looks good, and the report says what it is.</summary>
public class NoiseSweepTests
{
    [Fact]
    public void The_best_of_a_thousand_on_noise_looks_good_and_is_told_to_be_luck()
    {
        SweepResult result = SweepRunner.Run(Search(seed: 6, ParameterAxis.Range("fast", 2, 21), ParameterAxis.Range("slow", 25, 172, 3)));
        OverfittingReport report = result.Overfitting;
        Assert.Equal((1000, 0), (result.Trials.Length, result.Skipped));
        Assert.True(result.Best?.Score > 1, $"best Sharpe {result.Best?.Score}");
        // Alone it would nearly pass as skill.
        Assert.True(report.ProbabilisticSharpe > 0.9, $"{report}");
        Assert.True(report.DeflatedSharpe < 0.5, $"{report}");
        Assert.True(report.Overfitting?.Probability > 0.5, $"{report}");
        Assert.True(report.MinimumBacktestYears > report.BacktestYears, $"{report}");
    }

    [Fact]
    public void No_noise_passes_and_half_of_the_choices_fail_out_of_sample()
    {
        // Trials of one family are alike, so the probability of a single market wanders: the mean over markets is what it promises.
        OverfittingReport[] reports =
        [
            .. Enumerable.Range(1, 8).Select(seed => SweepRunner.Run(
                Search(seed, ParameterAxis.Range("fast", 2, 20, 2), ParameterAxis.Range("slow", 25, 169, 16))).Overfitting),
        ];
        Assert.All(reports, report => Assert.True(report.DeflatedSharpe is null or < 0.95, $"{report}"));
        Assert.InRange(reports.Average(report => report.Overfitting?.Probability) ?? 0, 0.3, 0.7);
    }

    [Fact]
    public void Something_that_is_there_passes()
    {
        SweepResult result = SweepRunner.Run(SweepMarkets.Crossovers(SweepMarkets.Waves(750)));
        Assert.True(result.Overfitting.DeflatedSharpe > 0.95, $"{result.Overfitting}");
        Assert.True(result.Overfitting.Overfitting?.Probability < 0.2, $"{result.Overfitting}");
        Assert.True(result.Overfitting.MinimumBacktestYears < result.Overfitting.BacktestYears, $"{result.Overfitting}");
    }

    private static SweepRequest Search(long seed, params ParameterAxis[] axes) => SweepMarkets.Crossovers(SweepMarkets.Noise(750, seed), axes) with
    {
        DegreeOfParallelism = 2, Selection = new SelectionRule { MinTrades = 5 },
    };
}
