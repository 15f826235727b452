using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;
using WalkForwardReport = Tradewind.Server.Reports.WalkForwardReport;

namespace Tradewind.Server.Backtests;

/// <summary>Runs walk-forward optimisations as operations, keeps them, and goes on with those that were interrupted.</summary>
internal sealed class WalkForwardDesk(
    BacktestSpecReader specs, AcceptanceRuleReader acceptances, SearchOperations operations, SweepShelf shelf, TrialLedger ledger, IStore store, TimeProvider clock) : IDisposable
{
    private const string EquityCollection = "walk-forward-equity";
    private readonly SemaphoreSlim _resuming = new(1);
    private readonly MessageRecords<WalkForward> _walks = new(store, clock, "walk-forwards", "walk forward", walk => (walk.Id, walk.CreateTime));

    /// <summary>Starts one.</summary>
    public async Task<RunWalkForwardResponse> StartAsync(WalkForwardSpec spec, CancellationToken cancellation)
    {
        Required.Message(spec.Search, "spec.search");
        spec = specs.Complete(spec, "spec");
        Prepared prepared = await PrepareAsync(spec, cancellation).ConfigureAwait(false);
        WalkForward walk = new()
        {
            Id = Identifiers.New("wf", clock),
            Spec = spec,
            CombinationCount = prepared.Combinations.Constructible.Length,
            SkippedCount = prepared.Combinations.Skipped,
            Lineage = prepared.SearchLineage,
            Simulated = SearchMessages.IsSimulated(prepared.Request.Backtest),
            CreateTime = ProtoTime.Now(clock),
        };
        return new RunWalkForwardResponse { Operation = await EnqueueAsync(walk, prepared, cancellation).ConfigureAwait(false), WalkForwardId = walk.Id };
    }

    /// <summary>Goes on with an interrupted one.</summary>
    public async Task<ResumeWalkForwardResponse> ResumeAsync(string id, CancellationToken cancellation)
    {
        await _resuming.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            WalkForward walk = await GetAsync(id, cancellation).ConfigureAwait(false);
            Prepared prepared = await SearchOperations.ContinueAsync(
                id, "walk forward", walk.State, walk.Lineage,
                async () =>
                {
                    Prepared again = await PrepareAsync(walk.Spec, cancellation).ConfigureAwait(false);
                    return (again, again.SearchLineage);
                }).ConfigureAwait(false);
            return new ResumeWalkForwardResponse { Operation = await EnqueueAsync(walk, prepared, cancellation).ConfigureAwait(false) };
        }
        finally
        {
            _resuming.Release();
        }
    }

    /// <summary>One as it is now.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<WalkForward> GetAsync(string id, CancellationToken cancellation) =>
        await WithStateAsync(await _walks.GetAsync(id, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    /// <summary>A page of them, newest first.</summary>
    public async Task<(IReadOnlyList<WalkForward> Items, string NextToken)> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        (IReadOnlyList<WalkForward> items, string next) = await _walks.ListAsync(page, cancellation).ConfigureAwait(false);
        foreach (WalkForward walk in items)
        {
            await WithStateAsync(walk, cancellation).ConfigureAwait(false);
        }

        return (items, next);
    }

    /// <summary>Equity out of sample, in blocks.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    /// <exception cref="PreconditionException">Reason <c>WALK_FORWARD_NOT_FINISHED</c>.</exception>
    public async Task<IReadOnlyList<ColumnBlock>> ReadEquityAsync(string id, CancellationToken cancellation)
    {
        await _walks.GetAsync(id, cancellation).ConfigureAwait(false);
        StoredDocument? document = await store.Documents.GetAsync(EquityCollection, id, cancellation).ConfigureAwait(false);
        return StoredColumns.Read((document ?? throw new PreconditionException(
            "WALK_FORWARD_NOT_FINISHED", $"{id} has no equity before it is finished. Wait for its operation, or resume it.")).Body);
    }

    /// <summary>One written up.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    /// <exception cref="PreconditionException">Reason <c>WALK_FORWARD_NOT_FINISHED</c>.</exception>
    public async Task<GetWalkForwardReportResponse> ReportAsync(string id, CancellationToken cancellation)
    {
        IReadOnlyList<ColumnBlock> blocks = await ReadEquityAsync(id, cancellation).ConfigureAwait(false);
        WalkForward walk = await GetAsync(id, cancellation).ConfigureAwait(false);
        (long[] times, double[] equity) = StoredColumns.ReadColumn(blocks, "equity");
        double[]? baseline = walk.Verdict is null ? null : StoredColumns.ReadColumn(blocks, "baseline_equity").Values;
        return new GetWalkForwardReportResponse { Content = WalkForwardReport.Write(walk, times, equity, baseline), MediaType = "text/html" };
    }

    /// <inheritdoc />
    public void Dispose() => _resuming.Dispose();

    private async Task<Prepared> PrepareAsync(WalkForwardSpec spec, CancellationToken cancellation)
    {
        BacktestRequest backtest = await specs.ReadDataAsync(SearchSpecReader.Backtest(spec.Search), "spec.search", cancellation).ConfigureAwait(false);
        WalkForwardRequest request = SearchSpecReader.WalkForward(
            spec, backtest, await acceptances.ReadAsync(spec, backtest, "spec", cancellation).ConfigureAwait(false), "spec");
        ParameterCombinations combinations = StrategySpecReader.InContract(
            () => ParameterCombinations.Of(backtest.Descriptor, backtest.Parameters, request.Axes), "spec.search");
        StrategySpecReader.InContract(() => WalkForwardOptimizer.Plan(request), "spec");
        if (request.Acceptance is { } rule)
        {
            StrategySpecReader.InContract(() => WalkForwardOptimizer.Baseline(request, rule), "spec.acceptance.baseline");
        }

        specs.CheckStrategy(backtest, combinations.Constructible[0].Values, "spec.search", spec.Search.Members);
        return new Prepared(request, combinations, BacktestLineage.Of(backtest, combinations.Constructible[0]));
    }

    private Task<Operation> EnqueueAsync(WalkForward walk, Prepared prepared, CancellationToken cancellation) => operations.StartAsync(
        "walk_forward",
        operation =>
        {
            (walk.State, walk.OperationId) = (SweepState.Running, operation.Id);
            return _walks.SaveAsync(walk, CancellationToken.None);
        },
        (progress, stopping) => RunAsync(walk, prepared, progress, stopping), cancellation);

    private async Task<string> RunAsync(WalkForward walk, Prepared prepared, IProgress<OperationProgress> progress, CancellationToken cancellation)
    {
        string key = TrialLedger.Key(prepared.Lineage);
        IReadOnlyCollection<string> earlier = await ledger.ReadAsync(key, cancellation).ConfigureAwait(false);
        TrialCheckpoint checkpoint = await TrialCheckpoint.OpenAsync(shelf, walk.Id, cancellation).ConfigureAwait(false);
        WalkForwardResult result;
        try
        {
            result = await Task.Run(
                () => WalkForwardOptimizer.Run(prepared.Request, earlier, checkpoint, new SearchProgress(progress), cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            // What was tried counts, whether it came to its end or not.
            await checkpoint.FinishAsync().ConfigureAwait(false);
            await ledger.AddAsync(key, checkpoint.CountedTrials, CancellationToken.None).ConfigureAwait(false);
        }

        WalkForwardMessages.Fill(walk, prepared.Request, result);
        (walk.State, walk.FinishTime) = (SweepState.Finished, ProtoTime.Now(clock));
        long now = ProtoTime.NowNanoseconds(clock);
        await store.Documents.PutAsync(
            new StoredDocument(EquityCollection, walk.Id, walk.Id, now, now, StoredColumns.Write(result.Times, Columns(result))),
            CancellationToken.None).ConfigureAwait(false);
        // Last: what is finished is whole.
        await _walks.SaveAsync(walk, CancellationToken.None).ConfigureAwait(false);
        return walk.Id;
    }

    private static IReadOnlyList<(string, ReadOnlyMemory<double>)> Columns(WalkForwardResult result) => result.Verdict is { } verdict
        ? [("equity", result.Equity), ("baseline_equity", verdict.BaselineEquity)]
        : [("equity", result.Equity)];

    private async Task<WalkForward> WithStateAsync(WalkForward walk, CancellationToken cancellation)
    {
        // Those kept before there was a state were kept when they were finished.
        walk.State = walk.State == SweepState.Unspecified
            ? SweepState.Finished
            : await operations.StateAsync(walk.State, walk.OperationId, cancellation).ConfigureAwait(false);
        return walk;
    }

    private sealed record Prepared(WalkForwardRequest Request, ParameterCombinations Combinations, BacktestLineage Lineage)
    {
        public Lineage SearchLineage => SearchMessages.Lineage(Lineage, Combinations, Request.Backtest.Seed);
    }
}
