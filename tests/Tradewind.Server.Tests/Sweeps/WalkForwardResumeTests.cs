using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Sweeps;

public sealed class WalkForwardResumeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradewind-walks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_walk_forward_whose_server_was_killed_goes_on_under_its_id_and_ends_with_the_same_table()
    {
        // Long enough that it cannot end before the server is killed: by rows, for the cost of judging it grows with the combinations.
        SearchSpec search = SweepServer.Search(SweepServer.Axis("fast", 2, 7, 1), SweepServer.Axis("slow", 20, 27, 1));
        RunWalkForwardRequest request = new() { Spec = new WalkForwardSpec { Search = search, FoldCount = 3 } };
        RunWalkForwardResponse started;
        using (ServerProcess first = await ServerProcess.StartAsync(_folder.FullName))
        {
            await SimulateAsync(first.Client, 8_000);
            started = await first.Client.Backtests.RunWalkForwardAsync(request);
            WalkForward running = await GetAsync(first.Client, started.WalkForwardId);
            Assert.Equal((SweepState.Running, 48, 0), (running.State, running.CombinationCount, running.Folds.Count));
            RpcException early = await Assert.ThrowsAsync<RpcException>(async () => await first.Client.ReadWalkForwardEquityAsync(started.WalkForwardId));
            Assert.Equal("WALK_FORWARD_NOT_FINISHED", TradewindError.From(early).Reason);
            await UntilSomethingIsDoneAsync(first.Client, started.Operation.Id);
            await first.KillAsync();
        }

        using ServerProcess second = await ServerProcess.StartAsync(_folder.FullName);
        Assert.Equal(SweepState.Interrupted, (await GetAsync(second.Client, started.WalkForwardId)).State);
        ResumeWalkForwardRequest resume = new() { WalkForwardId = started.WalkForwardId };
        Operation resumed = (await second.Client.Backtests.ResumeWalkForwardAsync(resume)).Operation;
        Assert.Equal(started.WalkForwardId, (await second.Client.WaitForOperationAsync(resumed)).ResultIdOrThrow());
        WalkForward walk = await GetAsync(second.Client, started.WalkForwardId);

        Operation again = (await second.Client.Backtests.RunWalkForwardAsync(request)).Operation;
        WalkForward whole = await GetAsync(second.Client, (await second.Client.WaitForOperationAsync(again)).ResultIdOrThrow());
        Assert.Equal((SweepState.Finished, 3), (walk.State, walk.Folds.Count));
        Assert.Equal((whole.Folds, whole.Metrics, whole.Overfitting), (walk.Folds, walk.Metrics, walk.Overfitting));
        Assert.Equal(
            (await second.Client.ReadWalkForwardEquityAsync(whole.Id))["equity"].ToArray(), (await second.Client.ReadWalkForwardEquityAsync(walk.Id))["equity"].ToArray());
        RpcException finished = await Assert.ThrowsAsync<RpcException>(async () => await second.Client.Backtests.ResumeWalkForwardAsync(
            new ResumeWalkForwardRequest { WalkForwardId = started.WalkForwardId, RequestId = "again" }));
        Assert.Equal("WALK_FORWARD_NOT_INTERRUPTED", TradewindError.From(finished).Reason);
    }

    private static async Task SimulateAsync(TradewindClient client, int rows)
    {
        using AsyncServerStreamingCall<LoadDataResponse> call =
            client.Data.LoadData(new LoadDataRequest { Simulation = new Simulation { Seed = 7, RowCount = rows } });
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }

    private static async Task<WalkForward> GetAsync(TradewindClient client, string id) =>
        (await client.Backtests.GetWalkForwardAsync(new GetWalkForwardRequest { WalkForwardId = id })).WalkForward;

    private static async Task UntilSomethingIsDoneAsync(TradewindClient client, string operationId)
    {
        using AsyncServerStreamingCall<WatchOperationResponse> watch = client.Operations.WatchOperation(new WatchOperationRequest { OperationId = operationId });
        while (await watch.ResponseStream.MoveNext(CancellationToken.None))
        {
            if (watch.ResponseStream.Current.Operation is { ProgressFraction: > 0.02 })
            {
                return;
            }
        }
    }
}
