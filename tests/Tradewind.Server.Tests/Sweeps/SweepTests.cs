using Grpc.Core;
using Tradewind.Client;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Sweeps;

public sealed class SweepTests
{
    [Fact]
    public async Task A_sweep_shows_its_trials_its_surface_and_what_its_best_is_worth()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(500);
        Sweep sweep = await server.SweepAsync(SweepServer.Search(SweepServer.Axis("slow", 10, 40, 10), SweepServer.Axis("fast", 5, 15, 5)));
        Assert.Equal((SweepState.Finished, 10, 2, true), (sweep.State, sweep.CombinationCount, sweep.SkippedCount, sweep.Simulated));
        List<SweepTrial> trials = await server.TrialsAsync(sweep.Id);
        Assert.Equal(Enumerable.Range(0, 10), trials.Select(trial => trial.Index));
        Assert.Equal(trials.Where(trial => trial.Valid).Max(trial => trial.Score), sweep.Best.Score);
        Assert.Equal(10, sweep.Overfitting.TrialCount);
        Assert.True(sweep.Overfitting.DeflatedSharpeRatio <= sweep.Overfitting.ProbabilisticSharpeRatio);
        Assert.Equal(12_870, sweep.Overfitting.SplitCount);
        Assert.Equal(["fast", "slow"], sweep.Sensitivities.Select(one => one.Parameter));
        Assert.Contains(sweep.Warnings, warning => warning.Contains("SIMULATED", StringComparison.Ordinal));

        Backtest alone = await server.BacktestAsync(sweep.Best.Parameters["fast"], sweep.Best.Parameters["slow"]);
        Assert.Equal(alone.LedgerHash, sweep.Best.LedgerHash);
        Assert.Equal(alone.Metrics, sweep.Best.Metrics);

        HeatMap map = (await server.Backtests.GetSweepAsync(
            new GetSweepRequest { SweepId = sweep.Id, HeatMapColumns = "fast", HeatMapRows = "slow" })).HeatMap;
        Assert.Equal((3, 4, 12), (map.ColumnValues.Count, map.RowValues.Count, map.Scores.Count));
        Assert.Equal(2, map.Scores.Count(double.IsNaN));
        ListSweepTrialsResponse best = await server.Backtests.ListSweepTrialsAsync(
            new ListSweepTrialsRequest { SweepId = sweep.Id, BestFirst = true, PageSize = 1 });
        Assert.Equal(sweep.Best, best.Trials.Single());
    }

    [Fact]
    public async Task Trials_on_the_same_data_and_strategy_are_counted_over_sweeps()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(400);
        Task<Sweep> Run(params string[] fast) =>
            server.SweepAsync(SweepServer.Search(new ParameterAxis { Name = "fast", Values = { fast } }, new ParameterAxis { Name = "slow", Values = { "30" } }));
        Assert.Equal(2, (await Run("5", "6")).Overfitting.TrialCount);
        Assert.Equal(2, (await Run("5", "6")).Overfitting.TrialCount);
        Assert.Equal(3, (await Run("6", "7")).Overfitting.TrialCount);
        // Other data is another count.
        await server.SimulateAsync(420, seed: 8);
        Assert.Equal(2, (await Run("6", "7")).Overfitting.TrialCount);
    }

    [Fact]
    public async Task A_sweep_that_was_interrupted_goes_on_under_its_id_without_repeating_anything()
    {
        SearchSpec search = SweepServer.Search(SweepServer.Axis("fast", 2, 11, 1), SweepServer.Axis("slow", 20, 25, 1));
        // Long enough that the sweep cannot end before the server is stopped: by rows, for the cost of judging it grows with the combinations.
        SweepServer first = await SweepServer.StartWithMarketAsync(12_000);
        RunSweepResponse started = await first.Backtests.RunSweepAsync(new RunSweepRequest { Spec = new SweepSpec { Search = search } });
        Assert.Equal(SweepState.Running, (await first.GetSweepAsync(started.SweepId)).State);
        await first.UntilFirstTrialAsync(started.SweepId);
        await first.StopAsync();

        await using SweepServer second = await SweepServer.StartAsync(first.Folder);
        Sweep interrupted = await second.GetSweepAsync(started.SweepId);
        Assert.Equal(SweepState.Interrupted, interrupted.State);
        Assert.Null(interrupted.Best);
        List<StoredDocument> kept = await BatchesAsync(second, started.SweepId);
        int finished = (await second.TrialsAsync(started.SweepId)).Count;
        Assert.InRange(finished, 1, 59);

        ResumeSweepResponse resumed = await second.Backtests.ResumeSweepAsync(new ResumeSweepRequest { SweepId = started.SweepId });
        Assert.Equal(started.SweepId, await second.ResultAsync(resumed.Operation));
        Sweep sweep = await second.GetSweepAsync(started.SweepId);
        List<StoredDocument> batches = await BatchesAsync(second, started.SweepId);
        // What was kept was not written again.
        Assert.All(kept, before => Assert.Equal(before.UpdatedTime, batches.Single(after => after.Id == before.Id).UpdatedTime));

        Sweep whole = await second.SweepAsync(search);
        Assert.Equal(await second.TrialsAsync(whole.Id), await second.TrialsAsync(sweep.Id));
        Assert.Equal((whole.Best, whole.Overfitting, 60L), (sweep.Best, sweep.Overfitting, sweep.Overfitting.TrialCount));
        RpcException again = await Assert.ThrowsAsync<RpcException>(
            async () => await second.Backtests.ResumeSweepAsync(new ResumeSweepRequest { SweepId = started.SweepId }));
        Assert.Equal("SWEEP_NOT_INTERRUPTED", TradewindError.From(again).Reason);
    }

    [Fact]
    public async Task A_cancelled_sweep_does_not_go_on_with_other_data()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(12_000);
        SearchSpec search = SweepServer.Search(SweepServer.Axis("fast", 2, 11, 1), SweepServer.Axis("slow", 20, 69, 1));
        RunSweepResponse started = await server.Backtests.RunSweepAsync(new RunSweepRequest { Spec = new SweepSpec { Search = search } });
        await server.Client.Operations.CancelOperationAsync(new CancelOperationRequest { OperationId = started.Operation.Id });
        await server.Client.WaitForOperationAsync(started.Operation);
        Assert.Equal(SweepState.Interrupted, (await server.GetSweepAsync(started.SweepId)).State);
        await server.SimulateAsync(2000, seed: 8);
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            async () => await server.Backtests.ResumeSweepAsync(new ResumeSweepRequest { SweepId = started.SweepId }));
        Assert.Equal((StatusCode.FailedPrecondition, "DATA_CHANGED"), (error.StatusCode, TradewindError.From(error).Reason));
    }

    [Fact]
    public async Task What_is_wrong_is_named_before_anything_runs()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(100);
        SearchSpec metric = SweepServer.Search(SweepServer.Axis("fast", 2, 4, 1));
        metric.Selection.TargetMetric = "luck";
        await RefusedAsync(server, metric, "UNKNOWN_METRIC", "spec.search.selection.target_metric");
        await RefusedAsync(server, SweepServer.Search(), "AXES_INVALID", "spec.search.axes");
        await RefusedAsync(server, SweepServer.Search(SweepServer.Axis("fist", 2, 4, 1)), "AXES_INVALID", "spec.search.axes[fist]");
        SearchSpec nowhere = SweepServer.Search(SweepServer.Axis("fast", 2, 4, 1));
        nowhere.Members.Clear();
        await RefusedAsync(server, nowhere, "MEMBERS_INVALID", "spec.search.members");
    }

    private static async Task RefusedAsync(SweepServer server, SearchSpec search, string reason, string field)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            async () => await server.Backtests.RunSweepAsync(new RunSweepRequest { Spec = new SweepSpec { Search = search } }));
        TradewindError details = TradewindError.From(error);
        Assert.Equal((StatusCode.InvalidArgument, reason, field), (error.StatusCode, details.Reason, details.Violations[0].Field));
    }

    private static async Task<List<StoredDocument>> BatchesAsync(SweepServer server, string sweepId)
    {
        DocumentPage page = await server.Store.Documents.ListAsync(new DocumentQuery("sweep-trials", Parent: sweepId, Size: 500, WithBodies: false));
        return [.. page.Documents];
    }
}
