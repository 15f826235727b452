using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Operations;

/// <summary>Long work: watched, left, found again, cancelled, failed, and never lost with its server.</summary>
public sealed class OperationTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(options => (options.MaxConcurrentOperations, options.HeartbeatSeconds, options.MaxQueuedOperations) = (1, 0.1, 2));
        await _server.SimulateAsync(300);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    /// <summary>Boosting of so many rounds that it is still at work when a test has done what it wants to do.</summary>
    private static TrainModelRequest LongTraining => new()
    {
        Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.SimulatedCoin) } },
        Training = new TrainingSpec
        {
            TargetColumn = "SIM_BTC_USD_close", ModelType = "XGBoost", Folds = 3, Horizons = { 1, 2, 3, 4, 5, 6, 7, 8 }, ModelParameters = { ["n_estimators"] = 2000 },
        },
    };

    private static RunBacktestRequest Backtest => new()
    {
        Spec = new BacktestSpec
        {
            Strategy = new StrategySpec { StrategyId = "ma_crossover" }, Members = { MarketData.Member(MarketData.SimulatedCoin) },
        },
    };

    [Fact]
    public async Task A_watch_tells_every_state_to_the_end_with_ascending_sequences()
    {
        Operation operation = (await _server.Backtests.RunBacktestAsync(Backtest)).Operation;
        Assert.Equal((OperationState.Queued, "backtest"), (operation.State, operation.Kind));

        List<WatchOperationResponse> messages = await _server.Operations.WatchOperation(new WatchOperationRequest { OperationId = operation.Id }).ListAsync();

        WatchOperationResponse last = messages[^1];
        Assert.Equal((OperationState.Succeeded, 1.0), (last.Operation.State, last.Operation.ProgressFraction));
        Assert.NotEmpty(last.Operation.ResultId);
        Assert.NotNull(last.Operation.EndTime);
        Assert.All(messages.SkipLast(1), message => Assert.False(message.Operation.IsFinal()));
        WatchOperationResponse[] news = [.. messages.Where(message => !message.Heartbeat)];
        Assert.Equal(news.Select(message => message.Sequence).Distinct().Order(), news.Select(message => message.Sequence));
        Assert.Equal(news.Select(message => message.Operation.ProgressFraction).Order(), news.Select(message => message.Operation.ProgressFraction));
        Assert.Equal(last.Operation, (await _server.Operations.GetOperationAsync(new GetOperationRequest { OperationId = operation.Id })).Operation);
        Assert.Equal(last.Operation.ResultId, (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = last.Operation.ResultId })).Backtest.Id);
    }

    [Fact]
    public async Task An_operation_goes_on_without_its_watcher_and_can_be_watched_again_and_cancelled()
    {
        Operation operation = (await _server.Training.TrainModelAsync(LongTraining)).Operation;
        WatchOperationRequest watch = new() { OperationId = operation.Id };
        using (AsyncServerStreamingCall<WatchOperationResponse> first = _server.Operations.WatchOperation(watch))
        {
            await first.ResponseStream.UntilAsync(message => message.Operation.State == OperationState.Running);
        }

        using AsyncServerStreamingCall<WatchOperationResponse> second = _server.Operations.WatchOperation(watch);
        await second.ResponseStream.UntilAsync(message => message.Operation.ProgressFraction > 0);
        await _server.Operations.CancelOperationAsync(new CancelOperationRequest { OperationId = operation.Id });
        Operation end = (await second.ResponseStream.UntilAsync(message => message.Operation.IsFinal())).Operation;

        Assert.Equal((OperationState.Cancelled, (int)StatusCode.Cancelled, ""), (end.State, end.Error.Code, end.ResultId));
        Assert.Empty((await _server.Training.ListModelsAsync(new ListModelsRequest())).Models);
        // A finished one is returned unchanged, and a late watcher gets its end at once.
        Assert.Equal(end, (await _server.Operations.CancelOperationAsync(new CancelOperationRequest { OperationId = operation.Id })).Operation);
        Assert.Equal(end, Assert.Single(await _server.Operations.WatchOperation(watch).ListAsync()).Operation);
    }

    [Fact]
    public async Task A_watch_of_work_that_waits_sends_heartbeats_and_a_full_queue_refuses()
    {
        Operation running = (await _server.Training.TrainModelAsync(LongTraining)).Operation;
        using (AsyncServerStreamingCall<WatchOperationResponse> watch = _server.Operations.WatchOperation(new WatchOperationRequest { OperationId = running.Id }))
        {
            await watch.ResponseStream.UntilAsync(message => message.Operation.State == OperationState.Running);
        }

        Operation waiting = (await _server.Backtests.RunBacktestAsync(Backtest)).Operation;
        List<WatchOperationResponse> messages = await _server.Operations.WatchOperation(new WatchOperationRequest { OperationId = waiting.Id }).TakeAsync(3);
        Assert.Equal([false, true, true], messages.Select(message => message.Heartbeat));
        Assert.All(messages, message => Assert.Equal((messages[0].Sequence, waiting), (message.Sequence, message.Operation)));

        await _server.Backtests.RunBacktestAsync(Backtest);
        TradewindError full = await Refused.AsAsync(
            StatusCode.ResourceExhausted, "OPERATION_QUEUE_FULL", null, () => _server.Backtests.RunBacktestAsync(Backtest).ResponseAsync);
        Assert.NotNull(full.RetryDelay);
        Assert.Equal(3, (await _server.Operations.ListOperationsAsync(new ListOperationsRequest())).Operations.Count);

        await _server.Operations.CancelOperationAsync(new CancelOperationRequest { OperationId = waiting.Id });
        await _server.Operations.CancelOperationAsync(new CancelOperationRequest { OperationId = running.Id });
        Assert.Equal(OperationState.Cancelled, (await _server.Client.WaitForOperationAsync(waiting)).State);
    }

    [Fact]
    public async Task An_operation_that_fails_carries_the_reason_and_the_place()
    {
        LoadDataRequest oil = MarketData.File("Date,Open,High,Low,Close\n2024-01-01,5,6,4,5\n2024-01-02,5,6,4,5\n2024-01-03,1,2,-38,-37\n", "CL1.csv");
        oil.File.Options = new LoadOptions { AssetClass = AssetClass.CommodityFuture };
        await _server.LoadAsync(oil);
        BacktestSpec spec = new() { Strategy = new StrategySpec { StrategyId = "buy_and_hold" }, Members = { MarketData.Member("CL1") } };
        Operation operation = (await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation;

        Operation end = await _server.Client.WaitForOperationAsync(operation);

        Assert.Equal(OperationState.Failed, end.State);
        TradewindError error = TradewindError.From(Assert.Throws<RpcException>(end.ResultIdOrThrow));
        Assert.Equal((StatusCode.InvalidArgument, "BAR_INVALID"), (error.Status, error.Reason));
        Assert.Contains("CL1", Assert.Single(error.Violations).Field, StringComparison.Ordinal);
        Assert.Empty((await _server.Backtests.ListBacktestsAsync(new ListBacktestsRequest())).Backtests);

        spec.Settings = new TradingSettings { AllowNegativePrices = true };
        Assert.NotEmpty(await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation));
    }

    [Fact]
    public async Task A_server_that_stops_tells_watchers_and_keeps_the_failure()
    {
        Operation running = (await _server.Training.TrainModelAsync(LongTraining)).Operation;
        Operation waiting = (await _server.Backtests.RunBacktestAsync(Backtest)).Operation;
        using AsyncServerStreamingCall<WatchOperationResponse> watch = _server.Operations.WatchOperation(new WatchOperationRequest { OperationId = running.Id });
        await watch.ResponseStream.UntilAsync(message => message.Operation.State == OperationState.Running);
        using AsyncServerStreamingCall<WatchOperationResponse> watchWaiting =
            _server.Operations.WatchOperation(new WatchOperationRequest { OperationId = waiting.Id });
        // Seen once: a watch that arrives after the stop has begun is refused.
        await watchWaiting.ResponseStream.UntilAsync(message => message.Operation.State == OperationState.Queued);

        Task<TestServer> restart = _server.RestartAsync();
        Operation end = (await watch.ResponseStream.UntilAsync(message => message.Operation.IsFinal())).Operation;
        Assert.Equal((OperationState.Failed, (int)StatusCode.Aborted), (end.State, end.Error.Code));
        Assert.Equal(OperationState.Failed, (await watchWaiting.ResponseStream.UntilAsync(message => message.Operation.IsFinal())).Operation.State);

        // Far below the 30 seconds after which connections are cut off.
        _server = await restart.WaitAsync(TimeSpan.FromSeconds(15));
        Assert.Equal(end, (await _server.Operations.GetOperationAsync(new GetOperationRequest { OperationId = running.Id })).Operation);
    }

    [Fact]
    public async Task What_a_killed_server_left_running_or_waiting_is_failed_after_the_restart()
    {
        string folder = Directory.CreateTempSubdirectory("tradewind-killed-").FullName;
        List<string> ids = [];
        using (ServerProcess process = await ServerProcess.StartAsync(folder))
        {
            await process.Client.Data.LoadData(new LoadDataRequest { Simulation = new Simulation { RowCount = 300 } }).ListAsync();
            for (int i = 0; i < 4; i++)
            {
                ids.Add((await process.Client.Training.TrainModelAsync(LongTraining)).Operation.Id);
            }

            using AsyncServerStreamingCall<WatchOperationResponse> watch =
                process.Client.Operations.WatchOperation(new WatchOperationRequest { OperationId = ids[0] });
            await watch.ResponseStream.UntilAsync(message => message.Operation.State == OperationState.Running);
            await process.KillAsync();
        }

        await using TestServer after = await TestServer.StartAsync(folder: folder);
        foreach (string id in ids)
        {
            Operation operation = (await after.Operations.GetOperationAsync(new GetOperationRequest { OperationId = id })).Operation;
            Assert.Equal((OperationState.Failed, (int)StatusCode.Aborted), (operation.State, operation.Error.Code));
            Assert.NotNull(operation.EndTime);
        }
    }
}
