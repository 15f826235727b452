using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine.Robustness;

namespace Tradewind.Engine.Tests.Optimization;

public class MonteCarloTests
{
    private static readonly double[] Profits = [1500, -800, 2200, -1200, 600, -400, 900, 300, -700, 1100, 450, -950];

    [Fact]
    public void Paths_are_those_of_a_plain_rewrite_of_the_specification()
    {
        MonteCarloOptions options = new() { Simulations = 200 };
        MonteCarloResult result = MonteCarlo.Trades(Profits, 10_000, 50, options);
        (double Return, double Sharpe, double Drawdown)[] paths = [.. Enumerable.Range(0, 200).Select(k => Plain(k, 10_000, 50))];
        Assert.Equal(Interpolated([.. paths.Select(path => path.Return)], 0.5), result.ReturnPercent.Median, 1e-9);
        Assert.Equal(Interpolated([.. paths.Select(path => path.Sharpe)], 0.05), result.Sharpe?.Low ?? 0, 1e-9);
        Assert.Equal(Interpolated([.. paths.Select(path => path.Drawdown)], 0.95), result.MaxDrawdownPercent.High, 1e-9);
        Assert.Equal(paths.Count(path => path.Return < 0) / 200.0, result.LossProbability);
        Assert.Equal(paths.Count(path => path.Drawdown > 20) / 200.0, result.RuinProbability);
        Assert.InRange(result.SignFlipPValue ?? 0, 1 / 201.0, 1);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing() => Prop.ForAll<int[], PositiveInt>((cents, seed) =>
    {
        double[] profits = [.. cents.Select(cent => cent / 100.0)];
        if (profits.Length < 3)
        {
            return true;
        }

        MonteCarloOptions one = new() { Simulations = 150, BlockSize = 3, Seed = seed.Get }, many = one with { DegreeOfParallelism = 4 };
        return Same(MonteCarlo.Trades(profits, 1000, 12, one), MonteCarlo.Trades(profits, 1000, 12, many));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_initial_loss_is_a_drawdown_and_returns_compound()
    {
        MonteCarloOptions options = new() { Simulations = 10, BlockSize = 1, FanSteps = 2 };
        MonteCarloResult result = MonteCarlo.Returns(new double[] { -0.1, -0.1 }, 100, 252, options);
        // Every path loses 10 % twice: 81 is left, 19 % below the start.
        Assert.Equal(-19, result.ReturnPercent.Low, 1e-9);
        Assert.Equal(19, result.MaxDrawdownPercent.Median, 1e-9);
        Assert.Equal((1d, 0d), (result.LossProbability, result.RuinProbability));
        Assert.Null(result.ObservedSharpe);
        Assert.Null(result.Sharpe);
        Assert.Null(result.SignFlipPValue);
        Assert.Equal([(0, 100d), (1, 90d), (2, 81d)], result.Fan.Select(step => (step.Observation, Math.Round(step.Median, 9))));
    }

    [Fact]
    public void Shuffled_paths_end_where_the_history_did_and_differ_in_between()
    {
        MonteCarloOptions options = new() { Simulations = 300, Draw = MonteCarloDraw.Shuffle, BlockSize = 1000, FanSteps = 3 };
        MonteCarloResult result = MonteCarlo.Trades(Profits, 10_000, 50, options);
        double total = Profits.Sum() / 100;
        Assert.Equal((total, total), (Math.Round(result.ReturnPercent.Low, 9), Math.Round(result.ReturnPercent.High, 9)));
        Assert.True(result.MaxDrawdownPercent.Low < result.MaxDrawdownPercent.High);
        Assert.Equal(result.ObservedSharpe ?? 0, result.Sharpe?.Median ?? 0, 1e-9);
        Assert.True(result.Fan[1].Percentile5 < result.Fan[1].Percentile95);
        Assert.True(Same(result, MonteCarlo.Trades(Profits, 10_000, 50, options with { DegreeOfParallelism = 2 })));
        Assert.False(Same(result, MonteCarlo.Trades(Profits, 10_000, 50, options with { Seed = 7 })));
    }

    [Fact]
    public void Every_order_is_equally_likely()
    {
        // Of three profits, each of the six orders: 10,000 paths put each profit first in a third of them.
        MonteCarloOptions options = new() { Simulations = 10_000, Draw = MonteCarloDraw.Shuffle, FanSteps = 3 };
        MonteCarloResult result = MonteCarlo.Trades(new double[] { -100, 0, 100 }, 1000, 50, options);
        // A loss first: 10 % down. Gain then loss at the end: 100/1100. Both at least one third; five standard deviations are 0.024.
        Assert.Equal((900d, 1000d, 1100d), (result.Fan[1].Percentile5, result.Fan[1].Median, result.Fan[1].Percentile95));
        MonteCarloResult ruin = MonteCarlo.Trades(new double[] { -100, 0, 100 }, 1000, 50, options with { RuinDrawdown = 0.095 });
        Assert.InRange(ruin.RuinProbability, 0.5 - 0.025, 0.5 + 0.025);
    }

    [Fact]
    public void Signs_that_matter_are_told_from_luck()
    {
        double[] steady = [.. Enumerable.Range(0, 200).Select(i => 0.002 + Math.Sin(i * i) / 500)];
        double[] noise = [.. Enumerable.Range(0, 200).Select(i => Math.Sin(i * i) / 500)];
        Assert.Equal(1 / 1001.0, MonteCarlo.Returns(steady, 1, 252, new()).SignFlipPValue);
        Assert.InRange(MonteCarlo.Returns(noise, 1, 252, new()).SignFlipPValue ?? 0, 0.1, 1);
    }

    private static bool Same(MonteCarloResult left, MonteCarloResult right) =>
        left.ReturnPercent == right.ReturnPercent && left.Sharpe == right.Sharpe && left.MaxDrawdownPercent == right.MaxDrawdownPercent
        && left.SignFlipPValue == right.SignFlipPValue && left.Fan.SequenceEqual(right.Fan);

    private static (double Return, double Sharpe, double Drawdown) Plain(int path, double capital, double tradesPerYear)
    {
        int[] starts = MonteCarlo.BlockStarts(42, path, Profits.Length, 5);
        double[] drawn = [.. starts.SelectMany(start => Enumerable.Range(start, 5)).Take(Profits.Length).Select(i => Profits[i % Profits.Length])];
        double mean = drawn.Average();
        double deviation = Math.Sqrt(drawn.Sum(value => (value - mean) * (value - mean)) / (drawn.Length - 1));
        double[] equity = [capital, .. drawn.Select((_, i) => capital + drawn.Take(i + 1).Sum())];
        double drawdown = equity.Select((value, i) => 1 - value / equity.Take(i + 1).Max()).Max();
        return (drawn.Sum() / capital * 100, mean / deviation * Math.Sqrt(tradesPerYear), drawdown * 100);
    }

    private static double Interpolated(double[] values, double fraction)
    {
        Array.Sort(values);
        double position = (values.Length - 1) * fraction;
        int below = (int)position;
        return values[below] + (position - below) * (values[Math.Min(below + 1, values.Length - 1)] - values[below]);
    }
}
