using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>One run of an engine over the data of a request: over laid-out bars where strategy and data allow it, else slice by slice.</summary>
internal sealed class BacktestExecution : IDisposable
{
    private const int SlicesBetweenChecks = 4096;
    private const int RowsBetweenChecks = 65_536;
    private readonly BacktestRequest _request;
    private readonly BarColumns? _bars;
    private readonly ColumnRun? _columns;

    /// <summary>Sets a run up.</summary>
    /// <param name="request">What to run, checked.</param>
    /// <param name="bars">Its bars laid out; null where they cannot be.</param>
    /// <param name="keepsEntries">Whether the ledger keeps orders, fills, round trips and signals.</param>
    public BacktestExecution(BacktestRequest request, BarColumns? bars, bool keepsEntries)
    {
        _request = request;
        StrategyDescriptor descriptor = request.Descriptor;
        Parameters = StrategyParameters.Resolve(descriptor, request.Parameters);
        TradingUniverse universe = TradingUniverse.Of(request.Bars, request.Fields, request.Execution);
        Strategy = descriptor.Build(Parameters, universe, InstrumentSelection.Of(universe, request.Instruments));
        MarketEventStream.RequireInterval(request.Start, request.End);
        BacktestRunner.Check(request);
        Ledger = new BacktestLedger(universe, keepsEntries);
        if (bars is not null && !request.Options.ActsOnQuietBars && Strategy is IColumnStrategy columns)
        {
            (_bars, _columns) = (bars, new ColumnRun(bars, columns));
            Ledger.Equity.Expect(bars.KnownTimes[bars.FirstKnownAfter(request.TradeFrom)..], keepsEntries);
        }

        Engine = new TradingEngine(universe, request.Options, _columns ?? Strategy, Ledger);
    }

    /// <summary>Parameters of the strategy, defaults included.</summary>
    public StrategyParameters Parameters { get; }

    /// <summary>The strategy.</summary>
    public IStrategy Strategy { get; }

    /// <summary>The engine.</summary>
    public TradingEngine Engine { get; }

    /// <summary>What it did.</summary>
    public BacktestLedger Ledger { get; }

    /// <summary>Runs to the end of the data.</summary>
    /// <param name="progress">Told every few thousand rows and at the end; null for none.</param>
    /// <param name="cancellation">Stops the run.</param>
    public void ToEnd(IProgress<BacktestProgress>? progress, CancellationToken cancellation)
    {
        long rows = _bars is not null && _columns is not null
            ? OverColumns(_bars, _columns, progress, cancellation)
            : OverSlices(progress, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Engine.Finish();
        progress?.Report(new BacktestProgress(rows, rows, Engine.Time, Engine.Equity));
    }

    /// <inheritdoc />
    public void Dispose() => Ledger.Dispose();

    private int OverColumns(BarColumns bars, ColumnRun columns, IProgress<BacktestProgress>? progress, CancellationToken cancellation)
    {
        int first = bars.FirstKnownAfter(_request.TradeFrom);
        if (first > 0)
        {
            columns.WarmUp(Engine, first - 1);
        }

        for (int from = first; from < bars.Count; from += RowsBetweenChecks)
        {
            cancellation.ThrowIfCancellationRequested();
            int to = Math.Min(bars.Count, from + RowsBetweenChecks);
            columns.Process(Engine, from, to);
            progress?.Report(new BacktestProgress(to, bars.Count, Engine.Time, Engine.Equity));
        }

        return bars.Count;
    }

    private long OverSlices(IProgress<BacktestProgress>? progress, CancellationToken cancellation)
    {
        MarketEventStream stream = new(
            Engine.Universe, _request.Bars, _request.Fields, _request.Start, _request.End, _request.Execution.Select(ExecutionSeries.AsBars));
        for (long slices = 1; stream.TryNext(out MarketSlice slice); slices++)
        {
            if (slice.KnownTime <= _request.TradeFrom)
            {
                Engine.WarmUp(slice);
            }
            else
            {
                Engine.Process(slice);
            }

            if (slices % SlicesBetweenChecks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new BacktestProgress(stream.RowsRead, stream.TotalRows, Engine.Time, Engine.Equity));
            }
        }

        return stream.RowsRead;
    }
}
