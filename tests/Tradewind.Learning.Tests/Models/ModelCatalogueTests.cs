using Tradewind.Domain.Errors;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Tests.Models;

public class ModelCatalogueTests
{
    [Theory]
    [InlineData("xgboost", "XGBoost")]
    [InlineData(" XGB ", "XGBoost")]
    [InlineData("ridge", "Ridge")]
    [InlineData("OLS", "Linear")]
    [InlineData("Naive", "RandomWalk")]
    public void Models_answer_to_keys_and_aliases(string name, string key) => Assert.Equal(key, ModelCatalogue.Create(name).Key);

    [Fact]
    public void An_unknown_model_is_answered_with_the_keys()
    {
        NotFoundException error = Assert.Throws<NotFoundException>(() => ModelCatalogue.Create("XGBost"));
        Assert.Contains("Did you mean 'XGBoost'? Available: XGBoost, Ridge, Linear, RandomWalk.", error.Message, StringComparison.Ordinal);
        Assert.Equal("UNKNOWN_MODEL_TYPE", error.Reason);
    }

    [Theory]
    [InlineData(TargetMode.Change, 0)]
    [InlineData(TargetMode.Level, 5)]
    public void The_random_walk_predicts_no_change_also_when_restored(TargetMode mode, double expected)
    {
        Samples train = new(new FeatureMatrix(new double[] { 1 }, 1, 1), new double[] { 4 }, new double[] { 9 }, mode);
        using ITrainedModel fitted = ModelCatalogue.Create("RandomWalk").Fit(train);
        using ITrainedModel restored = ModelCatalogue.Load("RandomWalk", fitted.Save());
        double[] predicted = [-1];
        restored.Predict(train.Features, [5], predicted);

        Assert.Equal([expected], predicted);
        Assert.Equal([0.0], restored.FeatureImportance(train));
    }
}
