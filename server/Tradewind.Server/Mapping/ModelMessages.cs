using Tradewind.Learning.Models;
using Tradewind.Learning.Validation;
using Tradewind.V1;
using HorizonResult = Tradewind.Learning.Training.HorizonResult;
using OutOfSamplePrediction = Tradewind.Learning.Validation.OutOfSamplePrediction;
using TargetMode = Tradewind.Learning.Supervised.TargetMode;
using WalkForwardReport = Tradewind.Learning.Validation.WalkForwardReport;

namespace Tradewind.Server.Mapping;

/// <summary>Training results as messages; undefined figures stay absent.</summary>
internal static class ModelMessages
{
    /// <summary>A kind of model.</summary>
    public static ModelType From(ModelEntry entry) => new()
    {
        Key = entry.Key,
        Description = entry.Description,
        Parameters =
        {
            entry.Parameters.Select(parameter => new V1.ModelParameter
            {
                Name = parameter.Name, Description = parameter.Description, DefaultValue = parameter.Default, Minimum = parameter.Minimum, Maximum = parameter.Maximum,
            }),
        },
    };

    /// <summary>What was found for one horizon.</summary>
    /// <param name="result">The findings.</param>
    /// <param name="categories">What importance reports group columns under, by their names.</param>
    public static V1.HorizonResult From(HorizonResult result, IReadOnlyDictionary<string, string> categories)
    {
        V1.HorizonResult message = new()
        {
            Horizon = result.Horizon,
            WalkForward = From(result.WalkForward),
            LabelledRowCount = result.RowCount,
            PrunedFeatures = { result.Pruned.Select(feature => feature.Name) },
            Importances =
            {
                result.Importance.Select(share => new FeatureImportance
                {
                    Feature = share.Name, Importance = share.Share, Category = categories.GetValueOrDefault(share.Name, "target_lag"),
                }),
            },
        };
        if (result.Live is { } live)
        {
            message.Forecast = new Forecast
            {
                ObservationTime = ProtoTime.ToTimestamp(live.Time),
                ForecastTime = ProtoTime.ToTimestamp(live.ForecastTime),
                CurrentLevel = live.Current,
                Predicted = live.Label,
                PredictedLevel = live.Level,
                LowerLevel = live.LowerLevel,
                UpperLevel = live.UpperLevel,
            };
        }

        return message;
    }

    /// <summary>An out-of-sample prediction.</summary>
    public static V1.OutOfSamplePrediction From(OutOfSamplePrediction prediction) => new()
    {
        Time = ProtoTime.ToTimestamp(prediction.Time),
        LabelTime = ProtoTime.ToTimestamp(prediction.LabelTime),
        Actual = prediction.Actual,
        Predicted = prediction.Predicted,
        Fold = prediction.Fold,
    };

    /// <summary>The wire value of a target mode.</summary>
    public static V1.TargetMode From(TargetMode mode) => mode switch
    {
        TargetMode.Change => V1.TargetMode.Change,
        TargetMode.Level => V1.TargetMode.Level,
        TargetMode.Return => V1.TargetMode.Return,
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Unknown target mode."),
    };

    private static V1.WalkForwardReport From(WalkForwardReport report)
    {
        V1.WalkForwardReport message = new()
        {
            Rmse = report.Rmse,
            RandomWalkRmse = report.RandomWalkRmse,
            Mae = report.Mae,
            Verdict = report.Verdict,
            PredictionCount = report.Predictions.Length,
            Folds = { report.Folds.Select(From) },
        };
        if (!double.IsNaN(report.Skill))
        {
            message.Skill = report.Skill;
        }

        if (!double.IsNaN(report.DirectionalAccuracy))
        {
            message.DirectionalAccuracy = report.DirectionalAccuracy;
        }

        if (!double.IsNaN(report.R2))
        {
            message.RSquared = report.R2;
        }

        return message;
    }

    private static V1.FoldResult From(FoldReport fold)
    {
        V1.FoldResult message = new()
        {
            Fold = fold.Fold.Number,
            TrainRowCount = fold.Fold.TrainCount,
            TestRowCount = fold.Metrics.Count,
            TrainEndTime = ProtoTime.ToTimestamp(fold.TrainTo),
            TestStartTime = ProtoTime.ToTimestamp(fold.TestFrom),
            TestEndTime = ProtoTime.ToTimestamp(fold.TestTo),
            Rmse = fold.Metrics.Rmse,
            RandomWalkRmse = fold.Metrics.RandomWalkRmse,
            Mae = fold.Metrics.Mae,
        };
        if (!double.IsNaN(fold.Metrics.Skill))
        {
            message.Skill = fold.Metrics.Skill;
        }

        if (!double.IsNaN(fold.Metrics.DirectionalAccuracy))
        {
            message.DirectionalAccuracy = fold.Metrics.DirectionalAccuracy;
        }

        return message;
    }
}
