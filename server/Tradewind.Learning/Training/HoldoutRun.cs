using System.Collections.Immutable;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;
using Tradewind.Learning.Validation;

namespace Tradewind.Learning.Training;

/// <summary>Fits on all but the last rows, measures on those, and says which features the fit used.</summary>
internal static class HoldoutRun
{
    public static (HoldoutReport Report, ImmutableArray<FeatureShare> Importance) Run(
        SupervisedProblem problem, IModel model, TrainingSpec spec, ProgressCount count, CancellationToken cancellation)
    {
        Fold fold = FoldPlan.Holdout(problem.Samples.Count, problem.Spec.Horizon, spec.TestSize);
        CrossValidationReport? crossValidation = spec.CrossValidationFolds > 0 ? CrossValidate(problem, model, spec, fold, count, cancellation) : null;

        Samples train = problem.Samples.Slice(fold.TrainStart, fold.TrainEnd);
        using ITrainedModel trained = model.Fit(train, cancellation);
        FoldResult measured = FoldRun.Measure(problem, trained, fold);
        HoldoutReport report = new(measured.Report, measured.Predictions, Series(problem, trained, fold), crossValidation);
        ImmutableArray<FeatureShare> importance = Importance(problem, trained.FeatureImportance(train));
        count.Step(problem.Spec.Horizon, TrainingStage.Holdout);
        return (report, importance);
    }

    private static CrossValidationReport CrossValidate(
        SupervisedProblem problem, IModel model, TrainingSpec spec, Fold holdout, ProgressCount count, CancellationToken cancellation)
    {
        ImmutableArray<FoldReport>.Builder reports = ImmutableArray.CreateBuilder<FoldReport>();
        foreach (Fold fold in FoldPlan.CrossValidation(holdout.TrainCount, problem.Spec.Horizon, spec.CrossValidationFolds))
        {
            cancellation.ThrowIfCancellationRequested();
            reports.Add(FoldRun.Run(problem, model, fold, cancellation).Report);
            count.Step(problem.Spec.Horizon, TrainingStage.CrossValidation, fold.Number, spec.CrossValidationFolds);
        }

        return new CrossValidationReport(reports.ToImmutable());
    }

    private static ImmutableArray<SeriesForecast> Series(SupervisedProblem problem, ITrainedModel trained, Fold fold)
    {
        double[] predicted = new double[problem.Samples.Count];
        trained.Predict(problem.Samples.Features, problem.Samples.Current.Span, predicted);
        return [.. predicted.Select((value, row) =>
            new SeriesForecast(problem.Times.Span[row], problem.LabelTimes.Span[row], value, row < fold.TrainEnd))];
    }

    private static ImmutableArray<FeatureShare> Importance(SupervisedProblem problem, double[] shares) =>
    [
        .. problem.FeatureNames.Zip(shares, (name, share) => new FeatureShare(name, share))
            .Where(feature => feature.Share > 0)
            .OrderByDescending(feature => feature.Share)
            .ThenBy(feature => feature.Name, StringComparer.Ordinal),
    ];
}
