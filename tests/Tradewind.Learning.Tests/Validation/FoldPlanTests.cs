using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Errors;
using Tradewind.Learning.Validation;

namespace Tradewind.Learning.Tests.Validation;

public class FoldPlanTests
{
    [Fact]
    public void Walk_forward_folds_have_the_published_bounds()
    {
        // Golden 3.
        Assert.Equal(
            [(3, 5, 8), (6, 8, 11), (9, 11, 14), (12, 14, 17), (15, 17, 20)],
            FoldPlan.WalkForward(20, 2, new WalkForwardSpec()).Select(f => (f.TrainEnd, f.TestStart, f.TestEnd)));

        Fold[] larger = [.. FoldPlan.WalkForward(103, 5, new WalkForwardSpec())];
        Assert.Equal(new Fold(1, 0, 13, 18, 35), larger[0]);
        Assert.Equal(new Fold(5, 0, 81, 86, 103), larger[4]);
    }

    [Theory]
    [InlineData(95, 5, 71, 76)]
    [InlineData(7, 1, 5, 6)]
    public void Holdout_embargoes_the_rows_before_the_test(int rows, int horizon, int trainEnd, int testStart) =>
        // Golden 2.
        Assert.Equal(new Fold(0, 0, trainEnd, testStart, rows), FoldPlan.Holdout(rows, horizon, 0.2));

    [Fact]
    public void Holdout_rounds_half_to_even()
    {
        Assert.Equal(2, FoldPlan.Holdout(10, 1, 0.25).TestCount);
        Assert.Equal(4, FoldPlan.Holdout(14, 1, 0.25).TestCount);
    }

    [Theory]
    [InlineData(2, 1, 0.2, "yields 0 test rows out of 2")]
    [InlineData(10, 1, 0.99, "yields 10 test rows out of 10")]
    [InlineData(10, 8, 0.2, "no training row is left")]
    [InlineData(10, int.MaxValue, 0.2, "no training row is left")]
    [InlineData(10, 1, 0, "between 0 and 1")]
    [InlineData(10, 1, double.NaN, "between 0 and 1")]
    public void Holdout_without_rows_on_both_sides_is_refused(int rows, int horizon, double testSize, string says) =>
        Assert.Contains(says, Assert.Throws<InvalidInputException>(() => FoldPlan.Holdout(rows, horizon, testSize)).Message, StringComparison.Ordinal);

    [Fact]
    public void Walk_forward_needs_k_plus_1_times_h_plus_1_rows()
    {
        Assert.Equal(5, FoldPlan.WalkForward(186, 30, new WalkForwardSpec()).Length);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => FoldPlan.WalkForward(185, 30, new WalkForwardSpec()));
        Assert.Contains("need 186 labelled rows, there are 185", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cross_validation_skips_folds_without_training_rows_and_keeps_numbers()
    {
        // m = 3: the tests start at 5, 8, 11, 14, 17 and the first two leave nothing after an embargo of 8.
        Assert.Equal([3, 4, 5], FoldPlan.CrossValidation(20, 8, 5).Select(fold => fold.Number));
        Assert.Throws<InvalidInputException>(() => FoldPlan.CrossValidation(20, 17, 5));
    }

    [Theory]
    [InlineData(0, null, "walk_forward.folds")]
    [InlineData(5, 0, "walk_forward.train_window")]
    public void Settings_out_of_range_name_their_field(int folds, int? window, string field) => Assert.Equal(
        field,
        Assert.Throws<InvalidInputException>(() => FoldPlan.WalkForward(1000, 1, new WalkForwardSpec { Folds = folds, TrainWindow = window })).Violations[0].Field);

    [Fact]
    public void Folds_follow_one_another_and_no_training_label_reaches_into_a_test() =>
        Prop.ForAll(
            Gen.Choose(0, 400).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), Gen.Choose(1, 8).ToArbitrary(),
            (extra, horizon, k) =>
            {
                int rows = (int)FoldPlan.RequiredRows(horizon, k) + extra;
                int? window = extra % 2 == 0 ? null : extra;
                Fold[] folds = [.. FoldPlan.WalkForward(rows, horizon, new WalkForwardSpec { Folds = k, TrainWindow = window })];
                bool chained = folds[^1].TestEnd == rows && folds.Zip(folds.Skip(1)).All(pair => pair.First.TestEnd == pair.Second.TestStart);
                // Row t's label is realised at t + h.
                bool embargoed = folds.All(fold => fold.TrainEnd - 1 + horizon < fold.TestStart);
                bool filled = folds.All(fold => fold.TrainCount > 0 && fold.TestCount == rows / (k + 1) && fold.TrainStart >= 0);
                bool rolled = window is null ? folds.All(fold => fold.TrainStart == 0) : folds.All(fold => fold.TrainCount <= window);
                return (folds.Length == k && chained && embargoed && filled && rolled).Label($"rows {rows}, horizon {horizon}, folds {k}, window {window}");
            }).QuickCheckThrowOnFailure();
}
