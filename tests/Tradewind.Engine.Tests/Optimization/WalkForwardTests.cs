using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests.Optimization;

public class WalkForwardTests
{
    private static readonly InstrumentSeries s_waves = SweepMarkets.Waves(400);

    private static WalkForwardRequest Request(bool anchored = false) => new()
    {
        Backtest = SweepMarkets.Backtest(s_waves),
        Axes = [ParameterAxis.Range("fast", 2, 4), ParameterAxis.Of("slow", "8", "16")],
        Folds = 4,
        InSampleFraction = 0.6,
        Anchored = anchored,
    };

    [Fact]
    public void Golden_folds_of_a_thousand_bars()
    {
        WalkForwardWindow[] folds = [.. WalkForwardPlan.Of(1000, 5, 0.7, anchored: false)];
        Assert.Equal([(0, 320, 456), (136, 456, 592), (272, 592, 728), (408, 728, 864), (544, 864, 1000)],
            folds.Select(fold => (fold.InSampleStart, fold.OutOfSampleStart, fold.OutOfSampleEnd)));
        Assert.All(WalkForwardPlan.Of(1000, 5, 0.7, anchored: true), fold => Assert.Equal(0, fold.InSampleStart));
    }

    [Fact]
    public void Out_of_sample_windows_cover_the_end_of_the_data_without_gap_or_overlap() => Prop.ForAll<PositiveInt, PositiveInt, bool>((bars, k, anchored) =>
    {
        (int n, int folds) = (100 + 13 * bars.Get, 1 + k.Get % 6);
        WalkForwardWindow[] windows = [.. WalkForwardPlan.Of(n, folds, 0.7, anchored)];
        return windows.Length == folds && windows[^1].OutOfSampleEnd == n
            && windows.Zip(windows.Skip(1)).All(pair => pair.First.OutOfSampleEnd == pair.Second.OutOfSampleStart)
            && windows.All(window => window.OutOfSampleLength == windows[0].OutOfSampleLength);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Windows_that_are_too_short_are_refused()
    {
        Assert.Equal("FOLDS_INVALID", Assert.Throws<InvalidInputException>(() => WalkForwardPlan.Of(60, 10, 0.7, false)).Reason);
        Assert.Equal("in_sample_fraction", Assert.Throws<InvalidInputException>(() => WalkForwardPlan.Of(1000, 5, 1, false)).Violations[0].Field);
    }

    [Fact]
    public void Golden_stitching()
    {
        double[] stitched = StitchedCurve.Of([[100, 102, 104.04], [100, 99, 100.98]]);
        Assert.Equal([100, 102, 104.04, 102.9996, 105.059592], stitched.Select(value => Math.Round(value, 9)));
    }

    [Fact]
    public void A_fold_chooses_on_its_own_bars_and_trades_the_next_ones_warmed_up_and_closed_at_the_end()
    {
        WalkForwardResult result = WalkForwardOptimizer.Run(Request());
        WalkForwardFold fold = result.Folds[1];
        Assert.NotNull(fold.Parameters);
        long Open(int bar) => s_waves.Times.Span[bar];
        BacktestRequest backtest = SweepMarkets.Backtest(s_waves) with { Parameters = fold.Parameters };
        BacktestResult inside = BacktestRunner.Run(backtest with { Start = Open(fold.Window.InSampleStart), End = Open(fold.Window.OutOfSampleStart) });
        Assert.Equal(inside.Metrics, fold.InSample);
        Assert.Equal(inside.Metrics.SharpeRatio, fold.InSampleScore);
        BacktestResult outside = BacktestRunner.Run(backtest with
        {
            Start = Open(fold.Window.InSampleStart),
            End = Open(fold.Window.OutOfSampleEnd),
            TradeFrom = s_waves.AvailableAt(fold.Window.OutOfSampleStart - 1),
            Options = backtest.Options with { CloseAtEnd = true },
        });
        Assert.Equal(fold.Window.OutOfSampleLength, outside.Equity.Length);
        Assert.Equal(outside.Trades.Count, fold.OutOfSample?.Trades.Total);
        Assert.Equal(outside.Equity.Span[^1] - 100_000, fold.OutOfSample?.TotalReturn);
        Assert.Empty(outside.OpenPositions);
    }

    [Fact]
    public void Halts_of_the_drawdown_guard_are_counted_in_and_out_of_sample()
    {
        Assert.All(WalkForwardOptimizer.Run(Request()).Folds, fold => Assert.Equal((0, null), (fold.HaltedCount, fold.OutOfSampleHaltedAt)));
        WalkForwardRequest guarded = Request() with
        {
            Backtest = Request().Backtest with { Options = Request().Backtest.Options with { MaxDrawdown = 0.005 } },
            // Cut short as they are, one has to be chosen all the same.
            Selection = new SelectionRule { MinTrades = 1, MinSharpe = -100 },
        };
        WalkForwardResult result = WalkForwardOptimizer.Run(guarded);
        Assert.All(result.Folds, fold => Assert.InRange(fold.HaltedCount, 1, result.Combinations));
        Assert.Contains(result.Folds, fold => fold.OutOfSampleHaltedAt >= fold.OutOfSampleStart && fold.OutOfSampleHaltedAt <= fold.OutOfSampleEnd);
    }

    [Fact]
    public void The_stitched_curve_has_a_point_a_bar_and_the_folds_returns()
    {
        WalkForwardResult result = WalkForwardOptimizer.Run(Request());
        int first = result.Folds[0].Window.OutOfSampleStart;
        Assert.Equal(400 - first + 1, result.Equity.Length);
        Assert.Equal(result.Equity.Length, result.Times.Length);
        Assert.Equal(s_waves.AvailableAt(first - 1), result.Times.Span[0]);
        Assert.Equal(100_000, result.Equity.Span[0]);
        double growth = result.Folds.Aggregate(1.0, (product, fold) => product * (1 + (fold.OutOfSample?.TotalReturnPercent ?? 0) / 100));
        Assert.Equal(100_000 * growth, result.Equity.Span[^1], 1e-6);
        Assert.Equal(result.Folds.Sum(fold => fold.OutOfSample?.Trades.Total ?? 0), result.Metrics.Trades.Total);
        Assert.Equal(6, result.Overfitting.Trials);
        Assert.NotNull(result.BestParameters);
        Assert.InRange(result.ParameterStability ?? 0, 0.25, 1);
        Assert.Equal(
            result.Folds.Average(fold => fold.OutOfSample?.AnnualizedReturnPercent) / result.Folds.Average(fold => fold.InSample?.AnnualizedReturnPercent),
            result.Efficiency);
    }

    [Fact]
    public void What_comes_after_a_fold_changes_nothing_in_it()
    {
        // The same history with another future: folds that end before it must not move.
        double[] closes = s_waves.Column("close").ToArray();
        WalkForwardResult before = WalkForwardOptimizer.Run(Request());
        int cut = before.Folds[1].Window.OutOfSampleEnd;
        double[] changed = [.. closes.Select((close, i) => i < cut ? close : 200 - close)];
        WalkForwardResult after = WalkForwardOptimizer.Run(Request() with
        {
            Backtest = SweepMarkets.Backtest(Markets.Closes(s_waves.Instrument, changed)),
        });
        for (int fold = 0; fold < 2; fold++)
        {
            Assert.Equal(before.Folds[fold].InSample, after.Folds[fold].InSample);
            Assert.Equal(before.Folds[fold].OutOfSample, after.Folds[fold].OutOfSample);
        }

        Assert.NotEqual(before.Folds[3].OutOfSample, after.Folds[3].OutOfSample);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_number_of_threads_changes_nothing(bool anchored)
    {
        WalkForwardResult one = WalkForwardOptimizer.Run(Request(anchored));
        WalkForwardResult many = WalkForwardOptimizer.Run(Request(anchored) with { DegreeOfParallelism = 4 });
        Assert.Equal(one.Equity.ToArray(), many.Equity.ToArray());
        Assert.Equal(one.Overfitting, many.Overfitting);
        Assert.Equal(one.Metrics, many.Metrics);
    }

    [Fact]
    public void A_walk_forward_that_was_stopped_goes_on_and_ends_the_same()
    {
        WalkForwardResult whole = WalkForwardOptimizer.Run(Request());
        // Six combinations, four folds and the run over all out-of-sample bars.
        foreach (int stopAfter in (int[])[0, 5, 13, 24, 28])
        {
            MemoryLog log = new();
            using CancellationTokenSource cancel = new();
            log.Kept += () => (log.Count > stopAfter ? cancel : null)?.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => WalkForwardOptimizer.Run(Request(), log: log, cancellation: cancel.Token));
            Assert.Equal(stopAfter + 1, log.Count);
            WalkForwardResult resumed = WalkForwardOptimizer.Run(Request() with { DegreeOfParallelism = 2 }, log: log);
            Assert.Equal(30, log.Writes);
            Assert.Equal(whole.Equity.ToArray(), resumed.Equity.ToArray());
            Assert.Equal((whole.Metrics, whole.Overfitting), (resumed.Metrics, resumed.Overfitting));
            Assert.Equal(whole.Folds.Select(fold => fold.InSample), resumed.Folds.Select(fold => fold.InSample));
        }
    }

    [Fact]
    public void Folds_without_a_valid_combination_stay_flat()
    {
        WalkForwardResult result = WalkForwardOptimizer.Run(Request() with { Selection = new SelectionRule { MinTrades = 5000 } });
        Assert.All(result.Folds, fold => Assert.Null(fold.Parameters));
        Assert.All(result.Equity.ToArray(), equity => Assert.Equal(100_000, equity));
        Assert.Null(result.BestParameters);
        Assert.Null(result.Efficiency);
        Assert.Null(result.Overfitting.DeflatedSharpe);
    }

    [Fact]
    public void The_fewest_trades_shrink_with_the_fold()
    {
        // 5 on 400 bars are ⌊5·112/400 + ½⌋ = 1 in a fold: every fold has a choice although none has 5 trades.
        WalkForwardResult result = WalkForwardOptimizer.Run(Request() with
        {
            Axes = [ParameterAxis.Of("fast", "3"), ParameterAxis.Of("slow", "16")], Selection = new SelectionRule { MinTrades = 5 },
        });
        Assert.All(result.Folds, fold => Assert.InRange(fold.InSample?.Trades.Total ?? 0, 1, 4));
        Assert.Equal(1, result.Combinations);
        Assert.Equal(1, result.ParameterStability);
    }
}
