using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;
using Tradewind.Learning.Validation;

namespace Tradewind.Learning.Training;

/// <summary>What to train. The same specification and frame give the same result, bit for bit, on the same machine.</summary>
public sealed record TrainingSpec
{
    /// <summary>Column to predict.</summary>
    public required string Target { get; init; }

    /// <summary>Rows ahead, one direct model each; at least one, each at least 1 and given once. Default 1.</summary>
    public ImmutableArray<int> Horizons { get; init; } = [1];

    /// <summary>Change (default), return or level.</summary>
    public TargetMode Mode { get; init; } = TargetMode.Change;

    /// <summary>Lags of the target offered as features. Default none.</summary>
    public ImmutableArray<int> Lags { get; init; } = [];

    /// <summary>Columns to use as features; null takes all.</summary>
    public ImmutableArray<string>? Features { get; init; }

    /// <summary>Features missing on a larger share of the rows are dropped. Default 0.5.</summary>
    public double MaxMissingShare { get; init; } = 0.5;

    /// <summary>Key or alias in the <see cref="ModelCatalogue"/>. Default XGBoost.</summary>
    public string Model { get; init; } = "XGBoost";

    /// <summary>Parameters of the model that differ from its defaults.</summary>
    public IReadOnlyDictionary<string, double> Parameters { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Folds of the walk-forward run.</summary>
    public WalkForwardSpec WalkForward { get; init; } = new();

    /// <summary>Share of the labelled rows held out at the end. Default 0.2.</summary>
    public double TestSize { get; init; } = 0.2;

    /// <summary>Folds of a cross-validation on the holdout's training part; 0 (default) for none.</summary>
    public int CrossValidationFolds { get; init; }

    /// <summary>Seed of everything that draws. Default 42.</summary>
    public int Seed { get; init; } = ModelCatalogue.DefaultSeed;

    /// <summary>Pruning of nearly equal features, fitted anew on each fold's training rows; null keeps all features. On by default.</summary>
    public CorrelationPruningSpec? Pruning { get; init; } = new();

    internal SupervisedSpec ProblemAt(int horizon) => new()
    {
        Target = Target,
        Horizon = horizon,
        Mode = Mode,
        Lags = Lags,
        Features = Features,
        MaxMissingShare = MaxMissingShare,
    };
}
