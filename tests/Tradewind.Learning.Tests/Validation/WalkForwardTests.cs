using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Learning.Models;
using Tradewind.Learning.Selection;
using Tradewind.Learning.Supervised;
using Tradewind.Learning.Validation;
using static Tradewind.Learning.Tests.Sample;

namespace Tradewind.Learning.Tests.Validation;

public class WalkForwardTests
{
    [Fact]
    public void What_comes_after_a_fold_never_changes_its_predictions()
    {
        // A model of every kind, with features chosen inside the fold.
        Prop.ForAll(
            Gen.Choose(1, 5).ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), Gen.Choose(0, 1).ToArbitrary(),
            (fold, horizon, kind) =>
            {
                Frame past = Predictable(160, seed: fold + horizon);
                SupervisedProblem before = SupervisedProblem.Build(past, new SupervisedSpec { Target = "T", Horizon = horizon, Lags = [1, 3] });
                Fold tested = FoldPlan.WalkForward(before.Samples.Count, horizon, new WalkForwardSpec())[fold - 1];
                // The features and the target of every row after the last test row become something else.
                Frame otherFuture = Perturb(past, (int)(before.Times.Span[tested.TestEnd - 1] / UnixTime.Day) + 1);
                SupervisedProblem after = SupervisedProblem.Build(otherFuture, before.Spec);

                double[] a = PredictionsOf(before, tested, kind);
                double[] b = PredictionsOf(after, tested, kind);
                return Bits(a).SequenceEqual(Bits(b)).Label($"fold {fold}, horizon {horizon}, model {kind}");
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));
    }

    [Fact]
    public void Noise_has_no_skill_and_the_report_says_so()
    {
        SupervisedProblem problem = SupervisedProblem.Build(Noise(300, 8, seed: 5), new SupervisedSpec { Target = "T" });
        foreach (string key in (string[])["XGBoost", "Ridge", "RandomWalk"])
        {
            WalkForwardReport report = WalkForward.Run(problem, ModelCatalogue.Create(key, key == "XGBoost" ? SmallTrees : null), new WalkForwardSpec());
            Assert.InRange(report.Skill, -0.5, 0.0);
            Assert.Equal("NO SKILL vs random walk", report.Verdict);
            Assert.False(report.BeatsNaive);
            Assert.Null(report.LeakageAlarm);
        }
    }

    [Fact]
    public void A_real_signal_beats_the_random_walk_without_an_alarm()
    {
        SupervisedProblem problem = SupervisedProblem.Build(Predictable(400, seed: 3), new SupervisedSpec { Target = "T" });
        WalkForwardReport report = WalkForward.Run(problem, ModelCatalogue.Create("Ridge"), new WalkForwardSpec());

        Assert.InRange(report.Skill, 0.2, 0.3);
        Assert.Equal("beats naive", report.Verdict);
        Assert.True(report.DirectionalAccuracy > 0.65);
        Assert.Null(report.LeakageAlarm);
    }

    [Theory]
    [InlineData("XGBoost")]
    [InlineData("Ridge")]
    public void A_feature_that_knows_the_future_raises_the_alarm(string key)
    {
        Frame honest = Noise(300, 3, seed: 8);
        double[] target = honest.Find("T")!.Values.ToArray();
        double[] leak = [.. target.Select((now, i) => i + 1 < target.Length ? target[i + 1] - now : 0)];
        Frame leaking = Daily([.. honest.Columns, Engineered("leak", leak)]);

        WalkForwardReport report = WalkForward.Run(
            SupervisedProblem.Build(leaking, new SupervisedSpec { Target = "T" }), ModelCatalogue.Create(key, key == "XGBoost" ? SmallTrees : null), new WalkForwardSpec());

        Assert.StartsWith("Leakage alarm", report.LeakageAlarm, StringComparison.Ordinal);
    }

    [Fact]
    public void Aggregates_are_means_of_folds_and_predictions_are_pooled_in_order()
    {
        SupervisedProblem problem = SupervisedProblem.Build(Noise(103, 2, seed: 1), new SupervisedSpec { Target = "T", Horizon = 5 });
        List<int> seen = [];
        WalkForwardReport report = WalkForward.Run(problem, ModelCatalogue.Create("Linear"), new WalkForwardSpec(), fold => seen.Add(fold.Fold.Number));

        Assert.Equal([1, 2, 3, 4, 5], seen);
        Assert.Equal(report.Folds.Average(fold => fold.Metrics.Rmse), report.Rmse);
        Assert.Equal(1 - (report.Rmse / report.RandomWalkRmse), report.Skill);
        Assert.Equal(80, report.Predictions.Length);
        Assert.Equal(problem.Times[^80..].ToArray(), report.Predictions.Select(p => p.Time));
        Assert.All(report.Predictions, p => Assert.Equal(p.Time + (5 * UnixTime.Day), p.LabelTime));
        Assert.Equal(problem.Samples.Labels[^80..].ToArray(), report.Predictions.Select(p => p.Actual));
    }

    [Fact]
    public void A_rolling_window_forgets_old_rows()
    {
        SupervisedProblem problem = SupervisedProblem.Build(Noise(200, 2, seed: 2), new SupervisedSpec { Target = "T" });
        WalkForwardReport report = WalkForward.Run(problem, ModelCatalogue.Create("Linear"), new WalkForwardSpec { TrainWindow = 25 });

        Assert.All(report.Folds, fold => Assert.Equal(25, fold.Fold.TrainCount));
        Assert.Equal(problem.Times.Span[report.Folds[4].Fold.TrainStart], report.Folds[4].TrainFrom);
    }

    [Fact]
    public void Cancelling_after_a_fold_stops_the_run()
    {
        using CancellationTokenSource source = new();
        SupervisedProblem problem = SupervisedProblem.Build(Noise(100, 2, seed: 2), new SupervisedSpec { Target = "T" });
        int folds = 0;

        Assert.Throws<OperationCanceledException>(() => WalkForward.Run(
            problem, ModelCatalogue.Create("Ridge"), new WalkForwardSpec(),
            _ =>
            {
                folds++;
                source.Cancel();
            },
            cancellation: source.Token));
        Assert.Equal(1, folds);
    }

    private static double[] PredictionsOf(SupervisedProblem problem, Fold fold, int kind)
    {
        IModel inner = kind == 0 ? ModelCatalogue.Create("Ridge") : ModelCatalogue.Create("XGBoost", SmallTrees);
        PrunedModel model = new(inner, new CorrelationPruning(new CorrelationPruningSpec(), problem.FeatureNames, problem.RawFeatures));
        return [.. FoldRun.Run(problem, model, fold, default).Predictions.Select(p => p.Predicted)];
    }

    private static Frame Perturb(Frame frame, int from) => Daily([.. frame.Columns.Select(column => column with
    {
        Values = column.Values.ToArray().Select((value, row) => row < from ? value : (7 * value) + 1000 + row).ToArray(),
    })]);
}
