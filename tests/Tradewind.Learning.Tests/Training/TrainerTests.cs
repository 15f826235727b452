using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Learning.Supervised;
using Tradewind.Learning.Training;
using Tradewind.Learning.Validation;
using static Tradewind.Learning.Tests.Sample;

namespace Tradewind.Learning.Tests.Training;

public class TrainerTests
{
    private static readonly TrainingSpec s_trees = new() { Target = "T", Horizons = [1, 3], Lags = [1, 2], Parameters = SmallTrees };
    private static readonly TrainingSpec s_ridge = new() { Target = "T", Model = "Ridge" };

    [Fact]
    public void A_run_reports_every_horizon_and_the_model_forecasts_the_latest_row()
    {
        Frame frame = Predictable(240, seed: 6);
        using TrainingResult result = Trainer.Train(frame, s_trees);

        Assert.Equal([1, 3], result.Horizons.Select(horizon => horizon.Horizon));
        HorizonResult next = result.Horizons[0];
        Assert.Equal("T_change_over_1", next.LabelName);
        Assert.Equal(237, next.RowCount);
        Assert.Equal(5, next.WalkForward.Folds.Length);
        Assert.Equal(47, next.Holdout.Metrics.Count);
        Assert.Equal("copy", next.Importance[0].Name);
        Assert.Equal(1, next.Importance.Sum(feature => feature.Share), 1e-9);

        LiveForecast live = next.Live!;
        Assert.Equal(239 * UnixTime.Day, live.Time);
        Assert.Equal(240 * UnixTime.Day, live.ForecastTime);
        Assert.Equal(frame.Find("T")!.Values.Span[239], live.Current);
        Assert.Equal(live.Current + live.Change, live.Level);
        Assert.Equal(1.28 * next.WalkForward.Rmse, live.BandHalfWidth);
        Assert.Equal(live.Level - live.BandHalfWidth, live.LowerLevel);
        Assert.Equal(242 * UnixTime.Day, result.Horizons[1].Live!.ForecastTime);
    }

    [Fact]
    public void Pruning_keeps_one_of_two_copies_and_can_be_turned_off()
    {
        using TrainingResult pruned = Trainer.Train(Predictable(240, seed: 6), s_ridge);
        Assert.Equal(("signal", "copy"), (Assert.Single(pruned.Horizons[0].Pruned).Name, pruned.Horizons[0].Pruned[0].BecauseOf));

        using TrainingResult all = Trainer.Train(Predictable(240, seed: 6), s_ridge with { Pruning = null });
        Assert.Empty(all.Horizons[0].Pruned);
        Assert.Null(all.Horizons[0].Model.Info.Kept);
        Assert.NotEqual(pruned.Lineage.Hash, all.Lineage.Hash);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void The_same_run_twice_gives_the_same_bits_and_lineage(int parallelism)
    {
        TrainingSpec spec = s_trees with { Parameters = new Dictionary<string, double>(SmallTrees) { ["subsample"] = 0.8, ["colsample"] = 0.8 } };
        using TrainingResult first = Trainer.Train(Predictable(200, seed: 2), spec);
        using TrainingResult second = Trainer.Train(Predictable(200, seed: 2), spec, parallelism: parallelism);

        Assert.Equal(first.Lineage, second.Lineage);
        foreach ((HorizonResult a, HorizonResult b) in first.Horizons.Zip(second.Horizons))
        {
            Assert.Equal(Bits(a.WalkForward.Predictions.Select(p => p.Predicted)), Bits(b.WalkForward.Predictions.Select(p => p.Predicted)));
            Assert.Equal(a.Importance.AsEnumerable(), b.Importance.AsEnumerable());
            Assert.Equal(a.Live, b.Live);
            Assert.Equal(a.Model.Save(), b.Model.Save());
        }
    }

    [Fact]
    public void Lineage_follows_data_settings_and_seed()
    {
        Frame frame = Predictable(200, seed: 2);
        string[] hashes =
        [
            .. new[] { s_ridge, s_ridge with { Seed = 7 }, s_ridge with { Horizons = [2] }, s_ridge with { Parameters = new Dictionary<string, double> { ["alpha"] = 2 } } }
                .Append(s_ridge with { Model = "Linear" }).Append(s_ridge with { Features = ["signal", "copy", "noise"] })
                .Select(spec => LineageOf(frame, spec)),
            LineageOf(Predictable(200, seed: 3), s_ridge),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], LineageOf(frame, s_ridge with { Parameters = new Dictionary<string, double> { ["alpha"] = 1 } }));

        static string LineageOf(Frame frame, TrainingSpec spec)
        {
            using TrainingResult result = Trainer.Train(frame, spec);
            return result.Lineage.Hash;
        }
    }

    [Fact]
    public void A_stored_model_forecasts_the_same_bits_by_name_and_by_frame()
    {
        Frame frame = Predictable(240, seed: 6);
        using TrainingResult result = Trainer.Train(frame, s_trees);
        ForecastModel model = result.Horizons[0].Model;
        using ForecastModel restored = ForecastModel.Load(model.Save());
        double[] target = frame.Find("T")!.Values.ToArray();
        Dictionary<string, double> latest = new()
        {
            ["T_lag_2"] = target[237],
            ["T_lag_1"] = target[238],
            ["noise"] = frame.Find("noise")!.Values.Span[239],
            ["copy"] = frame.Find("copy")!.Values.Span[239],
            ["signal"] = frame.Find("signal")!.Values.Span[239],
        };

        PointForecast expected = new(result.Horizons[0].Live!.Label, result.Horizons[0].Live!.Change, result.Horizons[0].Live!.Level);
        Assert.Equal(expected, model.Predict(latest, target[239]));
        Assert.Equal(expected, restored.Predict(latest, target[239]));
        Assert.Equal(expected, restored.Predict(frame)[239]);
        Assert.True(double.IsNaN(restored.Predict(frame)[1].Change), "the second lag of the second row is missing");
        Assert.True(double.IsNaN(restored.Predict(latest).Level), "no level without a current value");
        Assert.Equal(ForecastModelFile.ToJson(model.Info), ForecastModelFile.ToJson(restored.Info));
    }

    [Fact]
    public void Feature_names_must_be_those_of_the_training_set()
    {
        using TrainingResult result = Trainer.Train(Predictable(100, seed: 6), s_ridge);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() =>
            result.Horizons[0].Model.Predict(new Dictionary<string, double> { ["copy"] = 1, ["noise"] = double.NaN, ["volume"] = 1 }));

        Assert.Contains("Missing: signal. Extra: volume.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["features.signal", "features.noise", "features.volume"], error.Violations.Select(v => v.Field));
        Assert.Throws<InvalidInputException>(() => result.Horizons[0].Model.Predict(Daily(Raw("T", 1, 2), Raw("copy", 1, 2))));
    }

    [Theory]
    [InlineData(0, "is not a stored forecast model")]
    [InlineData(4, "has format version")]
    [InlineData(40, "is damaged")]
    [InlineData(-1, "is damaged")]
    public void Damaged_bytes_are_refused_before_they_are_parsed(int at, string says)
    {
        using TrainingResult result = Trainer.Train(Predictable(100, seed: 6), s_ridge);
        byte[] saved = result.Horizons[0].Model.Save();
        saved[at < 0 ? saved.Length + at : at] ^= 0x40;

        Assert.Contains(says, Assert.Throws<InvalidInputException>(() => ForecastModel.Load(saved)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => ForecastModel.Load([]));
    }

    [Fact]
    public void Warnings_say_what_a_reader_must_know()
    {
        using TrainingResult noise = Trainer.Train(Noise(200, 3, seed: 5), s_ridge);
        Assert.Contains(noise.Warnings, warning => warning.StartsWith("Horizon 1: NO SKILL vs random walk (skill -", StringComparison.Ordinal));

        double[] target = Noise(200, 1, seed: 5).Find("T")!.Values.ToArray();
        using TrainingResult leak = Trainer.Train(Daily(Raw("T", target), Engineered("leak", [.. target.Skip(1), 0])), s_ridge with { Lags = [1], Mode = TargetMode.Level });
        Assert.Contains(leak.Warnings, warning => warning.StartsWith("Horizon 1: Leakage alarm", StringComparison.Ordinal));
    }

    [Fact]
    public void A_level_model_of_the_random_walk_has_exactly_no_skill()
    {
        // Golden 10, end to end.
        using TrainingResult result = Trainer.Train(Noise(120, 1, seed: 5), new TrainingSpec { Target = "T", Model = "RandomWalk", Mode = TargetMode.Level });
        HorizonResult horizon = result.Horizons[0];

        Assert.Equal(0.0, horizon.WalkForward.Skill);
        Assert.Equal(0.0, horizon.WalkForward.DirectionalAccuracy);
        Assert.Equal(0.0, horizon.Live!.Change);
        Assert.Empty(horizon.Importance);
        Assert.True(horizon.WalkForward.RandomWalkR2 > 0 && horizon.WalkForward.RandomWalkR2 == horizon.WalkForward.R2);
    }

    [Fact]
    public void The_forecast_column_marks_fits_apart_from_forecasts()
    {
        using TrainingResult result = Trainer.Train(Predictable(101, seed: 6), s_ridge with { Horizons = [5], CrossValidationFolds = 3 });
        HoldoutReport holdout = result.Horizons[0].Holdout;

        Assert.Equal(96, holdout.Series.Length);
        Assert.Equal(holdout.Block.Fold.TrainEnd, holdout.Series.Count(point => point.InSample));
        Assert.Equal(Bits(holdout.Predictions.Select(p => p.Predicted)), Bits(holdout.Series.TakeLast(19).Select(p => p.Predicted)));
        Assert.Equal(3, holdout.CrossValidation!.Folds.Length);
        Assert.Equal(holdout.CrossValidation.Folds.Average(fold => fold.Metrics.R2), holdout.CrossValidation.MeanR2, 1e-12);
    }

    [Fact]
    public void Progress_counts_every_fit_in_order()
    {
        List<TrainingProgress> seen = [];
        using TrainingResult result = Trainer.Train(Predictable(120, seed: 6), s_ridge with { Horizons = [1, 2], WalkForward = new WalkForwardSpec { Folds = 2 } }, new Collector(seen));

        Assert.Equal(Enumerable.Range(1, 8), seen.Select(step => step.Done));
        Assert.All(seen, step => Assert.Equal(8, step.Total));
        Assert.Equal(new TrainingProgress(1, TrainingStage.WalkForward, 2, 2, 2, 8), seen[1]);
        Assert.Equal([TrainingStage.WalkForward, TrainingStage.WalkForward, TrainingStage.Holdout, TrainingStage.FinalFit], seen.TakeLast(4).Select(step => step.Stage));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_run_stops_when_cancelled(int parallelism)
    {
        using CancellationTokenSource source = new();
        CancelAfterFirst listener = new(source);
        Assert.Throws<OperationCanceledException>(() =>
            Trainer.Train(Predictable(120, seed: 6), s_ridge with { Horizons = [1, 2, 3] }, listener, parallelism, source.Token));
        Assert.InRange(listener.Steps, 1, 4);
    }

    [Fact]
    public void A_failing_listener_fails_the_run_with_its_own_error()
    {
        Assert.Throws<InvalidDataException>(() => Trainer.Train(Predictable(120, seed: 6), s_ridge with { Horizons = [1, 2] }, new Failing(), parallelism: 4));
    }

    [Fact]
    public void What_cannot_work_is_refused_before_any_fit()
    {
        List<TrainingProgress> seen = [];
        Frame frame = Predictable(100, seed: 6);
        Assert.Equal(["horizons[1]", "horizons[2]"], Refused(s_ridge with { Horizons = [1, 0, 1] }));
        Assert.Equal(["horizons"], Refused(s_ridge with { Horizons = [] }));
        Assert.Equal(["walk_forward.folds"], Refused(s_ridge with { Horizons = [1, 20] }));
        Assert.Equal(["test_size"], Refused(s_ridge with { TestSize = 1 }));
        Assert.Equal(["cross_validation_folds"], Refused(s_ridge with { CrossValidationFolds = -1 }));
        Assert.Equal(["target"], Refused(s_ridge with { Target = "U" }));
        Assert.Equal(["pruning.threshold"], Refused(s_ridge with { Pruning = new() { Threshold = 2 } }));
        Assert.Throws<NotFoundException>(() => Trainer.Train(frame, s_ridge with { Model = "Oracle" }));
        Assert.Empty(seen);

        string[] Refused(TrainingSpec spec) =>
            [.. Assert.Throws<InvalidInputException>(() => Trainer.Train(frame, spec, new Collector(seen))).Violations.Select(v => v.Field)];
    }

    private sealed class CancelAfterFirst(CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public int Steps { get; private set; }

        public void Report(TrainingProgress value)
        {
            Steps++;
            source.Cancel();
        }
    }

    private sealed class Failing : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => throw new InvalidDataException("listener");
    }

    private sealed class Collector(List<TrainingProgress> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => seen.Add(value);
    }
}
