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
    public async Task A_live_feed_has_no_forecasts_and_says_so()
    {
        Feed feed = (await _server.Data.StartFeedAsync(new StartFeedRequest { Replay = new ReplayFeed { Members = { MarketData.Member(MarketData.Coin) } } })).Feed;
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => _server.Paper.CreateSessionAsync(
            new CreateSessionRequest { FeedId = feed.Id, Strategy = Spec(0, Rows, "out_of_sample").Strategy }).ResponseAsync);
        Assert.Contains("a live feed has none", error.Status.Detail, StringComparison.Ordinal);
    }
}
