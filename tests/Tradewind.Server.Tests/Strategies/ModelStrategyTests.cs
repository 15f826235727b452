using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Strategies;

/// <summary>A trained model drives a strategy, on rows it was not fitted on unless in-sample forecasts are asked for.</summary>
public sealed class ModelStrategyTests : IAsyncLifetime
{
    private const int Rows = 400;
    private const int TrainedRows = 250;
    private TestServer _server = null!;
    private string _model = "";

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.LoadBarsAsync(Rows);
        TrainModelResponse started = await _server.Training.TrainModelAsync(new TrainModelRequest
        {
            Portfolio = new PortfolioSpec
            {
                Members = { MarketData.Member(MarketData.Coin) }, Interval = new TimeInterval { EndTime = MarketData.Day(TrainedRows) },
            },
            FeatureSetName = "technical_fast",
            Training = new TrainingSpec { TargetColumn = "LTC_USD_close", ModelType = "Ridge", Horizons = { 3 } },
        });
        _model = await _server.ResultOfAsync(started.Operation);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private BacktestSpec Spec(int from, int to, string predictions, params (string Name, string Value)[] more)
    {
        BacktestSpec spec = new()
        {
            Strategy = new StrategySpec { StrategyId = "model", Parameters = { ["model_id"] = _model, ["predictions"] = predictions, ["rule"] = "sign" } },
            Members = { MarketData.Member(MarketData.Coin) },
            Interval = new TimeInterval { StartTime = from == 0 ? null : MarketData.Day(from), EndTime = MarketData.Day(to) },
            Settings = new TradingSettings { MaxDrawdownFraction = 1 },
        };
        foreach ((string name, string value) in more)
        {
            spec.Strategy.Parameters[name] = value;
        }

        return spec;
    }

    private async Task<Backtest> RunAsync(BacktestSpec spec)
    {
        string id = await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }

    [Fact]
    public async Task After_its_training_a_model_trades_out_of_sample_and_verifies()
    {
        Backtest backtest = await RunAsync(Spec(TrainedRows + 5, Rows, "out_of_sample"));
        Assert.True(backtest.FillCount > 3, $"{backtest.FillCount} fills");
        Assert.Contains($"model:{_model}", string.Join(" ", backtest.Lineage.DataRevisions.Keys), StringComparison.Ordinal);
        Assert.True((await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = backtest.Id })).Identical);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TrainedRows - 1)]
    public async Task Rows_it_was_fitted_on_are_refused(int from)
    {
        RpcException error = await Assert.ThrowsAsync<RpcException>(
            () => _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = Spec(from, Rows, "out_of_sample") }).ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, "MODEL_IN_SAMPLE"), (error.StatusCode, TradewindError.From(error).Reason));
        Assert.Contains("walk_forward", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_sample_forecasts_are_there_when_asked_for_and_labelled()
    {
        Backtest backtest = await RunAsync(Spec(60, TrainedRows, "in_sample"));
        Assert.True(backtest.FillCount > 3);
        Assert.Contains(backtest.Warnings, warning => warning.Contains("In-sample", StringComparison.Ordinal));
        Assert.DoesNotContain((await RunAsync(Spec(TrainedRows + 5, Rows, "out_of_sample"))).Warnings, warning => warning.Contains("In-sample", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Predictions_of_the_validation_trade_the_past_out_of_sample()
    {
        Backtest backtest = await RunAsync(Spec(0, TrainedRows, "walk_forward", ("rule", "threshold"), ("forecast_threshold", "0.005")));
        Assert.True(backtest.FillCount > 3);
        ListPredictionsResponse predictions = await _server.Training.ListPredictionsAsync(new ListPredictionsRequest { ModelId = _model, PageSize = 1 });
        // Nothing is traded before the first prediction is known, a day after its row's label.
        ListBacktestFillsResponse fills = await _server.Backtests.ListBacktestFillsAsync(new ListBacktestFillsRequest { BacktestId = backtest.Id });
        Assert.True(fills.Fills[0].Time >= predictions.Predictions[0].Time.ToDateTime().AddDays(1).ToTimestamp());
    }

    [Fact]
    public async Task Dropping_the_future_changes_nothing_in_the_past()
    {
        Backtest whole = await RunAsync(Spec(TrainedRows + 5, Rows, "out_of_sample"));
        Backtest part = await RunAsync(Spec(TrainedRows + 5, Rows - 60, "out_of_sample"));
        ListBacktestFillsResponse all = await _server.Backtests.ListBacktestFillsAsync(new() { BacktestId = whole.Id, PageSize = 1000 });
        ListBacktestFillsResponse some = await _server.Backtests.ListBacktestFillsAsync(new() { BacktestId = part.Id, PageSize = 1000 });
        Assert.NotEmpty(some.Fills);
        Assert.Equal(all.Fills.Take(some.Fills.Count), some.Fills);
    }

    [Fact]
    public async Task A_session_on_a_feed_gives_the_ledger_of_the_backtest_and_replays_without_the_model()
    {
        Backtest backtest = await RunAsync(Spec(TrainedRows + 5, Rows, "out_of_sample"));
        Feed feed = await StartFeedAsync(from: TrainedRows + 5);
        Session session = await TradeAsync(new CreateSessionRequest
        {
            FeedId = feed.Id, Strategy = Spec(0, Rows, "out_of_sample").Strategy, Settings = backtest.Spec.Settings, WarmUp = { MarketData.Member(MarketData.Coin) },
        });
        Assert.True(session.FillCount > 3, $"{session.FillCount} fills");
        Assert.Equal(MarketData.Coin, session.Strategy.Parameters["instrument"]);
        Assert.Equal((backtest.LedgerHash, backtest.FillCount, backtest.Costs), (session.LedgerHash, session.FillCount, session.Costs));

        await _server.Training.DeleteModelAsync(new DeleteModelRequest { ModelId = _model });
        Assert.True((await _server.Paper.ReplaySessionAsync(new ReplaySessionRequest { SessionId = session.Id })).Identical);
    }

    [Fact]
    public async Task On_a_feed_rows_the_model_was_fitted_on_have_no_forecasts()
    {
        // Rows are warmed up by nothing: the feed begins with the first one the features were computed on.
        Feed feed = await StartFeedAsync(from: 0);
        List<Signal> live = await SignalsAsync(feed, "out_of_sample");
        Assert.NotEmpty(live);
        // Its three-day label of the last fitted row is known three rows later; the row after that is the first that counts.
        Assert.All(live, signal => Assert.True(signal.Time > MarketData.Day(TrainedRows), $"{signal.Time}"));
        List<Signal> all = await SignalsAsync(feed, "in_sample");
        Assert.Contains(all, signal => signal.Time < MarketData.Day(TrainedRows));
        BacktestSpec batch = Spec(0, Rows, "in_sample");
        List<Signal> expected = [.. (await _server.Signals.GenerateSignals(new GenerateSignalsRequest { Strategy = batch.Strategy, Members = { batch.Members } }).ListAsync()).Select(message => message.Signal)];
        Assert.Equal(expected, all);
    }

    [Fact]
    public async Task A_model_of_simulated_prices_trades_the_simulated_feed_as_its_history()
    {
        await _server.SimulateAsync(300, seed: 7);
        TrainModelResponse started = await _server.Training.TrainModelAsync(new TrainModelRequest
        {
            Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.SimulatedCoin), MarketData.Member("SIM-ETH/USD") } },
            FeatureSetName = "technical_fast",
            Training = new TrainingSpec { TargetColumn = "SIM_BTC_USD_close", ModelType = "Ridge", Horizons = { 3 } },
        });
        string model = await _server.ResultOfAsync(started.Operation);
        StrategySpec strategy = new()
        {
            StrategyId = "model", Parameters = { ["model_id"] = model, ["predictions"] = "in_sample", ["rule"] = "sign", ["allow_short"] = "true" },
        };
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 7, RowCount = 300 } })).Feed;
        TradingSettings settings = new() { MaxDrawdownFraction = 1 };
        Session session = await TradeAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = strategy, Settings = settings });
        BacktestSpec spec = new()
        {
            Strategy = strategy, Settings = settings, Members = { MarketData.Member(MarketData.SimulatedCoin), MarketData.Member("SIM-ETH/USD") },
        };
        Backtest backtest = await RunAsync(spec);
        ListBacktestFillsResponse expected = await _server.Backtests.ListBacktestFillsAsync(new() { BacktestId = backtest.Id, PageSize = 1000 });
        Assert.True(session.Simulated);
        Assert.True(expected.Fills.Count > 10, $"{expected.Fills.Count} fills");
        Assert.Equal(expected.Fills, (await _server.Paper.ListFillsAsync(new ListFillsRequest { SessionId = session.Id, PageSize = 1000 })).Fills);
        Assert.True((await _server.Paper.ReplaySessionAsync(new ReplaySessionRequest { SessionId = session.Id })).Identical);
    }

    [Fact]
    public async Task What_a_feed_cannot_bring_is_refused_by_name()
    {
        Feed feed = await StartFeedAsync(from: 0);
        StrategySpec past = Spec(0, Rows, "walk_forward").Strategy;
        await Refused.AsTooEarlyOrLateAsync("MODEL_NOT_LIVE", () => _server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = past }).ResponseAsync);
        Feed other = (await _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = new SimulatedFeed { Seed = 1, RowCount = 5 } })).Feed;
        StrategySpec live = Spec(0, Rows, "out_of_sample").Strategy;
        await Refused.AsTooEarlyOrLateAsync(
            "MODEL_NOT_ON_FEED", () => _server.Signals.StartSignalStreamAsync(new StartSignalStreamRequest { FeedId = other.Id, Strategy = live }).ResponseAsync);
    }

    private async Task<Feed> StartFeedAsync(int from)
    {
        ReplayFeed replay = new() { Members = { MarketData.Member(MarketData.Coin) }, Interval = from == 0 ? null : new TimeInterval { StartTime = MarketData.Day(from) } };
        return (await _server.Data.StartFeedAsync(new StartFeedRequest { Replay = replay })).Feed;
    }

    private async Task<Session> TradeAsync(CreateSessionRequest request)
    {
        string id = (await _server.Paper.CreateSessionAsync(request)).Session.Id;
        await _server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = id }).ListAsync();
        return (await _server.Paper.GetSessionAsync(new GetSessionRequest { SessionId = id })).Session;
    }

    private async Task<List<Signal>> SignalsAsync(Feed feed, string predictions)
    {
        StartSignalStreamRequest request = new() { FeedId = feed.Id, Strategy = Spec(0, Rows, predictions).Strategy };
        string id = (await _server.Signals.StartSignalStreamAsync(request)).SignalStream.Id;
        return [.. (await _server.Signals.SubscribeSignals(new SubscribeSignalsRequest { SignalStreamId = id }).ListAsync()).Select(message => message.Signal).OfType<Signal>()];
    }
}
