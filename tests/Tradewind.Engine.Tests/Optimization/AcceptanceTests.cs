using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests.Optimization;

public class AcceptanceTests
{
    private const int Bars = 500;

    // On these waves short averages earn money and the baseline's are half a wave late.
    private static readonly InstrumentSeries s_waves = SweepMarkets.Waves(Bars);
    private static readonly Dictionary<string, string> s_late = new() { ["fast"] = "30", ["slow"] = "60" };

    private static WalkForwardRequest Request(AcceptanceRule? rule) => new()
    {
        Backtest = SweepMarkets.Backtest(s_waves),
        Axes = [ParameterAxis.Range("fast", 2, 4), ParameterAxis.Of("slow", "8", "16")],
        Lengths = (160, 60),
        UsesHistory = true,
        Selection = new SelectionRule { MinTrades = 3 },
        Acceptance = rule,
    };

    private static AcceptanceRule Rule(IReadOnlyDictionary<string, string> baseline, InstrumentSeries? market = null) => new()
    {
        Market = market ?? s_waves, Baseline = baseline,
    };

    private static AcceptanceVerdict Judge(WalkForwardRequest request) => WalkForwardOptimizer.Run(request).Verdict!;

    [Fact]
    public void Golden_windows_of_fixed_length()
    {
        WalkForwardWindow[] windows = [.. WalkForwardPlan.OfLengths(1000, 180, 60, anchored: false)];
        Assert.Equal(13, windows.Length);
        Assert.Equal(new WalkForwardWindow(40, 220, 280), windows[0]);
        Assert.Equal(new WalkForwardWindow(760, 940, 1000), windows[^1]);
        Assert.All(WalkForwardPlan.OfLengths(1000, 180, 60, anchored: true), window => Assert.Equal(0, window.InSampleStart));
        Assert.Single(WalkForwardPlan.OfLengths(240, 180, 60, anchored: false));
        foreach ((int bars, int inSample, int outOfSample) in (ReadOnlySpan<(int, int, int)>)[(239, 180, 60), (1000, 20, 60), (1000, 180, 5)])
        {
            Assert.Equal("FOLDS_INVALID", Assert.Throws<InvalidInputException>(() => WalkForwardPlan.OfLengths(bars, inSample, outOfSample, false)).Reason);
        }
    }

    [Fact]
    public void Golden_residual_returns()
    {
        // By hand: means 0.0125 and 0.0025; covariance 0.000775/3, variance 0.000875/3, so the slope is 31/35; residuals are
        // 0.01 − 31/3500, 0.02, −0.01 + 62/3500, 0.03 − 62/3500 with mean 0.0125 − 31/35 × 0.0025.
        ResidualReturns residual = ResidualReturns.Of([0.01, 0.02, -0.01, 0.03], [0.01, 0.00, -0.02, 0.02], 4);
        double[] left = [0.01 - 31.0 / 3500, 0.02, -0.01 + 62.0 / 3500, 0.03 - 62.0 / 3500];
        double mean = left.Average(), deviation = Math.Sqrt(left.Sum(value => (value - mean) * (value - mean)) / 3);
        Assert.Equal(31.0 / 35, residual.Beta!.Value, 1e-12);
        Assert.Equal(4 * (0.0125 - 31.0 / 35 * 0.0025), residual.AnnualAlpha!.Value, 1e-12);
        Assert.Equal(2 * mean / deviation, residual.InformationRatio!.Value, 1e-9);
        Assert.Equal(4, residual.Count);
    }

    [Fact]
    public void Residual_returns_are_undefined_where_nothing_is_left_to_vary()
    {
        double[] market = [0.01, -0.02, 0.015, 0.003, -0.007];
        Assert.Null(ResidualReturns.Of([.. market.Select(value => 0.5 * value)], market, 365).InformationRatio);
        Assert.Null(ResidualReturns.Of(new double[5], market, 365).InformationRatio);
        Assert.Null(ResidualReturns.Of(market, new double[5], 365).Beta);
        // A pair with a missing value is none.
        Assert.Equal(4, ResidualReturns.Of(market, [double.NaN, -0.01, 0.02, 0.01, 0], 365).Count);
    }

    [Fact]
    public void A_change_that_improves_and_is_not_the_market_is_accepted()
    {
        WalkForwardResult result = WalkForwardOptimizer.Run(Request(Rule(s_late)));
        AcceptanceVerdict verdict = result.Verdict!;
        Assert.True(verdict.Accepted, string.Join(' ', verdict.Conditions.Select(condition => condition.Reason)));
        Assert.Equal(["sharpe_improvement", "residual_information_ratio"], verdict.Conditions.Select(condition => condition.Name));
        Assert.Equal(result.Metrics.SharpeRatio - verdict.BaselineMetrics.SharpeRatio, verdict.Conditions[0].Value);
        Assert.Equal((0.2, 0.3), (verdict.Conditions[0].Least, verdict.Conditions[1].Least));
        Assert.Equal(s_late, verdict.Baseline);
        Assert.Equal(result.Equity.Length, verdict.BaselineEquity.Length);
        Assert.Contains("at least 0.2", verdict.Conditions[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_does_not_improve_is_refused_for_that_alone()
    {
        // The only combination is the baseline itself.
        AcceptanceVerdict verdict = Judge(Request(Rule(new Dictionary<string, string> { ["fast"] = "3", ["slow"] = "16" })) with
        {
            Axes = [ParameterAxis.Of("fast", "3"), ParameterAxis.Of("slow", "16")],
        });
        Assert.False(verdict.Accepted);
        Assert.Equal([false, true], verdict.Conditions.Select(condition => condition.IsMet));
        Assert.Equal(0, verdict.Conditions[0].Value!.Value, 1e-12);
        Assert.Contains("less than 0.2", verdict.Conditions[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_is_only_the_market_is_refused_for_that_alone()
    {
        // A market that does what the choices do, but for an alternation that earns nothing.
        WalkForwardResult alone = WalkForwardOptimizer.Run(Request(null));
        Assert.Null(alone.Verdict);
        double[] levels = [.. alone.Equity.ToArray().Select((equity, i) => equity * (i % 2 == 0 ? 1.00005 : 0.99995))];
        InstrumentSeries market = Markets.Closes(new Instrument("FUND", AssetClass.Equity), [.. Enumerable.Repeat(levels[0], Bars - levels.Length), .. levels]);
        AcceptanceVerdict verdict = Judge(Request(Rule(s_late, market)));
        Assert.False(verdict.Accepted);
        Assert.Equal([true, false], verdict.Conditions.Select(condition => condition.IsMet));
        Assert.Equal(1, verdict.Residual.Beta!.Value, 0.1);
        Assert.Contains("less than 0.3", verdict.Conditions[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_undefined_is_refused_and_says_why()
    {
        AcceptanceVerdict verdict = Judge(Request(Rule(s_late)) with { Selection = new SelectionRule { MinTrades = 5000 } });
        Assert.False(verdict.Accepted);
        Assert.All(verdict.Conditions, condition => Assert.Null(condition.Value));
        Assert.All(verdict.Conditions, condition => Assert.Contains("undefined", condition.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Windows_may_read_earlier_history_and_trade_flat()
    {
        WalkForwardFold fold = WalkForwardOptimizer.Run(Request(null)).Folds[1];
        BacktestRequest backtest = SweepMarkets.Backtest(s_waves) with { Parameters = fold.Parameters! };
        BacktestResult inside = BacktestRunner.Run(backtest with
        {
            End = s_waves.Times.Span[fold.Window.OutOfSampleStart], TradeFrom = s_waves.AvailableAt(fold.Window.InSampleStart - 1),
        });
        Assert.Equal(fold.InSample!.TotalReturn, inside.Metrics.TotalReturn);
        Assert.Equal(fold.Window.InSampleLength, inside.Equity.Length);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_verdict()
    {
        AcceptanceVerdict one = Judge(Request(Rule(s_late))), two = Judge(Request(Rule(s_late)) with { DegreeOfParallelism = 2 });
        Assert.Equal(one.Conditions.AsEnumerable(), two.Conditions.AsEnumerable());
        Assert.Equal(one.BaselineEquity.ToArray(), two.BaselineEquity.ToArray());
    }

    [Fact]
    public void Thresholds_out_of_range_are_refused()
    {
        foreach (double wrong in (double[])[-0.1, 10.5, double.NaN])
        {
            InvalidInputException error = Assert.Throws<InvalidInputException>(() => (Rule(s_late) with { Thresholds = new AcceptanceThresholds { LeastSharpeImprovement = wrong } }).Validate());
            Assert.Equal(("ACCEPTANCE_INVALID", "acceptance.least_sharpe_improvement"), (error.Reason, error.Violations[0].Field));
            Assert.Throws<InvalidInputException>(() => new AcceptanceThresholds { LeastInformationRatio = wrong }.Validate());
        }
    }
}
