using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Learning.Supervised;
using static Tradewind.Learning.Tests.Sample;

namespace Tradewind.Learning.Tests.Supervised;

public class SupervisedProblemTests
{
    private static readonly double[] s_ramp = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

    private static Frame Ramp() => Daily(Raw("T", s_ramp), Engineered("x", [.. s_ramp.Select(t => t * 10)]));

    [Fact]
    public void Labels_of_a_ramp_lie_h_rows_ahead()
    {
        // Golden 1.
        SupervisedProblem level = SupervisedProblem.Build(Ramp(), new SupervisedSpec { Target = "T", Horizon = 3, Mode = TargetMode.Level });
        SupervisedProblem change = SupervisedProblem.Build(Ramp(), new SupervisedSpec { Target = "T", Horizon = 3 });

        Assert.Equal([3.0, 4, 5, 6, 7, 8, 9], level.Samples.Labels.ToArray());
        Assert.Equal(Enumerable.Repeat(3.0, 7), change.Samples.Labels.ToArray());
        Assert.Equal("T_t_plus_3", level.LabelName);
        Assert.Equal("T_change_over_3", change.LabelName);
        Assert.Equal(0, change.Times.Span[0]);
        Assert.Equal(3 * UnixTime.Day, change.LabelTimes.Span[0]);
        Assert.Equal([0.0, 1, 2, 3, 4, 5, 6], change.Samples.Current.ToArray());
    }

    [Fact]
    public void The_target_enters_the_features_only_as_its_lags()
    {
        SupervisedProblem problem = SupervisedProblem.Build(
            Daily(Raw("T", s_ramp), Raw("Dates", s_ramp), Engineered("x", s_ramp)), new SupervisedSpec { Target = "T", Lags = [2, 1] });

        Assert.Equal(["x", "T_lag_2", "T_lag_1"], problem.FeatureNames.AsEnumerable());
        Assert.Equal([2.0, 0, 1], problem.Samples.Features.Row(0).ToArray());
        Assert.Equal(7, problem.Samples.Count);
    }

    [Fact]
    public void A_whitelist_chooses_and_orders_features_but_never_admits_the_target()
    {
        SupervisedProblem problem = SupervisedProblem.Build(
            Daily(Raw("T", s_ramp), Raw("a", s_ramp), Raw("b", s_ramp), Raw("c", s_ramp)), new SupervisedSpec { Target = "T", Features = ["c", "T", "a"] });

        Assert.Equal(["c", "a"], problem.FeatureNames.AsEnumerable());
    }

    [Fact]
    public void Incomplete_rows_are_left_out_without_stretching_the_horizon()
    {
        double[] feature = [.. s_ramp];
        feature[4] = double.NaN;
        feature[6] = double.PositiveInfinity;
        SupervisedProblem problem = SupervisedProblem.Build(Daily(Raw("T", s_ramp), Engineered("x", feature)), new SupervisedSpec { Target = "T", Horizon = 2 });

        Assert.Equal([0.0, 1, 2, 3, 5, 7], problem.Samples.Current.ToArray());
        Assert.All(problem.Samples.Labels.ToArray(), label => Assert.Equal(2, label));
    }

    [Fact]
    public void Features_missing_too_often_are_dropped_before_rows_are()
    {
        double[] late = [.. s_ramp.Select(t => t < 6 ? double.NaN : t)];
        Frame frame = Daily(Raw("T", s_ramp), Engineered("x", s_ramp), Engineered("late", late));

        SupervisedProblem problem = SupervisedProblem.Build(frame, new SupervisedSpec { Target = "T" });

        Assert.Equal(["x"], problem.FeatureNames.AsEnumerable());
        Assert.Equal([new DroppedFeature("late", 0.6)], problem.DroppedFeatures.AsEnumerable());
        Assert.Equal(9, problem.Samples.Count);
        Assert.Contains(problem.Warnings, warning => warning.StartsWith("30 % of all feature values are missing", StringComparison.Ordinal));
        Assert.Equal(3, SupervisedProblem.Build(frame, new SupervisedSpec { Target = "T", MaxMissingShare = 0.6 }).Samples.Count);
    }

    [Fact]
    public void The_live_row_is_the_last_one_and_its_forecast_date_skips_weekends()
    {
        // Friday 2024-01-12 is the last of ten business days from Monday 2024-01-01.
        Frame frame = BusinessDays(UnixTime.FromDate(2024, 1, 1), Raw("T", s_ramp), Engineered("x", s_ramp));
        LiveRow live = SupervisedProblem.Build(frame, new SupervisedSpec { Target = "T", Horizon = 3 }).Live!;

        Assert.Equal(UnixTime.FromDate(2024, 1, 12), live.Time);
        Assert.Equal(UnixTime.FromDate(2024, 1, 17), live.ForecastTime);
        Assert.Equal(9, live.Current);
        Assert.Equal(0, live.RowsBehind);
    }

    [Fact]
    public void A_live_row_behind_the_end_is_announced_and_dated_by_the_rows_that_exist()
    {
        double[] feature = [.. s_ramp];
        feature[9] = double.NaN;
        SupervisedProblem problem = SupervisedProblem.Build(Daily(Raw("T", s_ramp), Engineered("x", feature)), new SupervisedSpec { Target = "T", Horizon = 3 });

        Assert.Equal(8 * UnixTime.Day, problem.Live!.Time);
        Assert.Equal(11 * UnixTime.Day, problem.Live.ForecastTime);
        Assert.Equal(1, problem.Live.RowsBehind);
        Assert.Contains(problem.Warnings, warning => warning.StartsWith("The latest complete row is 1970-01-09", StringComparison.Ordinal));
    }

    [Fact]
    public void An_irregular_calendar_reports_the_span_of_the_horizon()
    {
        Frame frame = BusinessDays(UnixTime.FromDate(2024, 1, 1), Raw("T", s_ramp), Engineered("x", s_ramp));

        Assert.Contains("1 rows span 1 to 3 calendar days.", SupervisedProblem.Build(frame, new SupervisedSpec { Target = "T" }).Warnings);
    }

    [Fact]
    public void Everything_wrong_with_a_specification_is_reported_at_once()
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => SupervisedProblem.Build(
            Ramp(), new SupervisedSpec { Target = "TT", Horizon = 0, Mode = (TargetMode)7, Lags = [1, 0], Features = ["x", "y"], MaxMissingShare = 2 }));

        Assert.Equal(["target", "horizon", "mode", "lags[1]", "features[1]", "max_missing_share"], error.Violations.Select(v => v.Field));
        Assert.Contains("Did you mean 'T'? Available: T, x.", error.Violations[0].Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(int.MaxValue)]
    public void A_horizon_beyond_the_data_leaves_no_row(int horizon) => Assert.Equal(
        "NO_LABELLED_ROWS",
        Assert.Throws<InvalidInputException>(() => SupervisedProblem.Build(Ramp(), new SupervisedSpec { Target = "T", Horizon = horizon })).Reason);

    [Fact]
    public void A_target_alone_leaves_nothing_to_learn_from() => Assert.Equal(
        "NO_FEATURES", Assert.Throws<InvalidInputException>(() => SupervisedProblem.Build(Daily(Raw("T", s_ramp)), new SupervisedSpec { Target = "T" })).Reason);
}
