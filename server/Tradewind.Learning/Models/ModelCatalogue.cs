using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Learning.Models.Linear;
using Tradewind.Learning.Models.XGBoost;

namespace Tradewind.Learning.Models;

/// <summary>Models by key.</summary>
public static class ModelCatalogue
{
    /// <summary>Seed of everything that draws, unless another is given.</summary>
    public const int DefaultSeed = 42;

    private static readonly ImmutableArray<ModelEntry> s_entries =
    [
        new("XGBoost", ["XGB", "GBT"], "Gradient boosted trees, squared error; predicts within the range of past labels.", XGBoostParameters.Declared,
            (parameters, seed, rows) => new XGBoostModel(XGBoostParameters.From(parameters, rows), seed), TrainedXGBoost.Load),
        new("Ridge", ["RidgeRegression"], "Linear regression on standardised features with an L2 penalty (alpha, default 1).", LinearParameters.Ridge,
            (parameters, seed, _) => new RidgeModel("Ridge", LinearParameters.Alpha(parameters), seed), TrainedLinear.Load),
        new("Linear", ["LinearRegression", "OLS"], "Least squares on standardised features; minimum norm where features are collinear.", [],
            (parameters, seed, _) => new RidgeModel("Linear", LinearParameters.NoAlpha(parameters), seed), TrainedLinear.Load),
        new("RandomWalk", ["Naive", "Random Walk"], "No change: the baseline every model is compared with.", [],
            (parameters, _, _) => new RandomWalkModel(parameters), TrainedRandomWalk.Load),
    ];

    /// <summary>All models, the default first.</summary>
    public static ImmutableArray<ModelEntry> Entries => s_entries;

    /// <summary>The entry of a key or alias, ignoring case.</summary>
    /// <exception cref="NotFoundException">There is none; the message lists the keys.</exception>
    public static ModelEntry Find(string key) =>
        s_entries.FirstOrDefault(entry => entry.Answers(key)) ?? throw new NotFoundException("model type", key, s_entries.Select(entry => entry.Key));

    /// <summary>Configures a model.</summary>
    /// <param name="key">Key or alias, ignoring case.</param>
    /// <param name="parameters">Parameters that differ from the defaults, by name.</param>
    /// <param name="seed">Seed of everything that draws.</param>
    /// <param name="rows">Rows of the problem where known: a default may depend on it, as that of <c>max_bin</c> does.</param>
    /// <exception cref="NotFoundException">There is no such model; the message lists the keys.</exception>
    /// <exception cref="InvalidInputException">A parameter is unknown or out of range: field <c>parameters.{name}</c>.</exception>
    public static IModel Create(string key, IReadOnlyDictionary<string, double>? parameters = null, int seed = DefaultSeed, int rows = 0) =>
        Find(key).Create(parameters ?? ImmutableDictionary<string, double>.Empty, seed, rows);

    /// <summary>Restores a model from what <see cref="ITrainedModel.Save"/> returned.</summary>
    /// <exception cref="NotFoundException">There is no such model.</exception>
    /// <exception cref="InvalidInputException">The bytes are not a model of this kind.</exception>
    public static ITrainedModel Load(string key, ReadOnlySpan<byte> saved) => Find(key).Load(saved);
}
