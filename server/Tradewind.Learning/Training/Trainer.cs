using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;
using Tradewind.Learning.Models;
using Tradewind.Learning.Selection;
using Tradewind.Learning.Supervised;
using Tradewind.Learning.Validation;

namespace Tradewind.Learning.Training;

/// <summary>
/// Trains one model per horizon: walk-forward run, holdout, final fit on all labelled rows, forecast from the latest row. Everything
/// fitted (model, scaling, choice of features) is fitted anew on the training rows of each fold.
/// </summary>
public static class Trainer
{
    // Two-sided 80 % quantile of the normal distribution.
    private const double BandFactor = 1.28;

    /// <summary>Trains.</summary>
    /// <param name="features">Frame with the target and the features.</param>
    /// <param name="spec">What to train.</param>
    /// <param name="progress">Told of each fit that is done, one at a time and perhaps on another thread; null for nobody.</param>
    /// <param name="parallelism">
    /// Fits computed at once, at least 1 (default): horizons side by side, then the folds of each. The result is the same bit for bit.
    /// </param>
    /// <param name="cancellation">Looked at between fits and inside them.</param>
    /// <exception cref="InvalidInputException">The specification is wrong or the frame has too few labelled rows; found before any fit.</exception>
    /// <exception cref="NotFoundException">There is no such model.</exception>
    /// <exception cref="PreconditionException">A library the model needs is not installed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static TrainingResult Train(
        Frame features, TrainingSpec spec, IProgress<TrainingProgress>? progress = null, int parallelism = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        IModel model = ModelCatalogue.Create(spec.Model, spec.Parameters, spec.Seed, features.RowCount);
        ImmutableArray<SupervisedProblem> problems = BuildAll(features, spec);
        IModel[] models = [.. problems.Select(problem => Selecting(model, problem, spec.Pruning))];
        Lineage lineage = Lineage.Of(features, spec, model);
        ProgressCount count = new(problems.Length * (spec.WalkForward.Folds + spec.CrossValidationFolds + 2), progress);

        int atOnce = Math.Min(parallelism, problems.Length);
        HorizonResult?[] results = new HorizonResult?[problems.Length];
        try
        {
            OrderedParallel.Run(
                problems.Length,
                atOnce,
                i => results[i] = TrainHorizon(problems[i], models[i], spec, lineage, count, parallelism / atOnce, cancellation),
                _ => { },
                cancellation);
            return new TrainingResult([.. results.OfType<HorizonResult>()], lineage);
        }
        catch
        {
            foreach (HorizonResult? finished in results)
            {
                finished?.Model.Dispose();
            }

            throw;
        }
    }

    /// <summary>Checks everything that can be checked without fitting; <see cref="Train"/> checks it again.</summary>
    /// <exception cref="InvalidInputException">The specification is wrong or the frame has too few labelled rows.</exception>
    /// <exception cref="NotFoundException">There is no such model.</exception>
    /// <exception cref="PreconditionException">A library the model needs is not installed.</exception>
    public static void Check(Frame features, TrainingSpec spec)
    {
        ModelCatalogue.Create(spec.Model, spec.Parameters, spec.Seed);
        BuildAll(features, spec);
    }

    private static HorizonResult TrainHorizon(
        SupervisedProblem problem, IModel model, TrainingSpec spec, Lineage lineage, ProgressCount count, int parallelism,
        CancellationToken cancellation)
    {
        int horizon = problem.Spec.Horizon;
        WalkForwardReport walk = WalkForward.Run(
            problem, model, spec.WalkForward, report => count.Step(horizon, TrainingStage.WalkForward, report.Fold.Number, spec.WalkForward.Folds),
            parallelism, cancellation);
        (HoldoutReport holdout, ImmutableArray<FeatureShare> importance) = HoldoutRun.Run(problem, model, spec, count, cancellation);

        ITrainedModel final = model.Fit(problem.Samples, cancellation);
        TrainedPrunedModel? pruned = final as TrainedPrunedModel;
        ForecastModel forecaster = new(
            new ForecastModelInfo
            {
                Model = model.Key,
                Library = model.Library,
                Parameters = model.Parameters,
                Seed = spec.Seed,
                Target = spec.Target,
                Horizon = horizon,
                Mode = spec.Mode,
                Lags = spec.Lags,
                Features = problem.FeatureNames,
                Kept = pruned?.Kept,
                RowCount = problem.Samples.Count,
                TrainedFrom = problem.Times.Span[0],
                TrainedTo = problem.Times.Span[^1],
                Rmse = walk.Rmse,
                Skill = walk.Skill,
                DirectionalAccuracy = walk.DirectionalAccuracy,
                Lineage = lineage.Hash,
            },
            final);
        count.Step(horizon, TrainingStage.FinalFit);
        return new HorizonResult
        {
            Horizon = horizon,
            LabelName = problem.LabelName,
            RowCount = problem.Samples.Count,
            WalkForward = walk,
            Holdout = holdout,
            Importance = importance,
            Pruned = pruned?.Pruned ?? [],
            Model = forecaster,
            Live = Forecast(problem.Live, forecaster),
            Warnings = [.. Describe(problem, walk, holdout)],
        };
    }

    private static LiveForecast? Forecast(LiveRow? row, ForecastModel model)
    {
        if (row is null)
        {
            return null;
        }

        PointForecast point = PointForecast.Of(model.PredictLabels(row.Features, [row.Current])[0], row.Current, model.Info.Mode);
        return new LiveForecast(
            row.Time, row.ForecastTime, model.Info.Horizon, row.Current, point.Label, point.Level, point.Change,
            BandFactor * model.Info.Rmse * (model.Info.Mode == TargetMode.Return ? row.Current : 1),
            model.Info.DirectionalAccuracy, model.Info.Skill);
    }

    private static IEnumerable<string> Describe(SupervisedProblem problem, WalkForwardReport walk, HoldoutReport holdout)
    {
        string prefix = $"Horizon {problem.Spec.Horizon}: ";
        if (walk.LeakageAlarm is { } alarm)
        {
            yield return prefix + alarm;
        }
        else if (Verdict.LeakageAlarm(holdout.Metrics.Skill, holdout.Metrics.R2, problem.Spec.Mode) is { } holdoutAlarm)
        {
            yield return $"{prefix}(holdout) {holdoutAlarm}";
        }

        if (!walk.BeatsNaive)
        {
            yield return FormattableString.Invariant($"{prefix}{walk.Verdict} (skill {walk.Skill:+0.000;-0.000;0.000}).");
        }

        foreach (string warning in problem.Warnings)
        {
            yield return warning;
        }
    }

    private static IModel Selecting(IModel model, SupervisedProblem problem, CorrelationPruningSpec? pruning) =>
        pruning is null ? model : new PrunedModel(model, new CorrelationPruning(pruning, problem.FeatureNames, problem.RawFeatures));

    // Built and checked for all horizons first, so that a horizon that cannot work is reported before hours of fitting, not after.
    private static ImmutableArray<SupervisedProblem> BuildAll(Frame frame, TrainingSpec spec)
    {
        List<FieldViolation> violations = [];
        if (spec.Horizons.IsEmpty)
        {
            violations.Add(new FieldViolation("horizons", "must name at least one horizon"));
        }

        for (int i = 0; i < spec.Horizons.Length; i++)
        {
            if (spec.Horizons[i] < 1)
            {
                violations.Add(new FieldViolation($"horizons[{i}]", $"must be a whole number of rows, at least 1, was {spec.Horizons[i]}"));
            }
            else if (spec.Horizons.IndexOf(spec.Horizons[i]) < i)
            {
                violations.Add(new FieldViolation($"horizons[{i}]", $"{spec.Horizons[i]} is given twice"));
            }
        }

        if (spec.CrossValidationFolds < 0)
        {
            violations.Add(new FieldViolation("cross_validation_folds", $"must be 0 (none) or more, was {spec.CrossValidationFolds}"));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("TRAINING_INVALID", violations);
        }

        ImmutableArray<SupervisedProblem> problems = [.. spec.Horizons.Select(horizon => SupervisedProblem.Build(frame, spec.ProblemAt(horizon)))];
        foreach (SupervisedProblem problem in problems)
        {
            int rows = problem.Samples.Count;
            FoldPlan.WalkForward(rows, problem.Spec.Horizon, spec.WalkForward);
            Fold holdout = FoldPlan.Holdout(rows, problem.Spec.Horizon, spec.TestSize);
            if (spec.CrossValidationFolds > 0)
            {
                FoldPlan.CrossValidation(holdout.TrainCount, problem.Spec.Horizon, spec.CrossValidationFolds);
            }
        }

        return problems;
    }
}
