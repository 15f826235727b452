using System.Collections.Immutable;
using Grpc.Core;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Backtests;
using Tradewind.Server.Data;
using Tradewind.Server.Jobs;
using Tradewind.Server.Live;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.V1;

namespace Tradewind.Server.Services;

/// <summary>Backtests over gRPC.</summary>
internal sealed class BacktestGrpcService(
    PortfolioReader portfolios, OperationRunner operations, BacktestShelf shelf, IdempotentCalls calls, TimeProvider clock) : BacktestService.BacktestServiceBase
{
    private const double DefaultRiskFreeRate = 0.05;

    /// <inheritdoc />
    public override Task<RunBacktestResponse> RunBacktest(RunBacktestRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, RunBacktestResponse.Parser,
        async () =>
        {
            BacktestSpec spec = Required.Message(request.Spec, "spec");
            BacktestRequest run = await ReadAsync(spec, context.CancellationToken).ConfigureAwait(false);
            Operation operation = await operations.StartAsync(
                "backtest", (progress, cancellation) => RunAsync(spec, run, progress, cancellation), context.CancellationToken).ConfigureAwait(false);
            return new RunBacktestResponse { Operation = operation };
        },
        context.CancellationToken);

    /// <inheritdoc />
    public override async Task<GetBacktestResponse> GetBacktest(GetBacktestRequest request, ServerCallContext context) =>
        new() { Backtest = await shelf.Backtests.GetAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false) };

    /// <inheritdoc />
    public override async Task<ListBacktestsResponse> ListBacktests(ListBacktestsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<Backtest> items, string next) = await shelf.Backtests.ListAsync(PageRequest.Read(request), context.CancellationToken).ConfigureAwait(false);
        return new ListBacktestsResponse { Backtests = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<ListBacktestTradesResponse> ListBacktestTrades(ListBacktestTradesRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        IReadOnlyList<Trade> all = await shelf.ReadTradesAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false);
        (IReadOnlyList<Trade> items, string next) = Page.Cut(all, page);
        return new ListBacktestTradesResponse { Trades = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<ListBacktestFillsResponse> ListBacktestFills(ListBacktestFillsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        IReadOnlyList<Fill> all = await shelf.ReadFillsAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false);
        (IReadOnlyList<Fill> items, string next) = Page.Cut(all, page);
        return new ListBacktestFillsResponse { Fills = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task ReadBacktestEquity(
        ReadBacktestEquityRequest request, IServerStreamWriter<ReadBacktestEquityResponse> responseStream, ServerCallContext context)
    {
        long sequence = 0;
        string id = Required.Text(request.BacktestId, "backtest_id");
        foreach (ColumnBlock block in await shelf.ReadEquityAsync(id, context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(new ReadBacktestEquityResponse { Sequence = ++sequence, Block = block }, context.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override async Task<VerifyBacktestResponse> VerifyBacktest(VerifyBacktestRequest request, ServerCallContext context)
    {
        Backtest stored = await shelf.Backtests.GetAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false);
        BacktestRequest run = await ReadAsync(stored.Spec, context.CancellationToken).ConfigureAwait(false);
        BacktestResult again = await Task.Run(
            () => BacktestRunner.Run(run, progress: null, context.CancellationToken), context.CancellationToken).ConfigureAwait(false);
        Lineage lineage = BacktestMessages.From(again.Lineage, run);
        // Under one engine version only data, or what is known about the instruments, can make a difference to the id.
        bool sameData = lineage.EngineVersion == stored.Lineage.EngineVersion
            ? lineage.Id == stored.Lineage.Id
            : lineage.DataRevisions.Equals(stored.Lineage.DataRevisions);
        return sameData
            ? new VerifyBacktestResponse
            {
                Identical = again.LedgerHash == stored.LedgerHash, StoredLedgerHash = stored.LedgerHash, RecomputedLedgerHash = again.LedgerHash,
            }
            : throw new PreconditionException(
                "DATA_CHANGED", $"The data {stored.Id} was computed from has been changed since, so it cannot be verified. Run the backtest again.");
    }

    private async Task<BacktestRequest> ReadAsync(BacktestSpec spec, CancellationToken cancellation)
    {
        Interval interval = Interval.Read(spec.Interval, "spec.interval");
        double riskFree = spec.HasRiskFreeRate ? spec.RiskFreeRate : DefaultRiskFreeRate;
        if (riskFree is not (>= -0.5 and <= 1))
        {
            throw new InvalidInputException("RISK_FREE_RATE_INVALID", "spec.risk_free_rate", FormattableString.Invariant($"must be from -0.5 to 1, got {riskFree}."));
        }

        StrategySpec strategy = Required.Message(spec.Strategy, "spec.strategy");
        ImmutableArray<InstrumentSeries> series = await portfolios.ReadMembersAsync(
            spec.Members, "spec.members", interval with { From = long.MinValue }, cancellation).ConfigureAwait(false);
        FeedUniverse universe = TradedSeries.Universe(series, "spec.members");
        BacktestRequest request = new()
        {
            Bars = [.. series.Where(entry => entry.HasBars)],
            Fields = [.. series.Where(entry => !entry.HasBars)],
            Strategy = strategy.StrategyId,
            Parameters = strategy.Parameters,
            Options = TradingSettingsReader.Read(spec.Settings, "spec.settings"),
            TradeFrom = interval.From,
            RiskFreeRate = riskFree,
        };
        // Checked now, so that the caller hears of it and not only the operation.
        StrategySpecReader.Create(strategy, universe.Universe, "spec.strategy");
        return StrategySpecReader.InContract(
            () =>
            {
                BacktestRunner.Check(request);
                return request;
            },
            "spec");
    }

    private async Task<string> RunAsync(BacktestSpec spec, BacktestRequest request, IProgress<OperationProgress> progress, CancellationToken cancellation)
    {
        BacktestResult result = await Task.Run(() => BacktestRunner.Run(request, new Forward(progress), cancellation), cancellation).ConfigureAwait(false);
        Backtest backtest = new()
        {
            Id = Identifiers.New("bt", clock), Spec = spec, CreateTime = ProtoTime.Now(clock),
            Simulated = request.Bars.Concat(request.Fields).Any(series => series.Instrument.Simulated),
        };
        BacktestMessages.Fill(backtest, request, result);
        await shelf.KeepAsync(backtest, result, cancellation).ConfigureAwait(false);
        return backtest.Id;
    }

    private sealed class Forward(IProgress<OperationProgress> target) : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value) => target.Report(new OperationProgress(
            value.RowsTotal == 0 ? 1 : (double)value.RowsDone / value.RowsTotal,
            FormattableString.Invariant($"{UnixTime.Format(value.Time)}: equity {value.Equity:0.00}")));
    }
}
