using Google.Protobuf;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;
using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Storage;
using Tradewind.V1;
using Fill = Tradewind.V1.Fill;
using Trade = Tradewind.V1.Trade;

namespace Tradewind.Server.Backtests;

/// <summary>Keeps finished backtests: figures, trades, fills and the equity curve.</summary>
internal sealed class BacktestShelf(IStore store, TimeProvider clock)
{
    private const string TradeCollection = "backtest-trades";
    private const string FillCollection = "backtest-fills";
    private const string EquityCollection = "backtest-equity";
    private const string DayCollection = "backtest-days";

    /// <summary>Figures, by backtest id.</summary>
    public MessageRecords<Backtest> Backtests { get; } = new(store, clock, "backtests", "backtest", backtest => (backtest.Id, backtest.CreateTime));

    /// <summary>Keeps a result. The figures come last: a backtest that can be found is whole.</summary>
    public async Task KeepAsync(Backtest backtest, BacktestResult result, CancellationToken cancellation)
    {
        ListBacktestTradesResponse trades = new() { Trades = { result.Trades.Select(TradingMessages.From) } };
        ListBacktestFillsResponse fills = new() { Fills = { result.Fills.Select(TradingMessages.From) } };
        await PutAsync(TradeCollection, backtest.Id, trades.ToByteArray(), cancellation).ConfigureAwait(false);
        await PutAsync(FillCollection, backtest.Id, fills.ToByteArray(), cancellation).ConfigureAwait(false);
        await PutAsync(EquityCollection, backtest.Id, EquityTable(result), cancellation).ConfigureAwait(false);
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

    /// <summary>Equity and drawdown of a backtest, in blocks.</summary>
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

    private static byte[] EquityTable(BacktestResult result)
    {
        double[] drawdown = [.. result.Drawdown.Percents.ToArray().Select(percent => percent / 100)];
        return StoredColumns.Write(result.Times, [("equity", result.Equity), ("drawdown", drawdown)]);
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(string collection, string id, CancellationToken cancellation) =>
        (await store.Documents.GetAsync(collection, id, cancellation).ConfigureAwait(false) ?? throw new NotFoundException("backtest", id)).Body;

    private Task PutAsync(string collection, string id, byte[] body, CancellationToken cancellation)
    {
        long now = ProtoTime.NowNanoseconds(clock);
        return store.Documents.PutAsync(new StoredDocument(collection, id, id, now, now, body), cancellation);
    }
}
