using Tradewind.Domain.Errors;
using Tradewind.Learning.Models;
using Tradewind.Learning.Models.XGBoost;
using Tradewind.Learning.Supervised;
using static Tradewind.Learning.Tests.Sample;

namespace Tradewind.Learning.Tests.Models;

public class XGBoostModelTests
{
    [Fact]
    public void One_split_gives_the_published_leaf_weights()
    {
        // Golden 8: labels ±2 around a base score of 0, so each leaf has G = ∓6, H = 3, weight ±6/(3 + 1), shrunk by 0.3.
        Samples train = new(new FeatureMatrix(new double[] { 0, 0, 0, 1, 1, 1 }, 6, 1), new double[6], new double[] { -2, -2, -2, 2, 2, 2 }, TargetMode.Change);
        using ITrainedModel model = ModelCatalogue.Create("XGBoost", new Dictionary<string, double> { ["n_estimators"] = 1, ["max_depth"] = 1 }).Fit(train);

        double[] predicted = model.Predict(train.Features);
        Assert.Equal(-0.45, predicted[0], 1e-7);
        Assert.Equal(0.45, predicted[5], 1e-7);
    }

    [Fact]
    public void The_base_score_is_the_mean_label()
    {
        Samples train = new(new FeatureMatrix(new double[] { 1, 1, 1 }, 3, 1), new double[3], new double[] { 1, 2, 6 }, TargetMode.Change);
        using ITrainedModel model = ModelCatalogue.Create("XGBoost", SmallTrees).Fit(train);

        Assert.Equal(3, model.Predict(train.Features)[0], 1e-6);
    }

    [Theory]
    [InlineData(0, 1.0, 1.0)]
    [InlineData(0, 0.8, 0.7)]
    [InlineData(64, 0.8, 0.7)]
    public void Predictions_and_gains_equal_those_of_the_python_package(int maxBin, double subsample, double columnSample)
    {
        Samples all = Nonlinear(260, 12, seed: 21);
        (Samples train, FeatureMatrix test) = (all.Slice(0, 200), all.Features.Slice(200, 60));
        Dictionary<string, double> given = new()
        {
            ["n_estimators"] = 80,
            ["max_depth"] = 4,
            ["learning_rate"] = 0.05,
            ["subsample"] = subsample,
            ["colsample"] = columnSample,
            ["min_child_weight"] = 2,
            ["reg_lambda"] = 1.5,
            ["gamma"] = 0.01,
            ["max_bin"] = maxBin,
        };
        Dictionary<string, double> native = new()
        {
            ["n_estimators"] = 80,
            ["max_depth"] = 4,
            ["eta"] = 0.05,
            ["subsample"] = subsample,
            ["colsample_bytree"] = columnSample,
            ["min_child_weight"] = 2,
            ["lambda"] = 1.5,
            ["gamma"] = 0.01,
            ["seed"] = 42,
            ["base_score"] = (float)train.Labels.ToArray().Average(),
        };
        if (maxBin > 0)
        {
            native["max_bin"] = maxBin;
        }

        using ITrainedModel model = ModelCatalogue.Create("XGBoost", given).Fit(train);
        PythonReference.Answer reference = PythonReference.Run("xgboost_reference.py", "python3-xgboost", train, test, native);

        double[] predicted = model.Predict(test);
        Assert.Equal(reference.Predictions.Length, predicted.Length);
        Assert.All(predicted.Zip(reference.Predictions), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.All(model.FeatureImportance(train).Zip(reference.Importance), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.Equal(reference.Version, ModelCatalogue.Create("XGBoost").Library.Split(' ')[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    public void The_same_rows_and_seed_give_the_same_bits_also_side_by_side(int maxBin)
    {
        Samples train = Nonlinear(150, 6, seed: 4);
        IModel model = ModelCatalogue.Create("XGBoost", new Dictionary<string, double>(SmallTrees) { ["subsample"] = 0.7, ["colsample"] = 0.5, ["max_bin"] = maxBin });
        double[][] runs = new double[4][];
        Parallel.For(0, runs.Length, i =>
        {
            using ITrainedModel trained = model.Fit(train);
            runs[i] = trained.Predict(train.Features);
        });

        Assert.All(runs, run => Assert.Equal(Bits(runs[0]), Bits(run)));
    }

    [Fact]
    public void Another_seed_draws_other_rows()
    {
        Samples train = Nonlinear(150, 6, seed: 4);
        Dictionary<string, double> drawing = new(SmallTrees) { ["subsample"] = 0.7 };
        using ITrainedModel a = ModelCatalogue.Create("XGBoost", drawing, seed: 1).Fit(train);
        using ITrainedModel b = ModelCatalogue.Create("XGBoost", drawing, seed: 2).Fit(train);

        Assert.NotEqual(Bits(a.Predict(train.Features)), Bits(b.Predict(train.Features)));
    }

    [Fact]
    public void A_saved_model_predicts_the_same_bits()
    {
        Samples train = Nonlinear(150, 6, seed: 4);
        using ITrainedModel model = ModelCatalogue.Create("XGBoost", SmallTrees).Fit(train);
        using ITrainedModel restored = ModelCatalogue.Load("XGBoost", model.Save());

        Assert.Equal(6, restored.FeatureCount);
        Assert.Equal(Bits(model.Predict(train.Features)), Bits(restored.Predict(train.Features)));
        Assert.Equal(model.FeatureImportance(train), restored.FeatureImportance(train));
        Assert.Equal(model.Save(), restored.Save());
    }

    [Fact]
    public void Importance_is_the_share_of_gain()
    {
        Samples train = Nonlinear(200, 6, seed: 4);
        using ITrainedModel model = ModelCatalogue.Create("XGBoost", SmallTrees).Fit(train);
        double[] importance = model.FeatureImportance(train);

        Assert.Equal(1, importance.Sum(), 1e-9);
        Assert.True(importance[0] + importance[1] > 0.9, "the two features that drive the label have most of the gain");
    }

    [Fact]
    public void A_missing_value_goes_the_way_learned_for_it()
    {
        Samples train = new(
            new FeatureMatrix(new[] { 0, 0, 1, 1, double.NaN, double.NaN }, 6, 1), new double[6], new double[] { -2, -2, 2, 2, 2, 2 }, TargetMode.Change);
        using ITrainedModel model = ModelCatalogue.Create("XGBoost", SmallTrees).Fit(train);

        double[] predicted = model.Predict(new FeatureMatrix(new[] { double.NaN, 1, 0 }, 3, 1));
        Assert.Equal(predicted[1], predicted[0]);
        Assert.NotEqual(predicted[2], predicted[0]);
    }

    [Fact]
    public void Boosting_stops_between_trees_when_cancelled()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => ModelCatalogue.Create("XGBoost").Fit(Nonlinear(50, 3, seed: 1), source.Token));
    }

    [Fact]
    public void A_missing_library_names_the_package_to_install()
    {
        PreconditionException error = Assert.Throws<PreconditionException>(() => XGBoostLibrary.Open(["libno-such-boosting.so.0", "libno-such-boosting.so"]));
        Assert.Contains("install libxgboost0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_parameters_are_all_named()
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ModelCatalogue.Create(
            "XGBoost", new Dictionary<string, double> { ["max_depth"] = 2.5, ["learning_rate"] = 0, ["subsample"] = double.NaN, ["n_estimater"] = 5 }));

        Assert.Equal(
            ["parameters.max_depth", "parameters.learning_rate", "parameters.subsample", "parameters.n_estimater"], error.Violations.Select(v => v.Field));
        Assert.Contains("Did you mean 'n_estimators'", error.Violations[3].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_the_published_ones_and_large_problems_are_binned()
    {
        var defaults = ModelCatalogue.Create("XGBoost").Parameters;
        Assert.Equal((1000, 6, 0.3, 1, 0, 1, 1, 1, 0), (
            defaults["n_estimators"], defaults["max_depth"], defaults["learning_rate"], defaults["reg_lambda"], defaults["gamma"],
            defaults["min_child_weight"], defaults["subsample"], defaults["colsample"], defaults["max_bin"]));
        Assert.Equal(256, ModelCatalogue.Create("XGBoost", rows: 5001).Parameters["max_bin"]);
        Assert.Equal(0, ModelCatalogue.Create("XGBoost", new Dictionary<string, double> { ["max_bin"] = 0 }, rows: 5001).Parameters["max_bin"]);
        Assert.Equal(200, ModelCatalogue.Create("XGBoost", XGBoostParameters.BacktestProfile).Parameters["n_estimators"]);
    }
}
