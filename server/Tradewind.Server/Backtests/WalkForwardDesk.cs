using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Server.Requests;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Backtests;

/// <summary>Runs walk-forward optimisations as operations and keeps them.</summary>
internal sealed class WalkForwardDesk(BacktestSpecReader specs, OperationRunner operations, TrialLedger ledger, IStore store, TimeProvider clock)
{
    private const string EquityCollection = "walk-forward-equity";

    /// <summary>Finished optimisations by id.</summary>
    public MessageRecords<WalkForward> WalkForwards { get; } =
        new(store, clock, "walk-forwards", "walk forward", walk => (walk.Id, walk.CreateTime));

    /// <summary>Starts one.</summary>
    public async Task<RunWalkForwardResponse> StartAsync(WalkForwardSpec spec, CancellationToken cancellation)
    {
        SearchSpec search = specs.Complete(Required.Message(spec.Search, "spec.search"), "spec.search");
        spec = spec.Clone();
        spec.Search = search;
        BacktestRequest backtest = await specs.ReadDataAsync(SearchSpecReader.Backtest(search), "spec.search", cancellation).ConfigureAwait(false);
        WalkForwardRequest request = SearchSpecReader.WalkForward(spec, backtest, "spec");
        ParameterCombinations combinations = StrategySpecReader.InContract(
            () => ParameterCombinations.Of(backtest.Strategy, backtest.Parameters, request.Axes), "spec.search");
        StrategySpecReader.InContract(() => WalkForwardOptimizer.Plan(request), "spec");
        BacktestSpecReader.CheckStrategy(backtest, combinations.Constructible[0].Values, "spec.search.strategy");
        BacktestLineage lineage = BacktestLineage.Of(backtest, combinations.Constructible[0]);
        WalkForward walk = new()
        {
            Spec = spec,
            Lineage = SearchMessages.Lineage(lineage, combinations, backtest.Seed),
            Simulated = SearchMessages.IsSimulated(backtest),
        };
        Operation operation = await operations.StartAsync(
            "walk_forward", (progress, stopping) => RunAsync(walk, request, TrialLedger.Key(lineage), progress, stopping), cancellation).ConfigureAwait(false);
        return new RunWalkForwardResponse { Operation = operation };
    }

    /// <summary>Equity out of sample, in blocks.</summary>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    public async Task<IReadOnlyList<ColumnBlock>> ReadEquityAsync(string id, CancellationToken cancellation)
    {
        await WalkForwards.GetAsync(id, cancellation).ConfigureAwait(false);
        StoredDocument? document = await store.Documents.GetAsync(EquityCollection, id, cancellation).ConfigureAwait(false);
        return StoredColumns.Read((document ?? throw new NotFoundException("walk forward", id)).Body);
    }

    private async Task<string> RunAsync(
        WalkForward walk, WalkForwardRequest request, string key, IProgress<OperationProgress> progress, CancellationToken cancellation)
    {
        IReadOnlyCollection<string> earlier = await ledger.ReadAsync(key, cancellation).ConfigureAwait(false);
        WalkForwardResult result = await Task.Run(
            () => WalkForwardOptimizer.Run(request, earlier, new SearchProgress(progress), cancellation), cancellation).ConfigureAwait(false);
        await ledger.AddAsync(key, result.ParametersHashes, CancellationToken.None).ConfigureAwait(false);
        walk.Id = Identifiers.New("wf", clock);
        walk.CreateTime = ProtoTime.Now(clock);
        WalkForwardMessages.Fill(walk, request, result);
        long now = ProtoTime.NowNanoseconds(clock);
        await store.Documents.PutAsync(
            new StoredDocument(EquityCollection, walk.Id, walk.Id, now, now, StoredColumns.Write(result.Times, [("equity", result.Equity)])),
            CancellationToken.None).ConfigureAwait(false);
        // Last: what can be found is whole.
        await WalkForwards.SaveAsync(walk, CancellationToken.None).ConfigureAwait(false);
        return walk.Id;
    }
}
