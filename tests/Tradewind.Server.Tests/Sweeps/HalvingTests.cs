using Grpc.Core;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Sweeps;

public sealed class HalvingTests
{
    private static SweepSpec Spec(params ParameterAxis[] axes) => new() { Search = SweepServer.Search(axes), Method = SearchMethod.Halving };

    [Fact]
    public async Task A_halving_says_what_was_dropped_where()
    {
        await using SweepServer server = await SweepServer.StartWithMarketAsync(900);
        SweepSpec spec = Spec(SweepServer.Axis("fast", 2, 10, 1), SweepServer.Axis("slow", 20, 50, 10));
        Sweep sweep = await server.GetSweepAsync(await server.ResultAsync((await server.Backtests.RunSweepAsync(new RunSweepRequest { Spec = spec })).Operation));
        Assert.Equal([(100, 36, 12), (300, 12, 4), (900, 4, sweep.ValidCount)], sweep.Rungs.Select(rung => (rung.BarCount, rung.CombinationCount, rung.KeptCount)));
        Assert.Equal(36 + 12 + 4, sweep.Overfitting.TrialCount);
        Assert.Contains(sweep.Warnings, warning => warning.StartsWith("32 of 36 combinations were dropped", StringComparison.Ordinal));
        List<SweepTrial> trials = await server.TrialsAsync(sweep.Id);
        Assert.Equal(Enumerable.Range(0, 36), trials.Select(trial => trial.Index));
        Assert.Equal([24, 8, 4], Enumerable.Range(0, 3).Select(stage => trials.Count(trial => trial.Stage == stage)));
        Assert.All(trials, trial => Assert.Equal(sweep.Rungs[trial.Stage].BarFraction, trial.BarFraction));
        Assert.All(trials.Where(trial => trial.Stage < 2), trial => Assert.False(trial.Valid));
        ListSweepTrialsResponse best = await server.Backtests.ListSweepTrialsAsync(new ListSweepTrialsRequest { SweepId = sweep.Id, BestFirst = true, PageSize = 1 });
        Assert.Equal(sweep.Best, best.Trials.Single());
        Backtest alone = await server.BacktestAsync(sweep.Best.Parameters["fast"], sweep.Best.Parameters["slow"]);
        Assert.Equal((alone.LedgerHash, alone.Metrics), (sweep.Best.LedgerHash, sweep.Best.Metrics));

        spec.HalvingFactor = 1;
        RpcException error = await Assert.ThrowsAsync<RpcException>(async () => await server.Backtests.RunSweepAsync(new RunSweepRequest { Spec = spec }));
        Assert.Equal(("HALVING_INVALID", "spec.halving_factor"), (TradewindError.From(error).Reason, TradewindError.From(error).Violations[0].Field));
    }

    [Fact]
    public async Task A_halving_that_was_interrupted_ends_with_the_same_table()
    {
        SweepSpec spec = Spec(SweepServer.Axis("fast", 2, 11, 1), SweepServer.Axis("slow", 20, 28, 1));
        // Long enough that it cannot end before the server is stopped: by rows, for the cost of judging it grows with the combinations.
        SweepServer first = await SweepServer.StartWithMarketAsync(27_000);
        RunSweepResponse started = await first.Backtests.RunSweepAsync(new RunSweepRequest { Spec = spec });
        await first.UntilFirstTrialAsync(started.SweepId);
        await first.StopAsync();
        await using SweepServer second = await SweepServer.StartAsync(first.Folder);
        Assert.Equal(SweepState.Interrupted, (await second.GetSweepAsync(started.SweepId)).State);
        ResumeSweepResponse resumed = await second.Backtests.ResumeSweepAsync(new ResumeSweepRequest { SweepId = started.SweepId });
        Sweep sweep = await second.GetSweepAsync(await second.ResultAsync(resumed.Operation));
        Sweep whole = await second.GetSweepAsync(await second.ResultAsync((await second.Backtests.RunSweepAsync(new RunSweepRequest { Spec = spec })).Operation));
        Assert.Equal(await second.TrialsAsync(whole.Id), await second.TrialsAsync(sweep.Id));
        Assert.Equal((whole.Best, whole.Overfitting, whole.Rungs), (sweep.Best, sweep.Overfitting, sweep.Rungs));
    }
}
