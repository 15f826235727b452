using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies.Attribution;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>Runs a strategy of the catalogue over stored series with a <see cref="TradingEngine"/>.</summary>
public static class BacktestRunner
{
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
        using BarColumns? bars = Columns(request);
        using BacktestExecution run = new(request, bars, keepsEntries: true);
        run.ToEnd(progress, cancellation);
        return Summarise(request, run);
    }

    /// <summary>Runs a trial of a search, of which only figures are kept.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="bars">What <see cref="Columns"/> gave for the search's data; null where it gave nothing.</param>
    /// <param name="cancellation">Stops the run.</param>
    internal static TrialFigures RunTrial(BacktestRequest request, BarColumns? bars, CancellationToken cancellation)
    {
        using BacktestExecution run = new(request, bars, keepsEntries: false);
        run.ToEnd(progress: null, cancellation);
        (PerformanceMetrics metrics, ReturnMoments moments) = PerformanceCalculator.ComputeWithMoments(Input(request, run, benchmark: default));
        return new TrialFigures(metrics, moments, run.Ledger.Digest(), run.Engine.HaltedAt);
    }

    /// <summary>The bars of a backtest of one instrument laid out; null where it needs more than these, or a bar is not complete.</summary>
    internal static BarColumns? Columns(BacktestRequest request) => request is { Bars: [var only], Fields.Count: 0, Execution.Count: 0 }
        ? BarColumns.Of(only, request.Start, request.End, request.Options.AllowNonPositivePrices)
        : null;

    /// <summary>Checks what can be checked without running; <see cref="Run"/> checks it again.</summary>
    /// <exception cref="InvalidInputException">Options are wrong, or a series has too few bars to trade.</exception>
    public static void Check(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Options.Validate();
        ExecutionSeries.Check(request.Bars, request.Execution, request.Options.FillTiming);
        FieldViolation[] violations =
        [
            .. request.Bars
                .Select(series => (
                    series.Instrument.Id,
                    Count: Math.Max(0, series.LowerBound(request.End) - series.LowerBound(Math.Max(request.Start, request.TradeFrom)))))
                .Where(series => series.Count < 2)
                .Select(series => new FieldViolation(
                    $"instruments[{series.Id}]",
                    $"needs at least 2 bars in the interval, has {series.Count}; widen the interval or load more data.")),
        ];
        CheckCurrencies(request);
        if (request.Benchmark is { HasBars: false } benchmark)
        {
            throw new InvalidInputException("SERIES_INVALID", "benchmark", $"{benchmark.Instrument.Id} has no close to measure against.");
        }

        if (violations.Length > 0)
        {
            throw new InvalidInputException("NOT_ENOUGH_BARS", violations);
        }
    }

    // A rate that comes later than the first bar would leave orders without a value, and with them the result.
    private static void CheckCurrencies(BacktestRequest request)
    {
        if (request.Options.AccountCurrency is not { } account)
        {
            return;
        }

        TradingUniverse universe = TradingUniverse.Of(request.Bars, request.Fields);
        foreach (InstrumentSeries bars in request.Bars.Where(series => series.Instrument.Currency != account))
        {
            int pair = CurrencyConversion.Require(universe, bars.Instrument, account).Field;
            long? rate = FirstKnown(request.Fields.First(series => series.Instrument.Id == universe.Fields[pair].Instrument), AccountSeries.RateField, request, request.Start);
            long? bar = FirstKnown(bars, "close", request, Math.Max(request.Start, request.TradeFrom));
            if (rate is null || rate > bar)
            {
                throw new InvalidInputException(
                    "FX_MISSING", $"instruments[{bars.Instrument.Id}]",
                    $"is converted by {universe.Fields[pair].Instrument}, whose first rate is known {(rate is { } at ? $"at {UnixTime.Format(at)}" : "never")}, after the first bar; start later or load more of it.");
            }
        }
    }

    private static long? FirstKnown(InstrumentSeries series, string field, BacktestRequest request, long from)
    {
        ReadOnlySpan<double> values = series.Column(field).Span;
        for (int row = series.LowerBound(from); row < series.LowerBound(request.End); row++)
        {
            if (!double.IsNaN(values[row]))
            {
                return series.AvailableAt(row);
            }
        }

        return null;
    }

    private static BacktestResult Summarise(BacktestRequest request, BacktestExecution run)
    {
        (BacktestLedger ledger, TradingEngine engine) = (run.Ledger, run.Engine);
        (ReadOnlyMemory<long> times, ReadOnlyMemory<double> equity) = ledger.Equity.Keep();
        List<string> warnings = [.. BacktestWarnings.Of(request, engine, ledger)];
        double[] benchmark = [];
        if (request.Benchmark is { } series)
        {
            benchmark = BenchmarkLevels.At(series, times.Span);
            if (benchmark.Any(double.IsNaN))
            {
                warnings.Add($"The benchmark {series.Instrument.Id} has no value at the first equity point; figures relative to it are left out.");
                benchmark = [];
            }
        }

        return new BacktestResult(request, run.Parameters)
        {
            StrategyName = run.Strategy.Name,
            Metrics = PerformanceCalculator.Compute(Input(request, run, benchmark)),
            Times = times,
            Equity = equity,
            Trades = ledger.Trades,
            Orders = ledger.Orders,
            Fills = ledger.Fills,
            Signals = ledger.Signals,
            OpenPositions = engine.Positions(),
            Costs = ledger.Costs.Current,
            Financing = ledger.Financing,
            MarginCalls = engine.MarginCalls,
            Rolls = engine.Rolls,
            Cash = engine.Cash,
            LedgerHash = ledger.Digest(),
            Attribution = (run.Strategy as IAttributesResult)?.Attribute(),
            HaltedAt = engine.HaltedAt,
            Warnings = [.. warnings],
        };
    }

    private static PerformanceInput Input(BacktestRequest request, BacktestExecution run, ReadOnlyMemory<double> benchmark)
    {
        BacktestLedger ledger = run.Ledger;
        BacktestCosts costs = ledger.Costs.Current;
        bool everyDay = request.Bars.Any(one => one.Instrument.AssetClass.IsCrypto());
        return new PerformanceInput
        {
            Times = ledger.Equity.Times,
            Equity = ledger.Equity.Values,
            PeriodsPerYear = request.PeriodsPerYear ?? PeriodsPerYear.Infer(ledger.Equity.Times.Span, everyDay),
            RiskFreeRate = request.RiskFreeRate,
            Benchmark = benchmark,
            TradeProfits = ledger.TradeProfits,
            TradeBars = ledger.TradeBars,
            PointsInPosition = ledger.Equity.CountOpen,
            MoneyTraded = (double)costs.MoneyTraded,
            TotalCosts = (double)costs.Total,
        };
    }
}
