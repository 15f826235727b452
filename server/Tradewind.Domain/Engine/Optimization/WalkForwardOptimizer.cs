using System.Collections.Immutable;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>
/// Walk-forward optimisation (backtest specification, section 6): every fold chooses parameters on its in-sample bars and trades them on
/// the bars that follow, where nothing was chosen. The in-sample run sees its own bars only; out of sample they warm the indicators up, the
/// position starts flat, the first decision is at the close of the first bar, and the position is closed at the end with costs.
/// </summary>
public static class WalkForwardOptimizer
{
    /// <summary>Runs it. The result is the same for any degree of parallelism and whatever part the log has already.</summary>
    /// <param name="request">What to optimise.</param>
    /// <param name="earlier">Parameter hashes tried before on the same data and strategy; they count as trials. Null for none.</param>
    /// <param name="log">Keeps finished backtests: fold by fold as stages, then the run of each combination over all out-of-sample bars. Null for none.</param>
    /// <param name="progress">Told after each backtest, from many threads; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InvalidInputException">Axes, folds, selection, options or data are wrong.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the log has what was done.</exception>
    public static WalkForwardResult Run(
        WalkForwardRequest request, IReadOnlyCollection<string>? earlier = null, ITrialLog? log = null, IProgress<SweepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Selection.Validate();
        request.Acceptance?.Validate();
        ParameterCombinations combinations = ParameterCombinations.Of(request.Backtest.Descriptor, request.Backtest.Parameters, request.Axes);
        BarWindows bars = new(request.Backtest);
        ImmutableArray<WalkForwardWindow> windows = Plan(request, bars);
        double periodsPerYear = request.Backtest.PeriodsPerYear
            ?? PeriodsPerYear.Infer(bars.Times, request.Backtest.Bars.Any(series => series.Instrument.AssetClass.IsCrypto()));
        Walk walk = new(request, combinations, bars, periodsPerYear,
            new Counter(progress, (windows.Length + 1) * combinations.Constructible.Length), log, cancellation);

        List<Fold> folds = [];
        foreach (WalkForwardWindow window in windows)
        {
            folds.Add(walk.Run(window, folds.Count, $"fold {folds.Count + 1} of {windows.Length}"));
        }

        ReturnMoments[] all = walk.OutOfSampleMoments(windows[0].OutOfSampleStart, windows.Length);
        return Summarise(walk, folds, all, earlier ?? []);
    }

    /// <summary>The folds of a request.</summary>
    /// <exception cref="InvalidInputException">Reason <c>FOLDS_INVALID</c>.</exception>
    public static ImmutableArray<WalkForwardWindow> Plan(WalkForwardRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Plan(request, new BarWindows(request.Backtest));
    }

    private static ImmutableArray<WalkForwardWindow> Plan(WalkForwardRequest request, BarWindows bars) =>
        request.Lengths is { } lengths
            ? WalkForwardPlan.OfLengths(bars.Times.Length, lengths.InSample, lengths.OutOfSample, request.Anchored)
            : WalkForwardPlan.Of(bars.Times.Length, request.Folds, request.InSampleFraction, request.Anchored);

    /// <summary>Every parameter as it is before the change.</summary>
    /// <exception cref="InvalidInputException">The strategy does not take them.</exception>
    public static StrategyParameters Baseline(WalkForwardRequest request, AcceptanceRule rule)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(rule);
        Dictionary<string, string> given = new(request.Backtest.Parameters, StringComparer.Ordinal);
        foreach ((string name, string value) in rule.Baseline)
        {
            given[name] = value;
        }

        return StrategyParameters.Resolve(request.Backtest.Descriptor, given);
    }

    private static WalkForwardResult Summarise(Walk walk, List<Fold> folds, ReturnMoments[] all, IReadOnlyCollection<string> earlier)
    {
        double[] equity = StitchedCurve.Of([.. folds.Select(fold => fold.Curve)]);
        long[] times = walk.Bars.Times[(folds[0].Result.Window.OutOfSampleStart - 1)..];
        Fold[] chosen = [.. folds.Where(fold => fold.Chosen >= 0)];
        IGrouping<int, Fold>? favourite = chosen.GroupBy(fold => fold.Chosen)
            .OrderByDescending(group => group.Count()).ThenByDescending(walk.MeanScore).ThenBy(group => group.Key).FirstOrDefault();
        double insideReturn = chosen.Average(fold => fold.Result.InSample?.AnnualizedReturnPercent) ?? double.NaN;
        double outsideReturn = chosen.Average(fold => fold.Result.OutOfSample?.AnnualizedReturnPercent) ?? double.NaN;
        string[] hashes = [.. walk.Combinations.Constructible.Select(parameters => parameters.ComputeHash())];
        PerformanceMetrics metrics = walk.Measure(times, equity, [.. chosen.Select(fold => fold.OutOfSample).OfType<BacktestResult>()]);
        return new WalkForwardResult
        {
            Folds = [.. folds.Select(fold => fold.Result)],
            Times = times,
            Equity = equity,
            Metrics = metrics,
            Verdict = walk.Request.Acceptance is { } rule ? walk.Judge(rule, [.. folds.Select(fold => fold.Result.Window)], times, equity, metrics) : null,
            BestParameters = favourite is null ? null : walk.Varied(favourite.Key),
            ParameterStability = favourite is null ? null : (double)favourite.Count() / folds.Count,
            Efficiency = Defined.OrNull(outsideReturn / insideReturn),
            Combinations = hashes.Length,
            Skipped = walk.Combinations.Skipped,
            Overfitting = OverfittingReport.Of(
                ReturnMoments.Of(PerformanceCalculator.Returns(equity)), all, hashes.Union(earlier, StringComparer.Ordinal).Count(),
                walk.AnnualPeriods, overfitting: null),
            ParametersHashes = [.. hashes],
        };
    }

    /// <summary>A fold with what its summary does not carry.</summary>
    private sealed record Fold(WalkForwardFold Result, int Chosen, double[] Curve, BacktestResult? OutOfSample);

    private sealed class Counter(IProgress<SweepProgress>? progress, int total)
    {
        private int _done;

        public void Step(string stage) => progress?.Report(new SweepProgress(Interlocked.Increment(ref _done), total, stage));
    }

    private sealed record Walk(
        WalkForwardRequest Request, ParameterCombinations Combinations, BarWindows Bars, double AnnualPeriods, Counter Count, ITrialLog? Log,
        CancellationToken Cancellation)
    {
        private double Capital => (double)Request.Backtest.Options.InitialCapital;

        public IReadOnlyDictionary<string, string> Varied(int combination) => Request.Axes.Select(axis => axis.Name).Order(StringComparer.Ordinal)
            .ToDictionary(name => name, name => Combinations.Constructible[combination].Values[name]);

        /// <summary>Mean score out of sample, turned so that more is better; a fold without a score is the worst there is.</summary>
        public double MeanScore(IEnumerable<Fold> folds)
        {
            double sign = Request.Selection.HigherIsBetter ? 1 : -1;
            return folds.Average(fold => sign * fold.Result.OutOfSampleScore ?? double.NegativeInfinity);
        }

        public Fold Run(WalkForwardWindow window, int number, string stage)
        {
            SelectionRule rule = Request.Selection with
            {
                MinTrades = Math.Max(1, (int)Math.Floor((double)Request.Selection.MinTrades * window.InSampleLength / Bars.Times.Length + 0.5)),
            };
            BacktestRequest inside = Cut(window.InSampleStart, window.InSampleStart, window.OutOfSampleStart);
            SweepTrial[] trials = Trials(number, stage, rule, combination => Backtest(inside, Combinations.Constructible[combination]));
            PerformanceMetrics[] results = [.. trials.Select(trial => trial.Metrics)];
            int best = rule.Best(results);
            WalkForwardFold fold = new()
            {
                Window = window,
                InSampleStart = Bars.Times[window.InSampleStart],
                OutOfSampleStart = Bars.Times[window.OutOfSampleStart],
                OutOfSampleEnd = Bars.Times[window.OutOfSampleEnd - 1],
                ValidCount = results.Count(rule.IsValid),
                HaltedCount = trials.Count(trial => trial.HaltedAt is not null),
                Parameters = null,
                InSampleScore = null,
                OutOfSampleScore = null,
                InSample = null,
                OutOfSample = null,
            };
            if (best < 0)
            {
                return new Fold(fold, best, [.. Enumerable.Repeat(Capital, window.OutOfSampleLength + 1)], null);
            }

            (BacktestResult result, double[] curve) = OutOfSample(window, Combinations.Constructible[best]);
            PerformanceMetrics metrics = Measure(Bars.Times[(window.OutOfSampleStart - 1)..window.OutOfSampleEnd], curve, [result]);
            return new Fold(
                fold with
                {
                    Parameters = Varied(best),
                    InSampleScore = rule.Score(results[best]),
                    OutOfSampleScore = rule.Score(metrics),
                    InSample = results[best],
                    OutOfSample = metrics,
                    OutOfSampleHaltedAt = result.HaltedAt,
                },
                best, curve, result);
        }

        /// <summary>The parameters as they are, on the out-of-sample bars of every fold like the choices: flat, traded, closed.</summary>
        public AcceptanceVerdict Judge(AcceptanceRule rule, IReadOnlyList<WalkForwardWindow> windows, long[] times, double[] equity, PerformanceMetrics metrics)
        {
            StrategyParameters parameters = Baseline(Request, rule);
            (BacktestResult Result, double[] Curve)[] folds = new (BacktestResult, double[])[windows.Count];
            SweepRunner.ForEach(folds.Length, Request.DegreeOfParallelism, fold => folds[fold] = OutOfSample(windows[fold], parameters), Cancellation);
            double[] baseline = StitchedCurve.Of([.. folds.Select(fold => fold.Curve)]);
            return AcceptanceVerdict.Of(
                rule, Request.Axes.Select(axis => axis.Name).Order(StringComparer.Ordinal).ToDictionary(name => name, name => parameters.Values[name]),
                times, equity, metrics, baseline, Measure(times, baseline, [.. folds.Select(fold => fold.Result)]));
        }

        /// <summary>A fold traded where nothing was chosen, and its curve from the capital on.</summary>
        private (BacktestResult Result, double[] Curve) OutOfSample(WalkForwardWindow window, StrategyParameters parameters)
        {
            BacktestRequest outside = Cut(window.InSampleStart, window.OutOfSampleStart, window.OutOfSampleEnd);
            BacktestResult result = Backtest(outside with { Options = outside.Options with { CloseAtEnd = true } }, parameters);
            return (result, [Capital, .. result.Equity.Span]);
        }

        private BacktestRequest Cut(int first, int tradeFrom, int end) =>
            Request.UsesHistory ? Bars.WithHistory(tradeFrom, end) : Bars.Cut(first, tradeFrom, end);

        /// <summary>Every combination over all out-of-sample bars at once: start flat after a warm-up, left open at the end.</summary>
        public ReturnMoments[] OutOfSampleMoments(int from, int number)
        {
            BacktestRequest whole = Cut(0, from, Bars.Times.Length);
            return
            [
                .. Trials(number, "all combinations out of sample", Request.Selection, combination => Backtest(whole, Combinations.Constructible[combination]))
                    .Select(trial => trial.Moments),
            ];
        }

        /// <summary>Figures of a curve with a base point, and of the backtests below it.</summary>
        public PerformanceMetrics Measure(long[] times, double[] equity, IReadOnlyList<BacktestResult> parts) => PerformanceCalculator.Compute(new PerformanceInput
        {
            Times = times,
            Equity = equity,
            PeriodsPerYear = AnnualPeriods,
            RiskFreeRate = Request.Backtest.RiskFreeRate,
            TradeProfits = parts.SelectMany(part => part.Trades).Select(trade => (double)trade.ProfitAndLoss).ToArray(),
            TradeBars = parts.SelectMany(part => part.Trades).Select(trade => (double)trade.Bars).ToArray(),
            PointsInPosition = (int)Math.Round(parts.Sum(part => (part.Metrics.ExposureTimePercent ?? 0) / 100 * part.Equity.Length)),
            MoneyTraded = parts.Sum(part => (double)part.Costs.MoneyTraded),
            TotalCosts = parts.Sum(part => (double)part.Costs.Total),
        });

        private BacktestResult Backtest(BacktestRequest window, StrategyParameters parameters) => BacktestRunner.Run(
            window with { Parameters = parameters.Values, PeriodsPerYear = AnnualPeriods }, progress: null, Cancellation);

        /// <summary>One backtest of every combination, those in the log as they were. Moments include the return from the capital to the first point.</summary>
        private SweepTrial[] Trials(int number, string stage, SelectionRule rule, Func<int, BacktestResult> run)
        {
            SweepTrial[] trials = new SweepTrial[Combinations.Constructible.Length];
            SweepRunner.ForEach(
                trials.Length, Request.DegreeOfParallelism,
                index =>
                {
                    string hash = Combinations.Constructible[index].ComputeHash();
                    if (Log?.Find(number, index) is { } finished && finished.ParametersHash == hash)
                    {
                        trials[index] = finished;
                    }
                    else
                    {
                        BacktestResult result = run(index);
                        trials[index] = new SweepTrial
                        {
                            Index = index,
                            Stage = number,
                            Parameters = Varied(index),
                            ParametersHash = hash,
                            Score = rule.Score(result.Metrics),
                            IsValid = rule.IsValid(result.Metrics),
                            Metrics = result.Metrics,
                            Moments = ReturnMoments.Of(PerformanceCalculator.Returns([Capital, .. result.Equity.Span])),
                            LedgerHash = result.LedgerHash,
                            HaltedAt = result.HaltedAt,
                        };
                        Log?.Keep(trials[index]);
                    }

                    Count.Step(stage);
                },
                Cancellation);
            return trials;
        }
    }
}
