using Grpc.Core;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Market;
using Tradewind.Server.Backtests;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.V1;

namespace Tradewind.Server.Services;

/// <summary>Backtests over gRPC.</summary>
internal sealed class BacktestGrpcService(
    BacktestSpecReader specs, OperationRunner operations, BacktestShelf shelf, SweepDesk sweeps, WalkForwardDesk walkForwards, BacktestStudies studies,
    BacktestReruns reruns, ParameterJitterDesk jitters, IdempotentCalls calls, BacktestKeeper keeper) : BacktestService.BacktestServiceBase
{
    /// <inheritdoc />
    public override Task<RunBacktestResponse> RunBacktest(RunBacktestRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, RunBacktestResponse.Parser,
        async () =>
        {
            BacktestSpec spec = specs.Complete(Required.Message(request.Spec, "spec"), "spec");
            BacktestRequest run = await specs.ReadAsync(spec, "spec", context.CancellationToken).ConfigureAwait(false);
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
    public override async Task<ListBacktestOrdersResponse> ListBacktestOrders(ListBacktestOrdersRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        IReadOnlyList<Order> all = await shelf.ReadOrdersAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false);
        (IReadOnlyList<Order> items, string next) = Page.Cut(all, page);
        return new ListBacktestOrdersResponse { Orders = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<ListBacktestSignalsResponse> ListBacktestSignals(ListBacktestSignalsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        IReadOnlyList<Signal> all = await shelf.ReadSignalsAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false);
        (IReadOnlyList<Signal> items, string next) = Page.Cut(all, page);
        return new ListBacktestSignalsResponse { Signals = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task ReadBacktestEquity(
        ReadBacktestEquityRequest request, IServerStreamWriter<ReadBacktestEquityResponse> responseStream, ServerCallContext context) =>
        await responseStream.WriteBlocksAsync(
            await shelf.ReadEquityAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false),
            (sequence, block) => new ReadBacktestEquityResponse { Sequence = sequence, Block = block },
            context.CancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public override async Task ReadBacktestDays(
        ReadBacktestDaysRequest request, IServerStreamWriter<ReadBacktestDaysResponse> responseStream, ServerCallContext context) =>
        await responseStream.WriteBlocksAsync(
            await shelf.ReadDaysAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false),
            (sequence, block) => new ReadBacktestDaysResponse { Sequence = sequence, Block = block },
            context.CancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public override async Task<VerifyBacktestResponse> VerifyBacktest(VerifyBacktestRequest request, ServerCallContext context)
    {
        Backtest stored = await shelf.Backtests.GetAsync(Required.Text(request.BacktestId, "backtest_id"), context.CancellationToken).ConfigureAwait(false);
        BacktestResult again = await reruns.RunAsync(stored, context.CancellationToken).ConfigureAwait(false);
        return new VerifyBacktestResponse
        {
            Identical = again.LedgerHash == stored.LedgerHash, StoredLedgerHash = stored.LedgerHash, RecomputedLedgerHash = again.LedgerHash,
        };
    }

    /// <inheritdoc />
    public override async Task<CompareBacktestsResponse> CompareBacktests(CompareBacktestsRequest request, ServerCallContext context) =>
        new() { Comparisons = { await studies.CompareAsync(request.BacktestIds, context.CancellationToken).ConfigureAwait(false) } };

    /// <inheritdoc />
    public override async Task<RunMonteCarloResponse> RunMonteCarlo(RunMonteCarloRequest request, ServerCallContext context) => new()
    {
        Result = await studies.MonteCarloAsync(Required.Text(request.BacktestId, "backtest_id"), request.Spec, "spec", context.CancellationToken).ConfigureAwait(false),
    };

    /// <inheritdoc />
    public override async Task<RunParameterJitterResponse> RunParameterJitter(RunParameterJitterRequest request, ServerCallContext context) => new()
    {
        Result = await jitters.RunAsync(
            Required.Text(request.BacktestId, "backtest_id"), request.Spec ?? new ParameterJitterSpec(), "spec", context.CancellationToken).ConfigureAwait(false),
    };

    /// <inheritdoc />
    public override Task<GetBacktestReportResponse> GetBacktestReport(GetBacktestReportRequest request, ServerCallContext context)
    {
        Required.Text(request.BacktestId, "backtest_id");
        return studies.ReportAsync(request, context.CancellationToken);
    }

    /// <inheritdoc />
    public override Task<GetComparisonReportResponse> GetComparisonReport(GetComparisonReportRequest request, ServerCallContext context) =>
        studies.ReportAsync(request, context.CancellationToken);

    /// <inheritdoc />
    public override Task<GetSweepReportResponse> GetSweepReport(GetSweepReportRequest request, ServerCallContext context) =>
        sweeps.ReportAsync(Required.Text(request.SweepId, "sweep_id"), context.CancellationToken);

    /// <inheritdoc />
    public override Task<RunSweepResponse> RunSweep(RunSweepRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, RunSweepResponse.Parser,
        () => sweeps.StartAsync(Required.Message(request.Spec, "spec"), context.CancellationToken), context.CancellationToken);

    /// <inheritdoc />
    public override Task<ResumeSweepResponse> ResumeSweep(ResumeSweepRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, ResumeSweepResponse.Parser,
        () => sweeps.ResumeAsync(Required.Text(request.SweepId, "sweep_id"), context.CancellationToken), context.CancellationToken);

    /// <inheritdoc />
    public override Task<GetSweepResponse> GetSweep(GetSweepRequest request, ServerCallContext context)
    {
        Required.Text(request.SweepId, "sweep_id");
        return sweeps.GetAsync(request, context.CancellationToken);
    }

    /// <inheritdoc />
    public override async Task<ListSweepsResponse> ListSweeps(ListSweepsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<Sweep> items, string next) = await sweeps.ListAsync(PageRequest.Read(request), context.CancellationToken).ConfigureAwait(false);
        return new ListSweepsResponse { Sweeps = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task<ListSweepTrialsResponse> ListSweepTrials(ListSweepTrialsRequest request, ServerCallContext context)
    {
        PageRequest page = PageRequest.Read(request);
        IReadOnlyList<SweepTrial> all = await sweeps.ListTrialsAsync(
            Required.Text(request.SweepId, "sweep_id"), request.BestFirst, context.CancellationToken).ConfigureAwait(false);
        (IReadOnlyList<SweepTrial> items, string next) = Page.Cut(all, page);
        return new ListSweepTrialsResponse { Trials = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override Task<RunWalkForwardResponse> RunWalkForward(RunWalkForwardRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, RunWalkForwardResponse.Parser,
        () => walkForwards.StartAsync(Required.Message(request.Spec, "spec"), context.CancellationToken), context.CancellationToken);

    /// <inheritdoc />
    public override Task<ResumeWalkForwardResponse> ResumeWalkForward(ResumeWalkForwardRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, ResumeWalkForwardResponse.Parser,
        () => walkForwards.ResumeAsync(Required.Text(request.WalkForwardId, "walk_forward_id"), context.CancellationToken), context.CancellationToken);

    /// <inheritdoc />
    public override async Task<GetWalkForwardResponse> GetWalkForward(GetWalkForwardRequest request, ServerCallContext context) => new()
    {
        WalkForward = await walkForwards.GetAsync(
            Required.Text(request.WalkForwardId, "walk_forward_id"), context.CancellationToken).ConfigureAwait(false),
    };

    /// <inheritdoc />
    public override async Task<ListWalkForwardsResponse> ListWalkForwards(ListWalkForwardsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<WalkForward> items, string next) =
            await walkForwards.ListAsync(PageRequest.Read(request), context.CancellationToken).ConfigureAwait(false);
        return new ListWalkForwardsResponse { WalkForwards = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override async Task ReadWalkForwardEquity(
        ReadWalkForwardEquityRequest request, IServerStreamWriter<ReadWalkForwardEquityResponse> responseStream, ServerCallContext context) =>
        await responseStream.WriteBlocksAsync(
            await walkForwards.ReadEquityAsync(Required.Text(request.WalkForwardId, "walk_forward_id"), context.CancellationToken).ConfigureAwait(false),
            (sequence, block) => new ReadWalkForwardEquityResponse { Sequence = sequence, Block = block },
            context.CancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public override Task<GetWalkForwardReportResponse> GetWalkForwardReport(GetWalkForwardReportRequest request, ServerCallContext context) =>
        walkForwards.ReportAsync(Required.Text(request.WalkForwardId, "walk_forward_id"), context.CancellationToken);

    private async Task<string> RunAsync(BacktestSpec spec, BacktestRequest request, IProgress<OperationProgress> progress, CancellationToken cancellation)
    {
        BacktestResult result = await Task.Run(() => BacktestRunner.Run(request, new Forward(progress), cancellation), cancellation).ConfigureAwait(false);
        IntrabarOutcome[] outcomes = [];
        if (spec.IntrabarEnvelope)
        {
            var envelope = await Task.Run(() => IntrabarEnvelope.Of(request, cancellation), cancellation).ConfigureAwait(false);
            outcomes = [.. envelope.Select(outcome => BacktestMessages.From(outcome.Assumption, outcome.Metrics))];
        }

        return (await keeper.KeepAsync(spec, request, result, cancellation, outcomes).ConfigureAwait(false)).Id;
    }

    private sealed class Forward(IProgress<OperationProgress> target) : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value) => target.Report(new OperationProgress(
            value.RowsTotal == 0 ? 1 : (double)value.RowsDone / value.RowsTotal,
            FormattableString.Invariant($"{UnixTime.Format(value.Time)}: equity {value.Equity:0.00}")));
    }
}
