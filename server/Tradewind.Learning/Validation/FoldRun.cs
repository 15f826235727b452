using System.Collections.Immutable;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Validation;

/// <summary>Fits a fresh model on the training rows of a fold and measures it on the test rows.</summary>
public static class FoldRun
{
    /// <summary>Runs one fold.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static FoldResult Run(
        SupervisedProblem problem, IModel model, Fold fold, CancellationToken cancellation)
    {
        using ITrainedModel trained = model.Fit(problem.Samples.Slice(fold.TrainStart, fold.TrainEnd), cancellation);
        return Measure(problem, trained, fold);
    }

    /// <summary>Measures a model trained on the training rows of a fold.</summary>
    public static FoldResult Measure(SupervisedProblem problem, ITrainedModel trained, Fold fold)
    {
        Samples test = problem.Samples.Slice(fold.TestStart, fold.TestEnd);
        double[] predicted = new double[test.Count];
        trained.Predict(test.Features, test.Current.Span, predicted);

        ReadOnlySpan<long> times = problem.Times.Span;
        ReadOnlySpan<long> labelTimes = problem.LabelTimes.Span;
        ImmutableArray<OutOfSamplePrediction>.Builder predictions = ImmutableArray.CreateBuilder<OutOfSamplePrediction>(test.Count);
        for (int i = 0; i < test.Count; i++)
        {
            int row = fold.TestStart + i;
            predictions.Add(new OutOfSamplePrediction(times[row], labelTimes[row], test.Current.Span[i], test.Labels.Span[i], predicted[i], fold.Number));
        }

        RegressionMetrics metrics = RegressionMetrics.Of(test.Labels.Span, predicted, test.Current.Span, test.Mode);
        FoldReport report = new(fold, times[fold.TrainStart], times[fold.TrainEnd - 1], times[fold.TestStart], times[fold.TestEnd - 1], metrics);
        return new FoldResult(report, predictions.MoveToImmutable());
    }
}
