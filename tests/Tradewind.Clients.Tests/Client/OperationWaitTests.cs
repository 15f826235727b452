using Grpc.Core;
using Tradewind.Client;
using Tradewind.Clients.Tests.Fakes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Client;

public sealed class OperationWaitTests
{
    [Fact]
    public async Task Watches_again_after_a_dropped_connection()
    {
        WatchedWork work = new(Drop.WithError);
        await using FakeServer server = await FakeServer.StartAsync(work);
        List<double> fractions = [];
        Operation ended = await server.Client.WaitForOperationAsync(
            new Operation { Id = "OP-1" }, new Recorder(fractions));
        Assert.Equal("MOD-1", ended.ResultIdOrThrow());
        Assert.Equal([0.25, 0.5, 0.75, 1], fractions);
    }

    [Fact]
    public async Task Watches_again_when_the_server_closes_the_watch_early()
    {
        await using FakeServer server = await FakeServer.StartAsync(new WatchedWork(Drop.Quietly));
        Assert.Equal(OperationState.Succeeded, (await server.Client.WaitForOperationAsync(new Operation { Id = "OP-1" })).State);
    }

    [Fact]
    public void The_reason_of_a_failed_operation_is_thrown()
    {
        Operation failed = new()
        {
            State = OperationState.Failed,
            Error = new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = "No labelled rows." },
        };
        RpcException error = Assert.Throws<RpcException>(() => failed.ResultIdOrThrow());
        Assert.Equal("INVALID_ARGUMENT: No labelled rows.", TradewindError.From(error).ToString());
    }

    [Fact]
    public async Task An_ended_operation_needs_no_call()
    {
        using TradewindClient nowhere = TradewindClient.Connect("http://127.0.0.1:1");
        Operation ended = new() { Id = "OP-1", State = OperationState.Cancelled };
        Assert.Same(ended, await nowhere.WaitForOperationAsync(ended));
    }

    private enum Drop
    {
        WithError,
        Quietly,
    }

    private sealed class Recorder(List<double> target) : IProgress<Operation>
    {
        public void Report(Operation value) => target.Add(value.ProgressFraction);
    }

    /// <summary>Work in four steps whose watchers are sent away after two messages.</summary>
    private sealed class WatchedWork(Drop drop) : OperationService.OperationServiceBase
    {
        private int _step;

        public override async Task WatchOperation(
            WatchOperationRequest request, IServerStreamWriter<WatchOperationResponse> responseStream, ServerCallContext context)
        {
            for (int sent = 0; sent < 2; sent++)
            {
                _step++;
                bool done = _step == 4;
                Operation operation = new()
                {
                    Id = request.OperationId,
                    State = done ? OperationState.Succeeded : OperationState.Running,
                    ProgressFraction = _step / 4.0,
                    ResultId = done ? "MOD-1" : string.Empty,
                };
                await responseStream.WriteAsync(new WatchOperationResponse { Operation = operation });
                if (!done)
                {
                    await responseStream.WriteAsync(new WatchOperationResponse { Operation = operation, Heartbeat = true });
                }
            }

            if (_step < 4 && drop == Drop.WithError)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "connection lost"));
            }
        }
    }
}
