using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.BadInput;

/// <summary>Names that stand for nothing.</summary>
public sealed class UnknownNameTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private readonly TestServer _server = loaded.Server;

    [Fact]
    public async Task An_unknown_instrument_is_answered_with_the_nearest_one_by_every_call()
    {
        const string Typo = "LTC/UDS";
        PortfolioSpec portfolio = new() { Members = { MarketData.Member(Typo) } };
        StrategySpec strategy = new() { StrategyId = "buy_and_hold" };
        Func<Task>[] calls =
        [
            () => _server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = Typo }).ResponseAsync,
            () => _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = Typo }).ResponseAsync,
            () => _server.Data.ListObservationsAsync(new ListObservationsRequest { InstrumentId = Typo }).ResponseAsync,
            () => _server.Data.GetQualityReportAsync(new GetQualityReportRequest { InstrumentId = Typo }).ResponseAsync,
            () => _server.Data.DeleteDataAsync(new DeleteDataRequest { InstrumentId = Typo }).ResponseAsync,
            () => _server.Data.ReadColumns(new ReadColumnsRequest { InstrumentId = Typo }).ListAsync(),
            () => _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio }).ListAsync(),
            () => _server.Data.StartFeedAsync(new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(Typo) } } }).ResponseAsync,
            () => _server.Features.ComputeFeatures(new ComputeFeaturesRequest { Portfolio = portfolio }).ListAsync(),
            () => _server.Features.AuditFeatureSetAsync(new AuditFeatureSetRequest { Portfolio = portfolio }).ResponseAsync,
            () => _server.Training.TrainModelAsync(new TrainModelRequest { Portfolio = portfolio, Training = new TrainingSpec { TargetColumn = "x" } }).ResponseAsync,
            () => _server.Signals.GenerateSignals(new GenerateSignalsRequest { Strategy = strategy, Members = { MarketData.Member(Typo) } }).ListAsync(),
            () => _server.Backtests.RunBacktestAsync(
                new RunBacktestRequest { Spec = new BacktestSpec { Strategy = strategy, Members = { MarketData.Member(Typo) } } }).ResponseAsync,
        ];
        foreach (Func<Task> call in calls)
        {
            TradewindError error = await Refused.AsUnknownAsync("UNKNOWN_INSTRUMENT", call);
            Assert.Contains("Did you mean 'LTC/USD'?", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_unknown_id_is_not_found_with_a_reason_of_its_kind()
    {
        (string Reason, Func<Task> Call)[] calls =
        [
            ("UNKNOWN_MODEL", () => _server.Training.GetModelAsync(new GetModelRequest { ModelId = "x" }).ResponseAsync),
            ("UNKNOWN_MODEL", () => _server.Training.ListPredictionsAsync(new ListPredictionsRequest { ModelId = "x" }).ResponseAsync),
            ("UNKNOWN_MODEL", () => _server.Training.PredictAsync(new PredictRequest { ModelId = "x" }).ResponseAsync),
            ("UNKNOWN_MODEL", () => _server.Training.DeleteModelAsync(new DeleteModelRequest { ModelId = "x" }).ResponseAsync),
            ("UNKNOWN_BACKTEST", () => _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = "x" }).ResponseAsync),
            ("UNKNOWN_BACKTEST", () => _server.Backtests.ListBacktestFillsAsync(new ListBacktestFillsRequest { BacktestId = "x" }).ResponseAsync),
            ("UNKNOWN_BACKTEST", () => _server.Backtests.ListBacktestTradesAsync(new ListBacktestTradesRequest { BacktestId = "x" }).ResponseAsync),
            ("UNKNOWN_BACKTEST", () => _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = "x" }).ResponseAsync),
            ("UNKNOWN_BACKTEST", () => _server.Backtests.ReadBacktestEquity(new ReadBacktestEquityRequest { BacktestId = "x" }).ListAsync()),
            ("UNKNOWN_FEED", () => _server.Data.GetFeedAsync(new GetFeedRequest { FeedId = "x" }).ResponseAsync),
            ("UNKNOWN_FEED", () => _server.Data.StopFeedAsync(new StopFeedRequest { FeedId = "x" }).ResponseAsync),
            ("UNKNOWN_FEED", () => _server.Data.StreamBars(new StreamBarsRequest { FeedId = "x" }).ListAsync()),
            ("UNKNOWN_FEED", () => _server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = "x" }).ResponseAsync),
            ("UNKNOWN_FEED", () => _server.Signals.StartSignalStreamAsync(
                new StartSignalStreamRequest { FeedId = "x", Strategy = new StrategySpec { StrategyId = "buy_and_hold" } }).ResponseAsync),
            ("UNKNOWN_SESSION", () => _server.Paper.GetSessionAsync(new GetSessionRequest { SessionId = "x" }).ResponseAsync),
            ("UNKNOWN_SESSION", () => _server.Paper.StopSessionAsync(new StopSessionRequest { SessionId = "x" }).ResponseAsync),
            ("UNKNOWN_SESSION", () => _server.Paper.ListOrdersAsync(new ListOrdersRequest { SessionId = "x" }).ResponseAsync),
            ("UNKNOWN_SESSION", () => _server.Paper.ListFillsAsync(new ListFillsRequest { SessionId = "x" }).ResponseAsync),
            ("UNKNOWN_SESSION", () => _server.Paper.ListPositionsAsync(new ListPositionsRequest { SessionId = "x" }).ResponseAsync),
            ("UNKNOWN_SESSION", () => _server.Paper.ReplaySessionAsync(new ReplaySessionRequest { SessionId = "x" }).ResponseAsync),
            ("UNKNOWN_SESSION", () => _server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = "x" }).ListAsync()),
            ("UNKNOWN_SESSION", () => _server.Paper.CancelOrderAsync(new CancelOrderRequest { SessionId = "x", OrderId = "ORD-000001" }).ResponseAsync),
            ("UNKNOWN_SESSION", () => _server.Paper.SubmitOrderAsync(
                new SubmitOrderRequest { RequestId = "r", SessionId = "x", InstrumentId = MarketData.Coin, Side = Side.Buy, Quantity = "1" }).ResponseAsync),
            ("UNKNOWN_OPERATION", () => _server.Operations.GetOperationAsync(new GetOperationRequest { OperationId = "x" }).ResponseAsync),
            ("UNKNOWN_OPERATION", () => _server.Operations.CancelOperationAsync(new CancelOperationRequest { OperationId = "x" }).ResponseAsync),
            ("UNKNOWN_OPERATION", () => _server.Operations.WatchOperation(new WatchOperationRequest { OperationId = "x" }).ListAsync()),
            ("UNKNOWN_SIGNAL_STREAM", () => _server.Signals.StopSignalStreamAsync(new StopSignalStreamRequest { SignalStreamId = "x" }).ResponseAsync),
            ("UNKNOWN_SIGNAL_STREAM", () => _server.Signals.SubscribeSignals(new SubscribeSignalsRequest { SignalStreamId = "x" }).ListAsync()),
        ];
        foreach ((string reason, Func<Task> call) in calls)
        {
            await Refused.AsUnknownAsync(reason, call);
        }
    }

    [Fact]
    public async Task An_unknown_strategy_is_answered_with_the_nearest_one()
    {
        StrategySpec strategy = new() { StrategyId = "ma_crosover" };
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(MarketData.Coin) } } })).Feed;
        Func<Task>[] calls =
        [
            () => _server.Signals.GenerateSignals(new GenerateSignalsRequest { Strategy = strategy, Members = { MarketData.Member(MarketData.Coin) } }).ListAsync(),
            () => _server.Backtests.RunBacktestAsync(
                new RunBacktestRequest { Spec = new BacktestSpec { Strategy = strategy, Members = { MarketData.Member(MarketData.Coin) } } }).ResponseAsync,
            () => _server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = strategy }).ResponseAsync,
            () => _server.Signals.StartSignalStreamAsync(new StartSignalStreamRequest { FeedId = feed.Id, Strategy = strategy }).ResponseAsync,
        ];
        foreach (Func<Task> call in calls)
        {
            TradewindError error = await Refused.AsUnknownAsync("UNKNOWN_STRATEGY", call);
            Assert.Contains("Did you mean 'ma_crossover'?", error.Message, StringComparison.Ordinal);
        }

        Assert.Empty((await _server.Paper.ListSessionsAsync(new ListSessionsRequest())).Sessions);
        Assert.Empty((await _server.Signals.ListSignalStreamsAsync(new ListSignalStreamsRequest())).SignalStreams);
        Assert.Empty((await _server.Operations.ListOperationsAsync(new ListOperationsRequest())).Operations);
    }

    [Fact]
    public async Task An_unknown_field_names_the_fields_there_are()
    {
        PortfolioSpec portfolio = new() { Members = { MarketData.Member(MarketData.Coin, "clse") } };
        TradewindError error = await Refused.AsInvalidAsync(
            "UNKNOWN_FIELD", "portfolio.members[0].fields", () => _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio }).ListAsync());
        Assert.Contains("did you mean 'close'?", error.Message, StringComparison.Ordinal);
        await Refused.AsInvalidAsync(
            "UNKNOWN_FIELD", "fields", () => _server.Data.ReadColumns(new ReadColumnsRequest { InstrumentId = MarketData.Coin, Fields = { "clse" } }).ListAsync());
        await Refused.AsInvalidAsync(
            "UNKNOWN_FIELD", "fields",
            () => _server.Data.ListObservationsAsync(new ListObservationsRequest { InstrumentId = MarketData.Coin, Fields = { "clse" } }).ResponseAsync);
    }

    [Fact]
    public async Task A_field_asked_for_twice_is_refused()
    {
        PortfolioSpec portfolio = new() { Members = { MarketData.Member(MarketData.Coin, "close", "close") } };
        await Refused.AsInvalidAsync(
            "FIELD_REPEATED", "portfolio.members[0].fields", () => _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio }).ListAsync());
        await Refused.AsInvalidAsync(
            "FIELD_REPEATED", "fields",
            () => _server.Data.ReadColumns(new ReadColumnsRequest { InstrumentId = MarketData.Coin, Fields = { "close", "close" } }).ListAsync());
        await Refused.AsInvalidAsync(
            "FIELD_REPEATED", "fields",
            () => _server.Data.ListObservationsAsync(new ListObservationsRequest { InstrumentId = MarketData.Coin, Fields = { "close", "close" } }).ResponseAsync);
    }

    [Fact]
    public async Task An_unknown_timeframe_names_the_ones_there_are()
    {
        await Refused.AsInvalidAsync(
            "TIMEFRAME_NOT_STORED", "timeframe",
            () => _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, Timeframe = "1h" }).ResponseAsync);
        await Refused.AsInvalidAsync(
            "TIMEFRAME_INVALID", "timeframe",
            () => _server.Data.ReadColumns(new ReadColumnsRequest { InstrumentId = MarketData.Coin, Timeframe = "daily" }).ListAsync());
        PortfolioMember member = new() { InstrumentId = MarketData.Coin, Timeframe = "1h" };
        await Refused.AsInvalidAsync(
            "TIMEFRAME_NOT_STORED", "portfolio.members[0].timeframe",
            () => _server.Features.ComputeFeatures(new ComputeFeaturesRequest { Portfolio = new PortfolioSpec { Members = { member } } }).ListAsync());
        await Refused.AsUnknownAsync(
            "UNKNOWN_TIMEFRAME",
            () => _server.Data.DeleteDataAsync(new DeleteDataRequest { InstrumentId = MarketData.Coin, Timeframe = "1h" }).ResponseAsync);
    }

    [Fact]
    public async Task A_feed_is_not_streamed_for_an_instrument_it_does_not_carry()
    {
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(MarketData.Coin) } } })).Feed;

        await Refused.AsAsync(
            StatusCode.NotFound, "UNKNOWN_INSTRUMENT", null,
            () => _server.Data.StreamBars(new StreamBarsRequest { FeedId = feed.Id, InstrumentIds = { "OTHER/USD" } }).ListAsync());
    }

    [Fact]
    public async Task Bars_of_an_instrument_without_bars_are_refused_with_the_way_out()
    {
        TradewindError error = await Refused.AsInvalidAsync(
            "NO_BARS", "instrument_id", () => _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.SimulatedSpread }).ResponseAsync);

        Assert.Contains("ListObservations", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_required_name_left_out_is_named()
    {
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "instrument_id", () => _server.Data.GetInstrumentAsync(new GetInstrumentRequest()).ResponseAsync);
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "portfolio", () => _server.Data.AlignPortfolio(new AlignPortfolioRequest()).ListAsync());
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "training", () => _server.Training.TrainModelAsync(new TrainModelRequest()).ResponseAsync);
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "spec", () => _server.Backtests.RunBacktestAsync(new RunBacktestRequest()).ResponseAsync);
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "spec.strategy", () => _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = new BacktestSpec() }).ResponseAsync);
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "feed_id", () => _server.Data.GetFeedAsync(new GetFeedRequest()).ResponseAsync);
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "session_id", () => _server.Paper.GetSessionAsync(new GetSessionRequest()).ResponseAsync);
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "operation_id", () => _server.Operations.GetOperationAsync(new GetOperationRequest()).ResponseAsync);
        await Refused.AsInvalidAsync("FEED_KIND_REQUIRED", "kind", () => _server.Data.StartFeedAsync(new StartFeedRequest()).ResponseAsync);
        await Refused.AsInvalidAsync(
            "MEMBERS_INVALID", "portfolio.members", () => _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = new PortfolioSpec() }).ListAsync());
    }
}
