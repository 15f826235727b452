using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;

namespace Tradewind.Engine.Tests.Optimization;

/// <summary>Golden numbers 11 to 13 of the backtest specification.</summary>
public class RobustnessGoldenTests
{
    // The specification prints six decimals.
    private const double Printed = 5e-7;

    [Fact]
    public void Deflation_threshold_of_sixteen_trials() => Assert.Equal(0.900227, SharpeDeflation.Threshold(16, 0.5), Printed);

    [Fact]
    public void One_trial_or_no_deviation_deflates_nothing()
    {
        Assert.Equal(0, SharpeDeflation.Threshold(1, 0.5));
        Assert.Equal(0, SharpeDeflation.Threshold(16, 0));
        Assert.Equal(0, SharpeDeflation.Threshold(16, double.NaN));
        double[] returns = [.. Enumerable.Range(0, 100).Select(i => Math.Sin(i * i) / 100 + 0.001)];
        Assert.Equal(SharpeSignificance.Probabilistic(returns), SharpeDeflation.DeflatedSharpe(ReturnMoments.Of(returns), 1, 0.5), 1e-12);
    }

    [Fact]
    public void Minimum_backtest_length_is_the_squared_ratio_of_expected_and_found_maximum()
    {
        // E[max] of 45 trials is 2.23: five years of data give the best of 45 useless trials an annual ratio of 1 (the example of the paper).
        Assert.Equal(5, SharpeDeflation.MinimumBacktestYears(45, 1), 0.05);
        Assert.Equal(SharpeDeflation.MinimumBacktestYears(45, 1) / 4, SharpeDeflation.MinimumBacktestYears(45, 2), 1e-12);
        Assert.Equal(0, SharpeDeflation.MinimumBacktestYears(1, 1));
        Assert.True(double.IsNaN(SharpeDeflation.MinimumBacktestYears(45, 0)));
    }

    [Fact]
    public void SplitMix64_streams()
    {
        Assert.Equal(0xbdd732262feb6e95, SplitMix64.Mix(42));
        ulong[] first = [.. new[] { 0, 1, 999 }.Select(number =>
        {
            SplitMix64 stream = SplitMix64.Stream(42, number);
            return stream.Next();
        })];
        Assert.Equal([0x57e1faba65107204, 0xfc991bca1a1aa1ae, 0xeaa5dda8d503e5a6], first);
    }

    [Fact]
    public void Block_starts_of_the_first_paths()
    {
        Assert.Equal([6, 19, 9, 1], MonteCarlo.BlockStarts(42, 0, 20, 5));
        Assert.Equal([19, 6, 10, 13], MonteCarlo.BlockStarts(42, 1, 20, 5));
        Assert.Equal([18, 9, 5, 6], MonteCarlo.BlockStarts(42, 999, 20, 5));
    }

    [Fact]
    public void Cross_validation_of_four_columns_in_six_blocks()
    {
        ReturnMoments[] columns =
        [
            .. Enumerable.Range(0, 4).Select(i => ReturnMoments.Of(
                [.. Enumerable.Range(0, 44).Select(t => Math.Sin((i + 1) * (t + 1)) / 100 + 0.003 * i * Math.Cos(t / 5.0))], blocks: 6)),
        ];
        OverfittingProbability? result = OverfittingProbability.Of(columns);
        Assert.NotNull(result);
        Assert.Equal(20, result.Splits);
        Assert.Equal(0.85, result.Probability, 1e-12);
        Assert.Equal(-1.386294, result.MedianLogit, Printed);
        Assert.Equal(0.65, result.LossShare, 1e-12);
    }

    [Fact]
    public void Columns_without_variation_are_the_worst_and_never_undefined()
    {
        double[] flat = new double[64];
        double[] steady = [.. Enumerable.Repeat(0.001, 64)];
        double[] good = [.. Enumerable.Range(0, 64).Select(t => 0.002 + Math.Sin(t) / 1000)];
        OverfittingProbability? result = OverfittingProbability.Of([ReturnMoments.Of(flat), ReturnMoments.Of(steady), ReturnMoments.Of(good)]);
        // The third always wins, in sample and out: rank 3 of 3, λ = ln 3.
        Assert.Equal((0d, 0d), (result?.Probability, result?.LossShare));
        Assert.Equal(Math.Log(3), result?.MedianLogit ?? 0, 1e-12);
        OverfittingProbability? nothing = OverfittingProbability.Of([ReturnMoments.Of(flat), ReturnMoments.Of(steady)]);
        // Equal ratios share rank 1.5 of 2: λ = 0 counts as overfitting.
        Assert.Equal((1d, 0d), (nothing?.Probability, nothing?.MedianLogit));
    }

    [Fact]
    public void Too_little_to_cross_validate_is_absent()
    {
        ReturnMoments one = ReturnMoments.Of([0.1, 0.2, -0.1]);
        Assert.Null(OverfittingProbability.Of([one]));
        Assert.Null(OverfittingProbability.Of([one, one]));
    }

    [Fact]
    public void Moments_of_blocks_add_up_to_those_of_the_whole()
    {
        double[] returns = [.. Enumerable.Range(0, 500).Select(i => Math.Sin(i * 7.3) / 50)];
        ReturnMoments moments = ReturnMoments.Of(returns);
        double[] used = returns[(500 % 16)..];
        Assert.Equal(31, moments.BlockLength);
        Assert.Equal(used.Average(), moments.BlockMeans.Average(), 1e-15);
        double squares = moments.BlockSquares.Sum() + moments.BlockMeans.Sum(mean => (mean - used.Average()) * (mean - used.Average())) * 31;
        Assert.Equal(used.Sum(r => (r - used.Average()) * (r - used.Average())), squares, 1e-12);
    }

    [Fact]
    public void Wrong_options_are_listed()
    {
        MonteCarloOptions options = new() { Simulations = 0, BlockSize = 9, RuinDrawdown = 2, FanSteps = -1 };
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => MonteCarlo.Trades(new double[8], 100, 10, options));
        Assert.Equal(["simulation_count", "block_size", "ruin_drawdown_fraction", "fan_steps"], error.Violations.Select(violation => violation.Field));
    }
}
