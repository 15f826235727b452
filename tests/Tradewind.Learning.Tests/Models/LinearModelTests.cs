using Tradewind.Domain.Errors;
using Tradewind.Learning.Models;
using Tradewind.Learning.Models.Linear;
using Tradewind.Learning.Supervised;
using static Tradewind.Learning.Tests.Sample;

namespace Tradewind.Learning.Tests.Models;

public class LinearModelTests
{
    [Theory]
    [InlineData("Ridge", 1.0, 200, 12)]
    [InlineData("Ridge", 25.0, 10, 30)]
    [InlineData("Linear", 0.0, 200, 12)]
    [InlineData("Linear", 0.0, 10, 30)]
    public void Predictions_equal_those_of_scikit_learn(string key, double alpha, int rows, int features)
    {
        Samples all = Nonlinear(rows + 40, features, seed: 77);
        (Samples train, FeatureMatrix test) = (all.Slice(0, rows), all.Features.Slice(rows, 40));

        using ITrainedModel model = ModelCatalogue.Create(key, alpha > 0 ? new Dictionary<string, double> { ["alpha"] = alpha } : null).Fit(train);
        PythonReference.Answer reference = PythonReference.Run("linear_reference.py", "python3-sklearn", train, test, new() { ["alpha"] = alpha });

        Assert.All(model.Predict(test).Zip(reference.Predictions), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Fact]
    public void Equal_columns_share_the_weight_of_the_minimum_norm_solution()
    {
        double[] x = [0, 1, 2, 3, 4];
        Samples train = new(
            new FeatureMatrix(x.SelectMany(v => (double[])[v, v, 7]).ToArray(), 5, 3), new double[5], x.Select(v => (3 * v) + 1).ToArray(), TargetMode.Change);
        using ITrainedModel model = ModelCatalogue.Create("Linear").Fit(train);

        // y = 3x + 1 and the deviation of x is √2: a weight of 3√2 split between two equal columns; a constant column has none.
        double[] weights = ((TrainedLinear)model).Weights.ToArray();
        Assert.Equal(1.5 * Math.Sqrt(2), weights[0], 1e-12);
        Assert.Equal(1.5 * Math.Sqrt(2), weights[1], 1e-12);
        Assert.Equal(0, weights[2], 1e-12);
        Assert.Equal(31, model.Predict(new FeatureMatrix(new double[] { 10, 10, 7 }, 1, 3))[0], 1e-10);
    }

    [Fact]
    public void Features_that_do_not_vary_leave_the_mean()
    {
        Samples train = new(new FeatureMatrix(new double[] { 5, 5, 5 }, 3, 1), new double[3], new double[] { 1, 2, 6 }, TargetMode.Change);
        foreach (string key in (string[])["Ridge", "Linear"])
        {
            using ITrainedModel model = ModelCatalogue.Create(key).Fit(train);
            Assert.Equal(3, model.Predict(train.Features)[0], 1e-12);
            Assert.Equal([0.0], model.FeatureImportance(train));
        }
    }

    [Fact]
    public void Importance_is_a_repeatable_share_that_finds_the_features_that_matter()
    {
        Samples train = Nonlinear(200, 6, seed: 4);
        using ITrainedModel model = ModelCatalogue.Create("Ridge").Fit(train);
        double[] importance = model.FeatureImportance(train);

        Assert.Equal(1, importance.Sum(), 1e-12);
        Assert.True(importance[0] > importance[1] && importance[1] > importance[3]);
        Assert.Equal(importance, model.FeatureImportance(train));
    }

    [Fact]
    public void A_saved_model_predicts_the_same_bits()
    {
        Samples train = Nonlinear(60, 5, seed: 9);
        using ITrainedModel model = ModelCatalogue.Create("Ridge").Fit(train);
        using ITrainedModel restored = ModelCatalogue.Load("Ridge", model.Save());

        Assert.Equal(Bits(model.Predict(train.Features)), Bits(restored.Predict(train.Features)));
        Assert.Equal(model.FeatureImportance(train), restored.FeatureImportance(train));
        Assert.Throws<InvalidInputException>(() => ModelCatalogue.Load("Ridge", [1, 2, 3]));
    }

    [Theory]
    [InlineData("Ridge", "alpha", 0, "above 0")]
    [InlineData("Linear", "alpha", 1, "takes no parameters")]
    [InlineData("RandomWalk", "alpha", 1, "takes no parameters")]
    public void Wrong_parameters_are_refused(string key, string name, double value, string says) => Assert.Contains(
        says, Assert.Throws<InvalidInputException>(() => ModelCatalogue.Create(key, new Dictionary<string, double> { [name] = value })).Message, StringComparison.Ordinal);
}
