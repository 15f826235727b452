using System.Runtime.ExceptionServices;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Runs every combination of a search on the same data through the same engine.</summary>
public static class SweepRunner
{
    /// <summary>Runs a sweep. The result is the same for any degree of parallelism and whatever part the log has already.</summary>
    /// <param name="request">What to search.</param>
    /// <param name="earlier">Parameter hashes tried before on the same data and strategy; they count as trials. Null for none.</param>
    /// <param name="log">Keeps finished combinations; null for none.</param>
    /// <param name="progress">Told after each combination, from many threads; null for none.</param>
    /// <param name="cancellation">Stops the sweep.</param>
    /// <exception cref="InvalidInputException">Axes, selection, options or data are wrong.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the log has what was done.</exception>
    public static SweepResult Run(
        SweepRequest request, IReadOnlyCollection<string>? earlier = null, ITrialLog? log = null, IProgress<SweepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ParameterCombinations combinations = request.Combinations();
        SweepTrial[] trials = new SweepTrial[combinations.Constructible.Length];
        using BarColumns? bars = BacktestRunner.Columns(request.Backtest);
        int done = 0;
        ForEach(trials.Length, request.DegreeOfParallelism, index =>
        {
            if (log?.Find(index) is { } finished && finished.ParametersHash == combinations.Constructible[index].ComputeHash())
            {
                trials[index] = finished;
            }
            else
            {
                trials[index] = Try(request, index, combinations.Constructible[index], bars, cancellation);
                log?.Keep(trials[index]);
            }

            progress?.Report(new SweepProgress(Interlocked.Increment(ref done), trials.Length, "trials"));
        }, cancellation);
        return Summarise(request, combinations.Skipped, trials, earlier ?? [], cancellation);
    }

    /// <summary>Runs work for each index on several threads; the first error by index is thrown as it is.</summary>
    internal static void ForEach(int count, int degreeOfParallelism, Action<int> body, CancellationToken cancellation)
    {
        Exception?[] errors = new Exception?[count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Max(1, degreeOfParallelism), CancellationToken = cancellation };
        Parallel.For(0, count, options, (index, state) =>
        {
            try
            {
                body(index);
            }
            catch (Exception error)
            {
                errors[index] = error;
                state.Break();
            }
        });
        if (errors.FirstOrDefault(error => error is not null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private static SweepTrial Try(
        SweepRequest request, int index, StrategyParameters parameters, BarColumns? bars, CancellationToken cancellation)
    {
        TrialFigures figures = BacktestRunner.RunTrial(request.Backtest with { Parameters = parameters.Values }, bars, cancellation);
        return new SweepTrial
        {
            Index = index,
            Parameters = request.Axes.Select(axis => axis.Name).Order(StringComparer.Ordinal).ToDictionary(name => name, name => parameters.Values[name]),
            ParametersHash = parameters.ComputeHash(),
            Score = request.Selection.Score(figures.Metrics),
            IsValid = request.Selection.IsValid(figures.Metrics),
            Metrics = figures.Metrics,
            Moments = figures.Moments,
            LedgerHash = figures.LedgerHash,
        };
    }

    private static SweepResult Summarise(
        SweepRequest request, int skipped, SweepTrial[] trials, IReadOnlyCollection<string> earlier, CancellationToken cancellation)
    {
        int best = request.Selection.Best([.. trials.Select(trial => trial.Metrics)]);
        ReturnMoments[] moments = [.. trials.Select(trial => trial.Moments)];
        double periodsPerYear = trials[0].Metrics.PeriodsPerYear;
        int distinct = trials.Select(trial => trial.ParametersHash).Union(earlier, StringComparer.Ordinal).Count();
        return new SweepResult
        {
            Trials = [.. trials],
            Skipped = skipped,
            ValidCount = trials.Count(trial => trial.IsValid),
            Best = best < 0 ? null : trials[best],
            Overfitting = OverfittingReport.Of(
                best < 0 ? null : moments[best], moments, distinct, periodsPerYear, OverfittingProbability.Of(moments, cancellation)),
            PeriodsPerYear = periodsPerYear,
        };
    }
}
