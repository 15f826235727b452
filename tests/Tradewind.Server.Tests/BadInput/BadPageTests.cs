using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.BadInput;

/// <summary>Page sizes, page tokens and request ids that do not fit, on every call that takes them.</summary>
public sealed class BadPageTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private readonly TestServer _server = loaded.Server;

    private (string Name, Func<int, string, Task> Call)[] Lists =>
    [
        ("instruments", (size, token) => _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("bars", (size, token) => _server.Data.ListBarsAsync(
            new ListBarsRequest { InstrumentId = MarketData.Coin, PageSize = size, PageToken = token }).ResponseAsync),
        ("observations", (size, token) => _server.Data.ListObservationsAsync(
            new ListObservationsRequest { InstrumentId = MarketData.Coin, PageSize = size, PageToken = token }).ResponseAsync),
        ("feeds", (size, token) => _server.Data.ListFeedsAsync(new ListFeedsRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("features", (size, token) => _server.Features.ListFeaturesAsync(new ListFeaturesRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("model types", (size, token) => _server.Training.ListModelTypesAsync(new ListModelTypesRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("models", (size, token) => _server.Training.ListModelsAsync(new ListModelsRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("predictions", (size, token) => _server.Training.ListPredictionsAsync(
            new ListPredictionsRequest { ModelId = "x", PageSize = size, PageToken = token }).ResponseAsync),
        ("strategies", (size, token) => _server.Signals.ListStrategiesAsync(new ListStrategiesRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("signal streams", (size, token) => _server.Signals.ListSignalStreamsAsync(
            new ListSignalStreamsRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("backtests", (size, token) => _server.Backtests.ListBacktestsAsync(new ListBacktestsRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("backtest trades", (size, token) => _server.Backtests.ListBacktestTradesAsync(
            new ListBacktestTradesRequest { BacktestId = "x", PageSize = size, PageToken = token }).ResponseAsync),
        ("backtest fills", (size, token) => _server.Backtests.ListBacktestFillsAsync(
            new ListBacktestFillsRequest { BacktestId = "x", PageSize = size, PageToken = token }).ResponseAsync),
        ("sessions", (size, token) => _server.Paper.ListSessionsAsync(new ListSessionsRequest { PageSize = size, PageToken = token }).ResponseAsync),
        ("orders", (size, token) => _server.Paper.ListOrdersAsync(new ListOrdersRequest { SessionId = "x", PageSize = size, PageToken = token }).ResponseAsync),
        ("fills", (size, token) => _server.Paper.ListFillsAsync(new ListFillsRequest { SessionId = "x", PageSize = size, PageToken = token }).ResponseAsync),
        ("operations", (size, token) => _server.Operations.ListOperationsAsync(new ListOperationsRequest { PageSize = size, PageToken = token }).ResponseAsync),
    ];

    [Fact]
    public async Task A_negative_page_size_is_refused_by_every_list()
    {
        foreach ((string _, Func<int, string, Task> call) in Lists)
        {
            await Refused.AsInvalidAsync("PAGE_SIZE_NEGATIVE", "page_size", () => call(-1, ""));
        }
    }

    [Fact]
    public async Task A_token_of_another_list_or_no_token_at_all_is_refused_by_every_list()
    {
        string foreign = (await _server.Data.ListInstrumentsAsync(new ListInstrumentsRequest { PageSize = 1, IdPrefix = "SIM" })).NextPageToken;
        Assert.NotEmpty(foreign);
        foreach ((string _, Func<int, string, Task> call) in Lists)
        {
            foreach (string token in (string[])[foreign, "gibberish", "%%%", "ÄÖ"])
            {
                await Refused.AsInvalidAsync("PAGE_TOKEN_FOREIGN", "page_token", () => call(10, token));
            }
        }
    }

    [Fact]
    public async Task A_token_changed_on_its_way_is_refused()
    {
        ListBarsRequest request = new() { InstrumentId = MarketData.Coin, PageSize = 7 };
        byte[] token = System.Buffers.Text.Base64Url.DecodeFromChars((await _server.Data.ListBarsAsync(request)).NextPageToken);
        request.PageToken = System.Buffers.Text.Base64Url.EncodeToString([.. token, (byte)'x']);
        await Refused.AsInvalidAsync("PAGE_TOKEN_FOREIGN", "page_token", () => _server.Data.ListBarsAsync(request).ResponseAsync);

        ListStrategiesRequest strategies = new() { PageSize = 1 };
        token = System.Buffers.Text.Base64Url.DecodeFromChars((await _server.Signals.ListStrategiesAsync(strategies)).NextPageToken);
        strategies.PageToken = System.Buffers.Text.Base64Url.EncodeToString([.. token, (byte)'x']);
        await Refused.AsInvalidAsync("PAGE_TOKEN_FOREIGN", "page_token", () => _server.Signals.ListStrategiesAsync(strategies).ResponseAsync);
    }

    [Fact]
    public async Task A_bad_request_id_is_refused_by_every_mutation()
    {
        foreach (string id in (string[])[new string('a', 101), "line\nbreak", "bell\a"])
        {
            (string, Func<Task>)[] calls =
            [
                ("LoadData", () => _server.Data.LoadData(new LoadDataRequest { RequestId = id, Simulation = new Simulation() }).ListAsync()),
                ("UploadData", () => UploadAsync(id)),
                ("DeleteData", () => _server.Data.DeleteDataAsync(new DeleteDataRequest { RequestId = id, InstrumentId = MarketData.Coin }).ResponseAsync),
                ("StartFeed", () => _server.Data.StartFeedAsync(new StartFeedRequest { RequestId = id, Simulation = new SimulatedFeed() }).ResponseAsync),
                ("StopFeed", () => _server.Data.StopFeedAsync(new StopFeedRequest { RequestId = id, FeedId = "x" }).ResponseAsync),
                ("TrainModel", () => _server.Training.TrainModelAsync(new TrainModelRequest { RequestId = id }).ResponseAsync),
                ("DeleteModel", () => _server.Training.DeleteModelAsync(new DeleteModelRequest { RequestId = id, ModelId = "x" }).ResponseAsync),
                ("RunBacktest", () => _server.Backtests.RunBacktestAsync(new RunBacktestRequest { RequestId = id }).ResponseAsync),
                ("StartSignalStream", () => _server.Signals.StartSignalStreamAsync(new StartSignalStreamRequest { RequestId = id }).ResponseAsync),
                ("StopSignalStream", () => _server.Signals.StopSignalStreamAsync(
                    new StopSignalStreamRequest { RequestId = id, SignalStreamId = "x" }).ResponseAsync),
                ("CreateSession", () => _server.Paper.CreateSessionAsync(new CreateSessionRequest { RequestId = id }).ResponseAsync),
                ("StopSession", () => _server.Paper.StopSessionAsync(new StopSessionRequest { RequestId = id, SessionId = "x" }).ResponseAsync),
                ("CancelOrder", () => _server.Paper.CancelOrderAsync(new CancelOrderRequest { RequestId = id, SessionId = "x", OrderId = "y" }).ResponseAsync),
                ("SubmitOrder", () => _server.Paper.SubmitOrderAsync(
                    new SubmitOrderRequest { RequestId = id, SessionId = "x", InstrumentId = "y", Side = Side.Buy, Quantity = "1" }).ResponseAsync),
                ("CancelOperation", () => _server.Operations.CancelOperationAsync(
                    new CancelOperationRequest { RequestId = id, OperationId = "x" }).ResponseAsync),
            ];
            foreach ((string _, Func<Task> call) in calls)
            {
                await Refused.AsInvalidAsync("REQUEST_ID_INVALID", "request_id", call);
            }
        }
    }

    private async Task UploadAsync(string requestId)
    {
        using Grpc.Core.AsyncClientStreamingCall<UploadDataRequest, UploadDataResponse> call = _server.Data.UploadData();
        await call.RequestStream.WriteAsync(new UploadDataRequest { Header = new UploadHeader { RequestId = requestId, FileName = "x.csv" } });
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
    }
}
