using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Learning.Models;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Validation;

/// <summary>Walks a model forward through time: a fresh fit per fold, measured on what came next.</summary>
public static class WalkForward
{
    /// <summary>Runs all folds.</summary>
    /// <param name="problem">Labelled rows.</param>
    /// <param name="model">Model, with any selection of features inside it, fitted anew on each fold's training rows.</param>
    /// <param name="spec">Folds.</param>
    /// <param name="foldDone">Called after each fold with its report, in time order, one at a time; null for none.</param>
    /// <param name="parallelism">Folds computed at once, at least 1 (default); the result is the same bit for bit.</param>
    /// <param name="cancellation">Looked at between folds and inside a fit.</param>
    /// <exception cref="InvalidInputException">There are too few rows, or a setting is out of range.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static WalkForwardReport Run(
        SupervisedProblem problem, IModel model, WalkForwardSpec spec, Action<FoldReport>? foldDone = null, int parallelism = 1,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallelism, 1);
        ImmutableArray<Fold> folds = FoldPlan.WalkForward(problem.Samples.Count, problem.Spec.Horizon, spec);
        ImmutableArray<FoldReport>.Builder reports = ImmutableArray.CreateBuilder<FoldReport>(folds.Length);
        ImmutableArray<OutOfSamplePrediction>.Builder pooled = ImmutableArray.CreateBuilder<OutOfSamplePrediction>();
        OrderedParallel.Run(
            folds.Length,
            parallelism,
            i => FoldRun.Run(problem, model, folds[i], cancellation),
            fold =>
            {
                reports.Add(fold.Report);
                pooled.AddRange(fold.Predictions);
                foldDone?.Invoke(fold.Report);
            },
            cancellation);
        return new WalkForwardReport(reports.MoveToImmutable(), pooled.ToImmutable(), problem.Spec.Mode);
    }
}
