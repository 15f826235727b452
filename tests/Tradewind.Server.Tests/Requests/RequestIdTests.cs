using Google.Protobuf;
using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Requests;

/// <summary>A request id makes every mutation happen at most once.</summary>
public sealed class RequestIdTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.LoadBarsAsync(120);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_load_repeated_returns_the_first_report_and_loads_once()
    {
        LoadDataRequest request = new() { RequestId = "load-1", Simulation = new Simulation { Seed = 1, RowCount = 20 } };
        LoadReport first = await _server.LoadAsync(request);
        await _server.Data.DeleteDataAsync(new DeleteDataRequest { InstrumentId = MarketData.SimulatedCoin });

        Assert.Equal(first, await _server.LoadAsync(request));
        await Refused.AsUnknownAsync(
            "UNKNOWN_INSTRUMENT", () => _server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = MarketData.SimulatedCoin }).ResponseAsync);
        request.Simulation.RowCount = 21;
        await Refused.AsInvalidAsync("REQUEST_ID_REUSED", "request_id", () => _server.LoadAsync(request));
    }

    [Fact]
    public async Task An_upload_repeated_returns_the_first_report_however_it_is_cut()
    {
        string text = MarketData.Bars(50);
        UploadDataResponse first = await UploadAsync(text, 64);

        Assert.Equal(first, await UploadAsync(text, 1000));
        await Refused.AsInvalidAsync("REQUEST_ID_REUSED", "request_id", () => UploadAsync(MarketData.Bars(51), 1000));
    }

    [Fact]
    public async Task A_delete_repeated_returns_the_first_count()
    {
        DeleteDataRequest request = new() { RequestId = "delete-1", InstrumentId = MarketData.Coin };
        DeleteDataResponse first = await _server.Data.DeleteDataAsync(request);
        Assert.Equal(120, first.DeletedRowCount);

        Assert.Equal(first, await _server.Data.DeleteDataAsync(request));
        request.Timeframe = "1d";
        await Refused.AsInvalidAsync("REQUEST_ID_REUSED", "request_id", () => _server.Data.DeleteDataAsync(request).ResponseAsync);
    }

    [Fact]
    public async Task A_feed_is_started_and_stopped_once()
    {
        StartFeedRequest start = new() { RequestId = "feed-1", Simulation = new SimulatedFeed { StepsPerSecond = 0.001 } };
        StartFeedResponse first = await _server.Data.StartFeedAsync(start);

        Assert.Equal(first, await _server.Data.StartFeedAsync(start));
        Assert.Single((await _server.Data.ListFeedsAsync(new ListFeedsRequest())).Feeds);
        start.Simulation.Seed = 9;
        await Refused.AsInvalidAsync("REQUEST_ID_REUSED", "request_id", () => _server.Data.StartFeedAsync(start).ResponseAsync);

        StopFeedRequest stop = new() { RequestId = "stop-1", FeedId = first.Feed.Id };
        StopFeedResponse stopped = await _server.Data.StopFeedAsync(stop);
        Assert.Equal(FeedState.Stopped, stopped.Feed.State);
        Assert.Equal(stopped, await _server.Data.StopFeedAsync(stop));
        stop.FeedId = "other";
        await Refused.AsInvalidAsync("REQUEST_ID_REUSED", "request_id", () => _server.Data.StopFeedAsync(stop).ResponseAsync);
    }

    [Fact]
    public async Task A_training_and_its_model_are_made_and_deleted_once()
    {
        TrainModelRequest train = new()
        {
            RequestId = "train-1",
            Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.Coin) } },
            FeatureSet = new FeatureSetSpec { Technical = new TechnicalFeatures { Disabled = true } },
            Training = new TrainingSpec { TargetColumn = "LTC_USD_close", ModelType = "Ridge", Folds = 2, Horizons = { 1 } },
        };
        TrainModelResponse first = await _server.Training.TrainModelAsync(train);
        Assert.Equal(first, await _server.Training.TrainModelAsync(train));
        string model = await _server.ResultOfAsync(first.Operation);
        // Also when the work is done the answer is the first one, not the state of today.
        Assert.Equal(first, await _server.Training.TrainModelAsync(train));
        Assert.Equal([model], (await _server.Training.ListModelsAsync(new ListModelsRequest())).Models.Select(entry => entry.Id));
        train.Training.Folds = 3;
        await Refused.AsInvalidAsync("REQUEST_ID_REUSED", "request_id", () => _server.Training.TrainModelAsync(train).ResponseAsync);

        DeleteModelRequest delete = new() { RequestId = "delete-1", ModelId = model };
        Assert.Equal(await _server.Training.DeleteModelAsync(delete), await _server.Training.DeleteModelAsync(delete));
        await Refused.AsUnknownAsync("UNKNOWN_MODEL", () => _server.Training.GetModelAsync(new GetModelRequest { ModelId = model }).ResponseAsync);
        await Refused.AsUnknownAsync("UNKNOWN_MODEL", () => _server.Training.PredictAsync(new PredictRequest { ModelId = model }).ResponseAsync);
    }

    [Fact]
    public async Task A_backtest_is_run_once()
    {
        RunBacktestRequest run = new()
        {
            RequestId = "run-1",
            Spec = new BacktestSpec { Strategy = new StrategySpec { StrategyId = "buy_and_hold" }, Members = { MarketData.Member(MarketData.Coin) } },
        };
        RunBacktestResponse first = await _server.Backtests.RunBacktestAsync(run);
        await _server.ResultOfAsync(first.Operation);

        Assert.Equal(first, await _server.Backtests.RunBacktestAsync(run));
        Assert.Single((await _server.Backtests.ListBacktestsAsync(new ListBacktestsRequest())).Backtests);
        run.Spec.RiskFreeRate = 0;
        await Refused.AsInvalidAsync("REQUEST_ID_REUSED", "request_id", () => _server.Backtests.RunBacktestAsync(run).ResponseAsync);
    }

    [Fact]
    public async Task A_session_its_orders_and_its_stop_happen_once()
    {
        Feed feed = (await _server.Data.StartFeedAsync(
            new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(MarketData.Coin) }, StepsPerSecond = 0.001 } })).Feed;
        CreateSessionRequest create = new() { RequestId = "session-1", FeedId = feed.Id };
        CreateSessionResponse first = await _server.Paper.CreateSessionAsync(create);
        Assert.Equal(first, await _server.Paper.CreateSessionAsync(create));
        Assert.Single((await _server.Paper.ListSessionsAsync(new ListSessionsRequest())).Sessions);

        string session = first.Session.Id;
        SubmitOrderRequest submit = new()
        {
            RequestId = "order-1", SessionId = session, InstrumentId = MarketData.Coin, Side = Side.Buy, Quantity = "1", Type = OrderType.Limit, LimitPrice = "1",
        };
        SubmitOrderResponse order = await _server.Paper.SubmitOrderAsync(submit);
        Assert.Equal(order, await _server.Paper.SubmitOrderAsync(submit));
        submit.Quantity = "2";
        await Refused.AsInvalidAsync("REQUEST_ID_REUSED", "request_id", () => _server.Paper.SubmitOrderAsync(submit).ResponseAsync);

        CancelOrderRequest cancel = new() { RequestId = "cancel-1", SessionId = session, OrderId = order.Order.Id };
        CancelOrderResponse cancelled = await _server.Paper.CancelOrderAsync(cancel);
        Assert.Equal(OrderStatus.Cancelled, cancelled.Order.Status);
        Assert.Equal(cancelled, await _server.Paper.CancelOrderAsync(cancel));
        Assert.Single((await _server.Paper.ListOrdersAsync(new ListOrdersRequest { SessionId = session })).Orders);

        StopSessionRequest stop = new() { RequestId = "stop-1", SessionId = session };
        StopSessionResponse stopped = await _server.Paper.StopSessionAsync(stop);
        Assert.Equal(SessionState.Stopped, stopped.Session.State);
        Assert.Equal(stopped, await _server.Paper.StopSessionAsync(stop));
    }

    [Fact]
    public async Task A_signal_stream_is_started_and_stopped_once()
    {
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { StepsPerSecond = 0.001 } })).Feed;
        StartSignalStreamRequest start = new() { RequestId = "s-1", FeedId = feed.Id, Strategy = new StrategySpec { StrategyId = "buy_and_hold" } };
        StartSignalStreamResponse first = await _server.Signals.StartSignalStreamAsync(start);
        Assert.Equal(first, await _server.Signals.StartSignalStreamAsync(start));
        Assert.Single((await _server.Signals.ListSignalStreamsAsync(new ListSignalStreamsRequest())).SignalStreams);

        StopSignalStreamRequest stop = new() { RequestId = "s-2", SignalStreamId = first.SignalStream.Id };
        StopSignalStreamResponse stopped = await _server.Signals.StopSignalStreamAsync(stop);
        Assert.Equal(SignalStreamState.Stopped, stopped.SignalStream.State);
        Assert.Equal(stopped, await _server.Signals.StopSignalStreamAsync(stop));
    }

    [Fact]
    public async Task A_call_that_failed_frees_its_id()
    {
        LoadDataRequest load = MarketData.File("nonsense");
        load.RequestId = "retry-1";
        await Refused.AsInvalidAsync("CSV_NO_DATE_COLUMN", null, () => _server.LoadAsync(load));
        load.File.Content = ByteString.CopyFromUtf8(MarketData.Bars(5));
        Assert.Equal(5, (await _server.LoadAsync(load)).RowCount);

        DeleteDataRequest delete = new() { RequestId = "retry-2", InstrumentId = "NO/SUCH" };
        await Refused.AsUnknownAsync("UNKNOWN_INSTRUMENT", () => _server.Data.DeleteDataAsync(delete).ResponseAsync);
        delete.InstrumentId = MarketData.Coin;
        Assert.Equal(120, (await _server.Data.DeleteDataAsync(delete)).DeletedRowCount);
    }

    [Fact]
    public async Task Ids_of_different_methods_do_not_meet()
    {
        await _server.LoadAsync(new LoadDataRequest { RequestId = "same", Simulation = new Simulation { RowCount = 5 } });

        Assert.Equal(120, (await _server.Data.DeleteDataAsync(new DeleteDataRequest { RequestId = "same", InstrumentId = MarketData.Coin })).DeletedRowCount);
    }

    [Fact]
    public async Task An_answer_outlives_the_server()
    {
        RunBacktestRequest run = new()
        {
            RequestId = "run-1",
            Spec = new BacktestSpec { Strategy = new StrategySpec { StrategyId = "buy_and_hold" }, Members = { MarketData.Member(MarketData.Coin) } },
        };
        RunBacktestResponse first = await _server.Backtests.RunBacktestAsync(run);
        await _server.ResultOfAsync(first.Operation);
        _server = await _server.RestartAsync();

        Assert.Equal(first, await _server.Backtests.RunBacktestAsync(run));
    }

    [Fact]
    public async Task Of_two_equal_requests_at_once_one_does_the_work()
    {
        RunBacktestRequest run = new()
        {
            RequestId = "twin",
            Spec = new BacktestSpec { Strategy = new StrategySpec { StrategyId = "buy_and_hold" }, Members = { MarketData.Member(MarketData.Coin) } },
        };
        Task<RunBacktestResponse>[] twins = [.. Enumerable.Range(0, 8).Select(_ => _server.Backtests.RunBacktestAsync(run).ResponseAsync)];
        HashSet<string> operations = [];
        foreach (Task<RunBacktestResponse> twin in twins)
        {
            try
            {
                operations.Add((await twin).Operation.Id);
            }
            catch (RpcException error)
            {
                Assert.Equal("REQUEST_IN_PROGRESS", Client.TradewindError.From(error).Reason);
            }
        }

        Assert.Single(operations);
        Assert.Single((await _server.Operations.ListOperationsAsync(new ListOperationsRequest())).Operations);
    }

    private async Task<UploadDataResponse> UploadAsync(string text, int chunkLength)
    {
        using AsyncClientStreamingCall<UploadDataRequest, UploadDataResponse> call = _server.Data.UploadData();
        await call.RequestStream.WriteAsync(new UploadDataRequest { Header = new UploadHeader { RequestId = "upload-1", FileName = "ETH-USD.csv" } });
        foreach (byte[] chunk in System.Text.Encoding.UTF8.GetBytes(text).Chunk(chunkLength))
        {
            await call.RequestStream.WriteAsync(new UploadDataRequest { Content = ByteString.CopyFrom(chunk) });
        }

        await call.RequestStream.CompleteAsync();
        return await call.ResponseAsync;
    }
}
