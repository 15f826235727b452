using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.Attribution;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>Runs a strategy of the catalogue over stored series with a <see cref="TradingEngine"/>.</summary>
public static class BacktestRunner
{
    private const int SlicesBetweenChecks = 4096;

    /// <summary>Runs a backtest.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="progress">Told every few thousand slices and at the end; null for none.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="InvalidInputException">Options, parameters, interval or bars are wrong; field paths name what.</exception>
    /// <exception cref="NotFoundException">Unknown strategy or instrument.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static BacktestResult Run(BacktestRequest request, IProgress<BacktestProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        StrategyParameters parameters = StrategyParameters.Resolve(StrategyCatalogue.Describe(request.Strategy), request.Parameters);
        TradingUniverse universe = TradingUniverse.Of(request.Bars, request.Fields);
        IStrategy strategy = StrategyCatalogue.Create(request.Strategy, request.Parameters, universe, request.Instruments);
        MarketEventStream stream = new(universe, request.Bars, request.Fields, request.Start, request.End);
        Check(request);

        SessionLedger ledger = new();
        using LedgerHash hash = new();
        TradingEngine engine = new(universe, request.Options, strategy, new JournalFanOut(ledger, new LedgerEntryJournal(hash.Add)));
        for (long slices = 1; stream.TryNext(out MarketSlice slice); slices++)
        {
            if (slice.KnownTime <= request.TradeFrom)
            {
                engine.WarmUp(slice);
            }
            else
            {
                engine.Process(slice);
            }

            if (slices % SlicesBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new BacktestProgress(stream.RowsRead, stream.TotalRows, engine.Time, engine.Equity));
            }
        }

        cancellation.ThrowIfCancellationRequested();
        engine.Finish();
        progress?.Report(new BacktestProgress(stream.RowsRead, stream.TotalRows, engine.Time, engine.Equity));
        return Summarise(request, strategy, parameters, engine, ledger, hash.Current());
    }

    /// <summary>Checks what can be checked without running; <see cref="Run"/> checks it again.</summary>
    /// <exception cref="InvalidInputException">Options are wrong, or a series has too few bars to trade.</exception>
    public static void Check(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Validate();
        FieldViolation[] violations =
        [
            .. request.Bars
                .Select(series => (series.Instrument.Id, Count: series.Between(Math.Max(request.Start, request.TradeFrom), request.End).Count))
                .Where(series => series.Count < 2)
                .Select(series => new FieldViolation(
                    $"instruments[{series.Id}]",
                    $"needs at least 2 bars in the interval, has {series.Count}; widen the interval or load more data.")),
        ];
        if (request.Benchmark is { HasBars: false } benchmark)
        {
            throw new InvalidInputException("SERIES_INVALID", $"benchmark[{benchmark.Instrument.Id}]", "has no close to measure against.");
        }

        if (violations.Length > 0)
        {
            throw new InvalidInputException("NOT_ENOUGH_BARS", $"{violations[0].Field} {violations[0].Description}", violations);
        }
    }

    private static BacktestResult Summarise(
        BacktestRequest request, IStrategy strategy, StrategyParameters parameters, TradingEngine engine, SessionLedger ledger, string ledgerHash)
    {
        ReadOnlySpan<EquityPoint> points = ledger.Equity;
        (long[] times, double[] equity, int inPosition) = (new long[points.Length], new double[points.Length], 0);
        for (int i = 0; i < points.Length; i++)
        {
            (times[i], equity[i]) = (points[i].Time, points[i].Equity);
            inPosition += points[i].OpenPositions > 0 ? 1 : 0;
        }

        List<string> warnings = [.. BacktestWarnings.Of(request, engine, ledger)];
        double[] benchmark = [];
        if (request.Benchmark is { } series)
        {
            benchmark = BenchmarkLevels.At(series, times);
            if (benchmark.Any(double.IsNaN))
            {
                warnings.Add($"The benchmark {series.Instrument.Id} has no value at the first equity point; figures relative to it are left out.");
                benchmark = [];
            }
        }

        BacktestCosts costs = BacktestCosts.Of(ledger.Fills);
        bool everyDay = request.Bars.Any(one => one.Instrument.AssetClass.IsCrypto());
        PerformanceMetrics metrics = PerformanceCalculator.Compute(new PerformanceInput
        {
            Times = times,
            Equity = equity,
            PeriodsPerYear = request.PeriodsPerYear ?? PeriodsPerYear.Infer(times, everyDay),
            RiskFreeRate = request.RiskFreeRate,
            Benchmark = benchmark,
            Trades = ledger.Trades,
            PointsInPosition = inPosition,
            MoneyTraded = (double)costs.MoneyTraded,
            TotalCosts = (double)costs.Total,
        });
        return new BacktestResult
        {
            StrategyName = strategy.Name,
            Metrics = metrics,
            Times = times,
            Equity = equity,
            Drawdown = DrawdownAnalysis.Of(times, equity),
            MonthlyReturns = Metrics.MonthlyReturns.Of(times, equity),
            Trades = ledger.Trades,
            Orders = ledger.Orders,
            Fills = ledger.Fills,
            Signals = ledger.Signals,
            OpenPositions = engine.Positions(),
            Costs = costs,
            Cash = engine.Cash,
            Lineage = BacktestLineage.Of(request, parameters),
            LedgerHash = ledgerHash,
            Attribution = (strategy as IAttributesResult)?.Attribute(),
            HaltedAt = engine.HaltedAt,
            Warnings = [.. warnings],
        };
    }
}
