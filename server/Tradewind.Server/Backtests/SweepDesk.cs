using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Reports;
using Tradewind.Server.Requests;
using Tradewind.V1;
using SweepTrial = Tradewind.Domain.Engine.Optimization.SweepTrial;

namespace Tradewind.Server.Backtests;

/// <summary>Runs parameter sweeps as operations, keeps them, and goes on with those that were interrupted.</summary>
internal sealed class SweepDesk(
    BacktestSpecReader specs, SearchOperations operations, SweepShelf shelf, TrialLedger ledger, TimeProvider clock) : IDisposable
{
    private const int LargestMappedCount = 3;
    private readonly SemaphoreSlim _resuming = new(1);

    /// <summary>Starts a sweep.</summary>
    public async Task<RunSweepResponse> StartAsync(SweepSpec spec, CancellationToken cancellation)
    {
        if (spec.Search is { } search)
        {
            spec = spec.Clone();
            spec.Search = specs.Complete(search, "spec.search");
        }

        Prepared prepared = await PrepareAsync(spec, cancellation).ConfigureAwait(false);
        (long First, long Last)? traded = prepared.Request.Backtest.TradedTimes;
        Sweep sweep = new()
        {
            Id = Identifiers.New("sw", clock),
            Spec = spec,
            CombinationCount = prepared.Combinations.Constructible.Length,
            SkippedCount = prepared.Combinations.Skipped,
            Lineage = SearchMessages.Lineage(prepared.Lineage, prepared.Combinations, prepared.Request.Seed),
            Simulated = SearchMessages.IsSimulated(prepared.Request.Backtest),
            FirstTime = ProtoTime.ToTimestamp(traded?.First),
            LastTime = ProtoTime.ToTimestamp(traded?.Last),
            CreateTime = ProtoTime.Now(clock),
        };
        return new RunSweepResponse { Operation = await EnqueueAsync(sweep, prepared, cancellation).ConfigureAwait(false), SweepId = sweep.Id };
    }

    /// <summary>Goes on with an interrupted sweep.</summary>
    public async Task<ResumeSweepResponse> ResumeAsync(string sweepId, CancellationToken cancellation)
    {
        await _resuming.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            Sweep sweep = await ReadAsync(sweepId, cancellation).ConfigureAwait(false);
            Prepared prepared = await SearchOperations.ContinueAsync(
                sweepId, "sweep", sweep.State, sweep.Lineage,
                async () =>
                {
                    Prepared again = await PrepareAsync(sweep.Spec, cancellation).ConfigureAwait(false);
                    return (again, SearchMessages.Lineage(again.Lineage, again.Combinations, again.Request.Seed));
                }).ConfigureAwait(false);
            return new ResumeSweepResponse { Operation = await EnqueueAsync(sweep, prepared, cancellation).ConfigureAwait(false) };
        }
        finally
        {
            _resuming.Release();
        }
    }

    /// <summary>A sweep, with a heat map where one is asked for.</summary>
    public async Task<GetSweepResponse> GetAsync(GetSweepRequest request, CancellationToken cancellation)
    {
        GetSweepResponse response = new() { Sweep = await ReadAsync(request.SweepId, cancellation).ConfigureAwait(false) };
        if ((request.HeatMapColumns.Length > 0 || request.HeatMapRows.Length > 0) && response.Sweep.Best is { } best)
        {
            IReadOnlyList<SweepTrial> trials = await shelf.ReadTrialsAsync(request.SweepId, cancellation).ConfigureAwait(false);
            response.HeatMap = SearchMessages.From(ParameterSurface.HeatMap(
                trials, trials.First(trial => trial.Index == best.Index), Required.Text(request.HeatMapColumns, "heat_map_columns"),
                Required.Text(request.HeatMapRows, "heat_map_rows")));
        }

        return response;
    }

    /// <summary>A sweep written up, with a map of each pair of up to three varied parameters.</summary>
    public async Task<GetSweepReportResponse> ReportAsync(string sweepId, CancellationToken cancellation)
    {
        Sweep sweep = await ReadAsync(sweepId, cancellation).ConfigureAwait(false);
        List<V1.HeatMap> maps = [];
        if (sweep.Best is { } best)
        {
            IReadOnlyList<SweepTrial> trials = await shelf.ReadTrialsAsync(sweepId, cancellation).ConfigureAwait(false);
            SweepTrial chosen = trials.First(trial => trial.Index == best.Index);
            string[] names = [.. best.Parameters.Keys.Order(StringComparer.Ordinal).Take(LargestMappedCount)];
            maps = [.. names.SelectMany((columns, i) => names.Skip(i + 1).Select(rows => SearchMessages.From(ParameterSurface.HeatMap(trials, chosen, columns, rows))))];
        }

        return new GetSweepReportResponse
        {
            Content = SweepReport.Write(sweep, await ListTrialsAsync(sweepId, bestFirst: true, cancellation).ConfigureAwait(false), maps), MediaType = "text/html",
        };
    }

    /// <summary>A page of sweeps, newest first.</summary>
    public async Task<(IReadOnlyList<Sweep> Items, string NextToken)> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        (IReadOnlyList<Sweep> items, string next) = await shelf.Sweeps.ListAsync(page, cancellation).ConfigureAwait(false);
        foreach (Sweep sweep in items)
        {
            sweep.State = await operations.StateAsync(sweep.State, sweep.OperationId, cancellation).ConfigureAwait(false);
        }

        return (items, next);
    }

    /// <summary>Finished combinations of a sweep.</summary>
    public async Task<IReadOnlyList<V1.SweepTrial>> ListTrialsAsync(string sweepId, bool bestFirst, CancellationToken cancellation)
    {
        Sweep sweep = await shelf.Sweeps.GetAsync(sweepId, cancellation).ConfigureAwait(false);
        IEnumerable<SweepTrial> trials = await shelf.ReadTrialsAsync(sweepId, cancellation).ConfigureAwait(false);
        if (bestFirst)
        {
            double sign = sweep.Spec.Search.Selection?.LowerIsBetter == true ? -1 : 1;
            trials = trials.OrderByDescending(SearchMessages.MayBeChosen).ThenByDescending(trial => trial.BarShare).ThenByDescending(trial => sign * trial.Score ?? double.NegativeInfinity).ThenBy(trial => trial.Index);
        }

        return [.. trials.Select(SearchMessages.From)];
    }

    /// <inheritdoc />
    public void Dispose() => _resuming.Dispose();

    private async Task<Prepared> PrepareAsync(SweepSpec spec, CancellationToken cancellation)
    {
        SearchSpec search = Required.Message(spec.Search, "spec.search");
        BacktestRequest backtest = await specs.ReadDataAsync(SearchSpecReader.Backtest(search), "spec.search", cancellation).ConfigureAwait(false);
        SweepRequest request = SearchSpecReader.Sweep(spec, backtest, "spec");
        ParameterCombinations combinations = StrategySpecReader.InContract(request.Combinations, "spec.search");
        specs.CheckStrategy(backtest, combinations.Constructible[0].Values, "spec.search", search.Members);
        return new Prepared(request, combinations, BacktestLineage.Of(backtest, combinations.Constructible[0]));
    }

    private Task<Operation> EnqueueAsync(Sweep sweep, Prepared prepared, CancellationToken cancellation) => operations.StartAsync(
        "sweep",
        operation =>
        {
            (sweep.State, sweep.OperationId) = (SweepState.Running, operation.Id);
            return shelf.Sweeps.SaveAsync(sweep, CancellationToken.None);
        },
        (progress, stopping) => RunAsync(sweep, prepared, progress, stopping), cancellation);

    private async Task<string> RunAsync(Sweep sweep, Prepared prepared, IProgress<OperationProgress> progress, CancellationToken cancellation)
    {
        string key = TrialLedger.Key(prepared.Lineage);
        IReadOnlyCollection<string> earlier = await ledger.ReadAsync(key, cancellation).ConfigureAwait(false);
        TrialCheckpoint checkpoint = await TrialCheckpoint.OpenAsync(shelf, sweep.Id, cancellation).ConfigureAwait(false);
        SweepResult result;
        try
        {
            result = await Task.Run(
                () => SweepRunner.Run(prepared.Request, earlier, checkpoint, new SearchProgress(progress), cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            // What was tried counts, whether the sweep came to its end or not.
            await checkpoint.FinishAsync().ConfigureAwait(false);
            await ledger.AddAsync(key, checkpoint.CountedTrials, CancellationToken.None).ConfigureAwait(false);
        }

        SearchMessages.Fill(sweep, prepared.Request, result);
        (sweep.State, sweep.FinishTime) = (SweepState.Finished, ProtoTime.Now(clock));
        await shelf.Sweeps.SaveAsync(sweep, CancellationToken.None).ConfigureAwait(false);
        return sweep.Id;
    }

    private async Task<Sweep> ReadAsync(string sweepId, CancellationToken cancellation)
    {
        Sweep sweep = await shelf.Sweeps.GetAsync(sweepId, cancellation).ConfigureAwait(false);
        sweep.State = await operations.StateAsync(sweep.State, sweep.OperationId, cancellation).ConfigureAwait(false);
        return sweep;
    }

    private sealed record Prepared(SweepRequest Request, ParameterCombinations Combinations, BacktestLineage Lineage);
}
