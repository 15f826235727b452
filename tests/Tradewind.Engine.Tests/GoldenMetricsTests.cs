using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

/// <summary>Golden numbers 1 to 5 and 11 of the backtest specification, and the undefined cases.</summary>
public class GoldenMetricsTests
{
    private static readonly double[] Equity = [1_000_000, 1_010_000, 1_005_000, 1_020_000, 1_012_000, 1_000_000, 1_008_000, 1_030_000];

    private static PerformanceMetrics Compute(double[] equity, double riskFree = 0.05, double[]? benchmark = null) =>
        PerformanceCalculator.Compute(new PerformanceInput
        {
            Times = equity.Select((_, i) => (i + 1) * UnixTime.Day).ToArray(),
            Equity = equity,
            PeriodsPerYear = 252,
            RiskFreeRate = riskFree,
            Benchmark = benchmark ?? [],
        });

    private static void Near(double expected, double? actual)
    {
        Assert.NotNull(actual);
        // The specification prints six decimals.
        Assert.Equal(expected, actual.Value, 5e-7);
    }

    [Fact]
    public void Returns_and_ratios()
    {
        PerformanceMetrics metrics = Compute(Equity);
        Near(3, metrics.TotalReturnPercent);
        Near(108.357949, metrics.AnnualizedReturnPercent);
        Near(189.827833, metrics.CagrPercent);
        Near(20.083156, metrics.AnnualizedVolatilityPercent);
        Near(5.146499, metrics.SharpeRatio);
        Near(5.395464, Compute(Equity, riskFree: 0).SharpeRatio);
        Near(11.200864, metrics.SortinoRatio);
        Near(9.032490, metrics.DownsideVolatilityPercent);
    }

    [Fact]
    public void Drawdowns()
    {
        PerformanceMetrics metrics = Compute(Equity);
        Near(-1.960784, metrics.MaxDrawdownPercent);
        Near(-1.104155, metrics.AverageDrawdownPercent);
        Assert.Equal((3, 2), (metrics.MaxDrawdownDuration, metrics.RecoveryTime));
        Near(0.872423, metrics.UlcerIndex);
        Near(96.812195, metrics.CalmarRatio);
    }

    [Fact]
    public void Shape_of_the_returns()
    {
        PerformanceMetrics metrics = Compute(Equity);
        Near(-1.065334, metrics.ValueAtRisk95Percent);
        Near(-1.185771, metrics.ConditionalValueAtRisk95Percent);
        Near(-1.161683, metrics.ValueAtRisk99Percent);
        Near(0.002067, metrics.Skewness);
        Near(-1.655508, metrics.Kurtosis);
        Near(2.221006, metrics.OmegaRatio);
        Near(1.854385, metrics.TailRatio);
    }

    [Fact]
    public void Against_a_benchmark()
    {
        BenchmarkMetrics? metrics = Compute(Equity, benchmark: [100, 100.5, 100.2, 101, 100.7, 100.1, 100.6, 101.9]).Benchmark;
        Near(4.297942, metrics?.InformationRatio);
        Near(9.307182, metrics?.TrackingErrorPercent);
        Near(1.835044, metrics?.Beta);
        Near(-12.903479, metrics?.AlphaPercent);
    }

    [Fact]
    public void Trades()
    {
        TradeMetrics metrics = TradeMetrics.Of([1500, -800, 2200, -1200, 600, -400, 900]);
        Assert.Equal(7, metrics.Total);
        Near(57.142857, metrics.WinRatePercent);
        Near(2.166667, metrics.ProfitFactor);
        Near(1300, metrics.AverageWin);
        Near(-800, metrics.AverageLoss);
        Near(400, metrics.Expectancy);
        Near(1.625, metrics.PayoffRatio);
        Near(0.846415, metrics.SystemQualityNumber);
        Assert.Equal((1, 1), (metrics.MaxConsecutiveWins, metrics.MaxConsecutiveLosses));
    }

    [Fact]
    public void Probabilistic_Sharpe_ratio() => Near(0.940075, SharpeSignificance.Probabilistic(0.1, 252, -0.3, 4));

    [Fact]
    public void What_is_undefined_is_absent_and_never_zero()
    {
        PerformanceMetrics flat = Compute([100, 100, 100]);
        Assert.Null(flat.SharpeRatio);
        Assert.Null(flat.CalmarRatio);
        Assert.Null(flat.OmegaRatio);
        Assert.Null(flat.Skewness);
        Assert.Null(flat.ProbabilisticSharpeRatio);
        Assert.Null(flat.RecoveryTime);
        Assert.Equal((0d, 0d), (flat.TotalReturnPercent, flat.AnnualizedVolatilityPercent));
        Assert.Null(Compute([100, 101]).SharpeRatio);
        Assert.Null(Compute([100, 101, 102]).Kurtosis);
        Assert.Null(Compute([]).StartTime);
    }

    [Fact]
    public void Trade_figures_without_trades_are_absent_and_without_losses_infinite()
    {
        TradeMetrics none = TradeMetrics.Of([]);
        Assert.Equal(0, none.Total);
        Assert.Null(none.WinRatePercent);
        Assert.Null(none.ProfitFactor);
        Assert.Null(none.SystemQualityNumber);
        TradeMetrics wins = TradeMetrics.Of([1, 2]);
        Assert.Equal(double.PositiveInfinity, wins.ProfitFactor);
        Assert.Null(wins.AverageLoss);
        Assert.Null(wins.PayoffRatio);
    }

    [Fact]
    public void A_ruined_account_has_lost_everything_and_earns_nothing_more()
    {
        PerformanceMetrics ruined = Compute([100, 50, -10, -20]);
        Assert.Equal(-100, ruined.CagrPercent);
        Assert.Null(ruined.Stability);
        Assert.Equal([-0.5, -1.2, 0], PerformanceCalculator.Returns([100, 50, -10, -20]).Select(r => Math.Round(r, 12)));
    }

    [Fact]
    public void Rolling_Sharpe_is_the_ratio_of_each_window()
    {
        double[] returns = [0.01, 0.02, -0.01, 0.03, 0.03, 0.03, 0.03];
        double[] rolling = RollingSharpe.Of(returns, 4, 252);
        // Mean 0.0125 and sample variance 8.75e-4 / 3 over the first four: √135. The last four do not vary.
        Assert.Equal(Math.Sqrt(135), rolling[3], 1e-9);
        Assert.Equal([true, true, true, false, false, false, true], rolling.Select(double.IsNaN));
    }

    [Fact]
    public void Steady_growth_is_perfectly_stable() =>
        Assert.Equal(1, Compute([.. Enumerable.Range(0, 50).Select(i => 100 * Math.Pow(1.001, i))]).Stability ?? double.NaN, 9);

    [Fact]
    public void Months_are_those_a_point_ends_and_compound_to_the_year()
    {
        // Points at 00:00 of Feb 1 and Mar 1 close January and February; the last one lies in March. April is missing.
        long[] times =
        [
            UnixTime.FromDate(2024, 1, 16), UnixTime.FromDate(2024, 2, 1), UnixTime.FromDate(2024, 3, 1),
            UnixTime.FromDate(2024, 3, 20), UnixTime.FromDate(2024, 5, 10),
        ];
        var months = MonthlyReturns.Of(times, [100, 110, 99, 108.9, 108.9]);
        Assert.Equal([(2024, 1), (2024, 2), (2024, 3), (2024, 5)], months.Select(month => (month.Year, month.Month)));
        Assert.Equal([10, -10, 10, 0], months.Select(month => Math.Round(month.ReturnPercent, 9)));
        Assert.Equal(8.9, MonthlyReturns.Year(months, 2024) ?? double.NaN, 9);
        Assert.Null(MonthlyReturns.Year(months, 2023));
    }

    [Theory]
    [InlineData(24 * 7, false, 52)]
    [InlineData(24 * 30, true, 12)]
    [InlineData(24, true, 365)]
    [InlineData(24, false, 252)]
    [InlineData(1, true, 365 * 24)]
    [InlineData(1, false, 252 * 24)]
    public void Periods_per_year_follow_the_spacing(int hours, bool everyDay, double expected) =>
        Assert.Equal(expected, PeriodsPerYear.Infer([.. Enumerable.Range(1, 240).Select(i => i * hours * UnixTime.Hour)], everyDay));

    [Fact]
    public void Drawdown_table_lists_each_stretch_and_leaves_an_open_one_unrecovered()
    {
        DrawdownAnalysis analysis = DrawdownAnalysis.Of([1, 2, 3, 4, 5, 6], [100, 90, 100, 120, 60, 90]);
        Assert.Equal(
            [new DrawdownEpisode(1, 2, 3, -10, 1), new DrawdownEpisode(4, 5, null, -50, 2)],
            analysis.Episodes.Select(episode => episode with { DepthPercent = Math.Round(episode.DepthPercent, 9) }));
    }
}
