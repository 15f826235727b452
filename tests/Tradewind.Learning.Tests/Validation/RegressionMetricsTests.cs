using Tradewind.Learning.Supervised;
using Tradewind.Learning.Validation;

namespace Tradewind.Learning.Tests.Validation;

public class RegressionMetricsTests
{
    private static readonly double[] s_current = [100, 102, 101, 105, 104];
    private static readonly double[] s_actual = [102, 101, 105, 104, 108];
    private static readonly double[] s_predicted = [101, 103, 104, 104.5, 106];

    [Fact]
    public void Level_forecasts_have_the_published_errors() => AssertGolden(RegressionMetrics.Of(s_actual, s_predicted, s_current, TargetMode.Level));

    [Fact]
    public void The_same_forecasts_stated_as_changes_have_the_same_errors() => AssertGolden(RegressionMetrics.Of(
        [.. s_actual.Zip(s_current, (y, t) => y - t)], [.. s_predicted.Zip(s_current, (y, t) => y - t)], s_current, TargetMode.Change));

    private static void AssertGolden(RegressionMetrics metrics)
    {
        // Golden 4.
        Assert.Equal(1.3, metrics.Mae, 1e-12);
        Assert.Equal(2.05, metrics.Mse, 1e-12);
        Assert.Equal(1.431782, metrics.Rmse, 5e-7);
        Assert.Equal(2.756810, metrics.RandomWalkRmse, 5e-7);
        Assert.Equal(0.480638, metrics.Skill, 5e-7);
        Assert.Equal(0.8, metrics.DirectionalAccuracy, 1e-12);
        Assert.Equal(5, metrics.Count);
    }

    [Fact]
    public void Predicting_the_current_level_has_no_skill_and_no_direction()
    {
        // Golden 10.
        RegressionMetrics metrics = RegressionMetrics.Of(s_actual, s_current, s_current, TargetMode.Level);
        Assert.Equal(0.0, metrics.Skill);
        Assert.Equal(0.0, metrics.DirectionalAccuracy);
        Assert.Equal(metrics.RandomWalkR2, metrics.R2);
        Assert.Equal("NO SKILL vs random walk", Verdict.Of(metrics.Skill));
    }

    [Fact]
    public void Rows_without_a_change_do_not_count_for_direction()
    {
        RegressionMetrics metrics = RegressionMetrics.Of([0, 1, -1], [5, 1, 1], [1, 1, 1], TargetMode.Change);
        Assert.Equal(0.5, metrics.DirectionalAccuracy);
    }

    [Fact]
    public void Undefined_figures_are_NaN()
    {
        RegressionMetrics still = RegressionMetrics.Of([0, 0], [1, -1], [5, 5], TargetMode.Change);
        Assert.True(double.IsNaN(still.R2));
        Assert.True(double.IsNaN(still.Skill));
        Assert.True(double.IsNaN(still.DirectionalAccuracy));
        Assert.Equal(Verdict.NoSkill, Verdict.Of(still.Skill));
    }

    [Fact]
    public void R2_is_measured_against_the_mean_of_the_block() =>
        // Σe² = 2, Σ(y − 2)² = 2 + … = 8.
        Assert.Equal(0.75, RegressionMetrics.Of([0, 4, 2, 2], [1, 3, 2, 2], [9, 9, 9, 9], TargetMode.Change).R2, 1e-12);

    [Theory]
    [InlineData(0.31, 0.1, TargetMode.Level, true)]
    [InlineData(0.3, 0.9, TargetMode.Change, false)]
    [InlineData(0.1, 0.91, TargetMode.Change, true)]
    [InlineData(0.1, 0.99, TargetMode.Level, false)]
    [InlineData(double.NaN, double.NaN, TargetMode.Change, false)]
    public void Too_good_results_raise_the_leakage_alarm(double skill, double r2, TargetMode mode, bool alarm) =>
        Assert.Equal(alarm, Verdict.LeakageAlarm(skill, r2, mode) is not null);
}
