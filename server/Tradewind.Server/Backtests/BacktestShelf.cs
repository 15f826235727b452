using Google.Protobuf;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Storage;
using Tradewind.V1;
using Fill = Tradewind.V1.Fill;
using Order = Tradewind.V1.Order;
using Signal = Tradewind.V1.Signal;
using Trade = Tradewind.V1.Trade;

namespace Tradewind.Server.Backtests;

/// <summary>Keeps finished backtests: figures, trades, fills, orders, signals and the equity curve.</summary>
internal sealed class BacktestShelf(IStore store, TimeProvider clock)
{
    private const string TradeCollection = "backtest-trades";
    private const string FillCollection = "backtest-fills";
    private const string OrderCollection = "backtest-orders";
    private const string SignalCollection = "backtest-signals";
    private const string EquityCollection = "backtest-equity";
    private const string DayCollection = "backtest-days";

    /// <summary>Figures, by backtest id.</summary>
    public MessageRecords<Backtest> Backtests { get; } = new(store, clock, "backtests", "backtest", backtest => (backtest.Id, backtest.CreateTime));

    /// <summary>Keeps a result. The figures come last: a backtest that can be found is whole.</summary>
    /// <param name="backtest">Figures; the exposure is added.</param>
    /// <param name="bars">Series its exposure is measured with; a position in another instrument has none that is known.</param>
    /// <param name="result">The result.</param>
    /// <param name="cancellation">Stops the writing.</param>
    public async Task KeepAsync(Backtest backtest, IReadOnlyList<InstrumentSeries> bars, BacktestResult result, CancellationToken cancellation)
    {
        ExposureCurve exposure = ExposureCurve.Of(result.Times.Span, result.Equity.Span, result.Fills, bars);
        backtest.Exposure = BacktestMessages.From(exposure);
        ListBacktestOrdersResponse orders = new() { Orders = { result.Orders.Select(TradingMessages.From) } };
        ListBacktestSignalsResponse signals = new() { Signals = { result.Signals.Select(signal => TradingMessages.From(signal, price: double.NaN)) } };
        await PutAsync(OrderCollection, backtest.Id, orders.ToByteArray(), cancellation).ConfigureAwait(false);
        await PutAsync(SignalCollection, backtest.Id, signals.ToByteArray(), cancellation).ConfigureAwait(false);
        ListBacktestTradesResponse trades = new() { Trades = { result.Trades.Select(TradingMessages.From) } };
        ListBacktestFillsResponse fills = new() { Fills = { result.Fills.Select(TradingMessages.From) } };
        await PutAsync(TradeCollection, backtest.Id, trades.ToByteArray(), cancellation).ConfigureAwait(false);
        await PutAsync(FillCollection, backtest.Id, fills.ToByteArray(), cancellation).ConfigureAwait(false);
        await PutAsync(EquityCollection, backtest.Id, EquityTable(result, exposure), cancellation).ConfigureAwait(false);
        if (result.Attribution is { } attribution)
        {
            byte[] days = StoredColumns.Write(
                attribution.Days.Select(day => day.Time).ToArray(), [.. attribution.DayColumns.Select(column => (column.Name, column.Values))]);
            await PutAsync(DayCollection, backtest.Id, days, cancellation).ConfigureAwait(false);
        }

        await Backtests.SaveAsync(backtest, cancellation).ConfigureAwait(false);
    }

    /// <summary>Round trips of a backtest.</summary>
    public async Task<IReadOnlyList<Trade>> ReadTradesAsync(string id, CancellationToken cancellation) =>
        ListBacktestTradesResponse.Parser.ParseFrom((await GetAsync(TradeCollection, id, cancellation).ConfigureAwait(false)).Span).Trades;

    /// <summary>Fills of a backtest.</summary>
    public async Task<IReadOnlyList<Fill>> ReadFillsAsync(string id, CancellationToken cancellation) =>
        ListBacktestFillsResponse.Parser.ParseFrom((await GetAsync(FillCollection, id, cancellation).ConfigureAwait(false)).Span).Fills;

    /// <summary>Orders of a backtest.</summary>
    /// <exception cref="PreconditionException">Reason <c>ENTRIES_NOT_KEPT</c>: it ran before they were.</exception>
    public async Task<IReadOnlyList<Order>> ReadOrdersAsync(string id, CancellationToken cancellation) =>
        ListBacktestOrdersResponse.Parser.ParseFrom((await GetEntriesAsync(OrderCollection, id, "orders", cancellation).ConfigureAwait(false)).Span).Orders;

    /// <summary>Signals of a backtest.</summary>
    /// <exception cref="PreconditionException">Reason <c>ENTRIES_NOT_KEPT</c>: it ran before they were.</exception>
    public async Task<IReadOnlyList<Signal>> ReadSignalsAsync(string id, CancellationToken cancellation) =>
        ListBacktestSignalsResponse.Parser.ParseFrom((await GetEntriesAsync(SignalCollection, id, "signals", cancellation).ConfigureAwait(false)).Span).Signals;

    /// <summary>Equity, drawdown and exposure of a backtest, in blocks.</summary>
    public async Task<IReadOnlyList<ColumnBlock>> ReadEquityAsync(string id, CancellationToken cancellation)
    {
        return StoredColumns.Read(await GetAsync(EquityCollection, id, cancellation).ConfigureAwait(false));
    }

    /// <summary>Days of a portfolio of buckets, in blocks.</summary>
    /// <exception cref="PreconditionException">Reason <c>NO_ATTRIBUTION</c>: the strategy has no buckets.</exception>
    public async Task<IReadOnlyList<ColumnBlock>> ReadDaysAsync(string id, CancellationToken cancellation)
    {
        await Backtests.GetAsync(id, cancellation).ConfigureAwait(false);
        StoredDocument? days = await store.Documents.GetAsync(DayCollection, id, cancellation).ConfigureAwait(false);
        return StoredColumns.Read((days ?? throw new PreconditionException(
            "NO_ATTRIBUTION", $"{id} has no days by bucket: its strategy has no buckets, or it ran before they were kept. Run it again.")).Body);
    }

    private static byte[] EquityTable(BacktestResult result, ExposureCurve exposure)
    {
        double[] drawdown = [.. result.Drawdown.Percents.ToArray().Select(percent => percent / 100)];
        return StoredColumns.Write(result.Times,
        [
            ("equity", result.Equity), ("drawdown", drawdown), ("long_exposure", exposure.Long), ("short_exposure", exposure.Short),
            ("net_exposure", exposure.Net), ("gross_exposure", exposure.Gross),
        ]);
    }

    private async Task<ReadOnlyMemory<byte>> GetEntriesAsync(string collection, string id, string entries, CancellationToken cancellation)
    {
        await Backtests.GetAsync(id, cancellation).ConfigureAwait(false);
        StoredDocument? stored = await store.Documents.GetAsync(collection, id, cancellation).ConfigureAwait(false);
        return (stored ?? throw new PreconditionException("ENTRIES_NOT_KEPT", $"The {entries} of {id} were not kept when it ran. Run it again.")).Body;
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(string collection, string id, CancellationToken cancellation) =>
        (await store.Documents.GetAsync(collection, id, cancellation).ConfigureAwait(false) ?? throw new NotFoundException("backtest", id)).Body;

    private Task PutAsync(string collection, string id, byte[] body, CancellationToken cancellation)
    {
        long now = ProtoTime.NowNanoseconds(clock);
        return store.Documents.PutAsync(new StoredDocument(collection, id, id, now, now, body), cancellation);
    }
}
