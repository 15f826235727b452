using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Learning.Models;
using Tradewind.Learning.Validation;
using TargetMode = Tradewind.Learning.Supervised.TargetMode;
using TrainingSpec = Tradewind.Learning.Training.TrainingSpec;

namespace Tradewind.Server.Mapping;

/// <summary>Reads a training specification. Everything it names is checked against the frame by the trainer.</summary>
internal static class TrainingSpecReader
{
    private const int DefaultHorizon = 5;
    private const int MostFolds = 50;

    /// <summary>Names of the trainer's fields in the contract.</summary>
    private static readonly ImmutableArray<(string Trainer, string Contract)> Fields =
    [
        ("target", "target_column"), ("horizons", "horizons"), ("horizon", "horizons"), ("mode", "target_mode"), ("lags", "target_lags"),
        ("parameters", "model_parameters"), ("folds", "folds"), ("train_window", "rolling_window"), ("threshold", "max_feature_correlation"),
    ];

    /// <summary>The specification of a request.</summary>
    /// <exception cref="InvalidInputException">A value is out of range.</exception>
    public static TrainingSpec Read(V1.TrainingSpec message, Frame frame, string path)
    {
        if (message.TargetColumn.Length == 0)
        {
            throw new InvalidInputException(
                "FIELD_REQUIRED", $"{path}.target_column", $"is required. Columns: {string.Join(", ", frame.Columns.Select(column => column.Name))}.");
        }

        if (message.HasFolds && message.Folds is < 2 or > MostFolds)
        {
            throw new InvalidInputException("FOLDS_INVALID", $"{path}.folds", $"must be from 2 to {MostFolds}, got {message.Folds}.");
        }

        double correlation = message.HasMaxFeatureCorrelation ? message.MaxFeatureCorrelation : 0.95;
        if (correlation is not (> 0 and <= 1))
        {
            throw new InvalidInputException(
                "CORRELATION_INVALID", $"{path}.max_feature_correlation", FormattableString.Invariant($"must be above 0 and at most 1, got {correlation}."));
        }

        return new TrainingSpec
        {
            Target = message.TargetColumn,
            Horizons = message.Horizons.Count == 0 ? [DefaultHorizon] : [.. message.Horizons],
            Mode = ReadMode(message, frame, path),
            Lags = [.. message.TargetLags],
            Model = message.ModelType.Length == 0 ? "XGBoost" : message.ModelType,
            Parameters = message.ModelParameters.ToImmutableSortedDictionary(StringComparer.Ordinal),
            WalkForward = new WalkForwardSpec { Folds = message.HasFolds ? message.Folds : 5, TrainWindow = message.HasRollingWindow ? message.RollingWindow : null },
            Seed = message.HasSeed ? ReadSeed(message.Seed, path) : ModelCatalogue.DefaultSeed,
            Pruning = correlation < 1 ? new CorrelationPruningSpec { Threshold = correlation } : null,
        };
    }

    /// <summary>The same error with the field names of the contract.</summary>
    public static InvalidInputException InContract(InvalidInputException error, string path)
    {
        FieldViolation[] violations = [.. error.Violations.Select(violation => violation with { Field = $"{path}.{Rename(violation.Field)}" })];
        return new InvalidInputException(error.Reason, violations, error);
    }

    private static string Rename(string field)
    {
        foreach ((string trainer, string contract) in Fields)
        {
            if (field == trainer || field.StartsWith(trainer + ".", StringComparison.Ordinal) || field.StartsWith(trainer + "[", StringComparison.Ordinal))
            {
                return contract + field[trainer.Length..];
            }
        }

        return field;
    }

    private static int ReadSeed(long seed, string path) => seed is >= 0 and <= int.MaxValue
        ? (int)seed
        : throw new InvalidInputException("SEED_INVALID", $"{path}.seed", $"must be from 0 to {int.MaxValue}, got {seed}.");

    private static TargetMode ReadMode(V1.TrainingSpec message, Frame frame, string path) => message.TargetMode switch
    {
        V1.TargetMode.Change => TargetMode.Change,
        V1.TargetMode.Level => TargetMode.Level,
        V1.TargetMode.Return => TargetMode.Return,
        V1.TargetMode.Unspecified => frame.Find(message.TargetColumn)?.Kind == FieldKind.Price ? TargetMode.Return : TargetMode.Change,
        _ => throw new InvalidInputException("TARGET_MODE_INVALID", $"{path}.target_mode", "must be RETURN, CHANGE or LEVEL."),
    };
}
