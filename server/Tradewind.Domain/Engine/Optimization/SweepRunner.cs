using System.Collections.Immutable;
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
        HalvingSearch? halving = request.Method == SearchMethod.Halving ? new HalvingSearch(request, combinations.Constructible) : null;
        int count = combinations.Constructible.Length, total = halving?.Total ?? count, done = 0;
        SweepTrial[] RunStage(SweepStage stage) => Run(
            stage, combinations, log, () => progress?.Report(new SweepProgress(Interlocked.Increment(ref done), total, "trials")), cancellation);

        (ImmutableArray<SweepTrial[]> stages, ImmutableArray<HalvingRung> rungs) = halving?.Run(RunStage)
            ?? ([RunStage(new SweepStage(0, 1, [.. Enumerable.Range(0, count)], request))], []);
        return Summarise(request, combinations.Skipped, stages, rungs, earlier ?? [], cancellation);
    }

    private static SweepTrial[] Run(
        SweepStage stage, ParameterCombinations combinations, ITrialLog? log, Action done, CancellationToken cancellation)
    {
        SweepTrial[] trials = new SweepTrial[stage.Combinations.Length];
        using BarColumns? bars = BacktestRunner.Columns(stage.Request.Backtest);
        ForEach(trials.Length, stage.Request.DegreeOfParallelism, position =>
        {
            int index = stage.Combinations[position];
            StrategyParameters parameters = combinations.Constructible[index];
            if (log?.Find(stage.Number, index) is { } finished && finished.ParametersHash == parameters.ComputeHash() && finished.BarShare == stage.BarShare)
            {
                trials[position] = finished;
            }
            else
            {
                trials[position] = Try(stage, index, parameters, bars, cancellation);
                log?.Keep(trials[position]);
            }

            done();
        }, cancellation);
        return trials;
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

    private static SweepTrial Try(SweepStage stage, int index, StrategyParameters parameters, BarColumns? bars, CancellationToken cancellation)
    {
        SweepRequest request = stage.Request;
        TrialFigures figures = BacktestRunner.RunTrial(request.Backtest with { Parameters = parameters.Values }, bars, cancellation);
        return new SweepTrial
        {
            Index = index,
            Stage = stage.Number,
            BarShare = stage.BarShare,
            Parameters = request.Axes.Select(axis => axis.Name).Order(StringComparer.Ordinal).ToDictionary(name => name, name => parameters.Values[name]),
            ParametersHash = parameters.ComputeHash(),
            Score = request.Selection.Score(figures.Metrics),
            IsValid = request.Selection.IsValid(figures.Metrics),
            Metrics = figures.Metrics,
            Moments = figures.Moments,
            LedgerHash = figures.LedgerHash,
            HaltedAt = figures.HaltedAt,
        };
    }

    private static SweepResult Summarise(
        SweepRequest request, int skipped, ImmutableArray<SweepTrial[]> stages, ImmutableArray<HalvingRung> rungs, IReadOnlyCollection<string> earlier,
        CancellationToken cancellation)
    {
        SweepTrial[] whole = stages[^1];
        int best = request.Selection.Best([.. whole.Select(trial => trial.Metrics)]);
        // All combinations have returns on the same bars on the first stage only: survivors alone are alike and would make luck look small,
        // and ratios of different years differ by the years. A ratio scatters with the root of its bars, so it is scaled to all of them.
        SweepTrial[] last = [.. stages.SelectMany(stage => stage).GroupBy(trial => trial.Index).Select(runs => runs.Last()).OrderBy(trial => trial.Index)];
        ReturnMoments[] first = [.. stages[0].Select(trial => trial.Moments)];
        ReturnMoments[] scaled = [.. stages[0].Select(trial => trial.Moments with { Sharpe = trial.Moments.Sharpe * Math.Sqrt(trial.BarShare) })];
        double periodsPerYear = whole[0].Metrics.PeriodsPerYear;
        int distinct = stages.SelectMany(stage => stage).Select(trial => trial.CountedAs()).Union(earlier, StringComparer.Ordinal).Count();
        OverfittingReport overfitting = OverfittingReport.Of(
            best < 0 ? null : whole[best].Moments, scaled, distinct, periodsPerYear, OverfittingProbability.Of(first, cancellation));
        return new SweepResult
        {
            Trials = [.. last],
            Rungs = rungs,
            Skipped = skipped,
            ValidCount = whole.Count(trial => trial.IsValid),
            Best = best < 0 ? null : whole[best],
            Overfitting = overfitting with { BacktestYears = whole[0].Moments.Count / periodsPerYear },
            PeriodsPerYear = periodsPerYear,
        };
    }
}
