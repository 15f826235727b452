using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.BadInput;

/// <summary>Values that do not fit.</summary>
public sealed class BadValueTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private readonly TestServer _server = loaded.Server;

    [Fact]
    public async Task An_interval_that_ends_before_it_starts_is_refused_by_every_call()
    {
        TimeInterval backwards = new() { StartTime = MarketData.Day(20), EndTime = MarketData.Day(10) };
        PortfolioSpec portfolio = new() { Members = { MarketData.Member(MarketData.Coin) }, Interval = backwards };
        StrategySpec strategy = new() { StrategyId = "buy_and_hold" };
        PortfolioMember member = MarketData.Member(MarketData.Coin);
        (string Field, Func<Task> Call)[] calls =
        [
            ("interval", () => _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, Interval = backwards }).ResponseAsync),
            ("interval", () => _server.Data.ListObservationsAsync(new ListObservationsRequest { InstrumentId = MarketData.Coin, Interval = backwards }).ResponseAsync),
            ("interval", () => _server.Data.ReadColumns(new ReadColumnsRequest { InstrumentId = MarketData.Coin, Interval = backwards }).ListAsync()),
            ("portfolio.interval", () => _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio }).ListAsync()),
            ("replay.interval", () => _server.Data.StartFeedAsync(
                new StartFeedRequest { Replay = new ReplayFeed { Members = { member }, Interval = backwards } }).ResponseAsync),
            ("portfolio.interval", () => _server.Features.ComputeFeatures(new ComputeFeaturesRequest { Portfolio = portfolio }).ListAsync()),
            ("portfolio.interval", () => _server.Features.AuditFeatureSetAsync(new AuditFeatureSetRequest { Portfolio = portfolio }).ResponseAsync),
            ("portfolio.interval", () => _server.Training.TrainModelAsync(
                new TrainModelRequest { Portfolio = portfolio, Training = new TrainingSpec { TargetColumn = "LTC_USD_close" } }).ResponseAsync),
            ("interval", () => _server.Signals.GenerateSignals(
                new GenerateSignalsRequest { Strategy = strategy, Members = { member }, Interval = backwards }).ListAsync()),
            ("spec.interval", () => _server.Backtests.RunBacktestAsync(
                new RunBacktestRequest { Spec = new BacktestSpec { Strategy = strategy, Members = { member }, Interval = backwards } }).ResponseAsync),
        ];
        foreach ((string field, Func<Task> call) in calls)
        {
            await Refused.AsInvalidAsync("INTERVAL_EMPTY", $"{field}.end_time", call);
        }

        Assert.Empty((await _server.Data.ListFeedsAsync(new ListFeedsRequest())).Feeds);
        Assert.Empty((await _server.Operations.ListOperationsAsync(new ListOperationsRequest())).Operations);
    }

    [Fact]
    public async Task A_time_outside_of_nanoseconds_is_refused()
    {
        TimeInterval early = new() { StartTime = new() { Seconds = -62_135_596_800 } };

        await Refused.AsInvalidAsync(
            "TIME_OUT_OF_RANGE", "interval.start_time",
            () => _server.Data.ListBarsAsync(new ListBarsRequest { InstrumentId = MarketData.Coin, Interval = early }).ResponseAsync);
    }

    [Theory]
    [InlineData("fst", "5", "fst")]
    [InlineData("fast", "five", "fast")]
    [InlineData("fast", "5.5", "fast")]
    [InlineData("fast", "0", "fast")]
    [InlineData("fast", "99999999999999999999", "fast")]
    [InlineData("fast", "30", "fast")]
    [InlineData("long_only", "maybe", "long_only")]
    public async Task A_wrong_strategy_parameter_is_named_by_every_call_that_takes_a_strategy(string name, string value, string parameter)
    {
        StrategySpec strategy = new() { StrategyId = "ma_crossover", Parameters = { [name] = value } };
        PortfolioMember member = MarketData.Member(MarketData.Coin);

        await Refused.AsInvalidAsync(
            "STRATEGY_PARAMETERS_INVALID", $"strategy.parameters[{parameter}]",
            () => _server.Signals.GenerateSignals(new GenerateSignalsRequest { Strategy = strategy, Members = { member } }).ListAsync());
        await Refused.AsInvalidAsync(
            "STRATEGY_PARAMETERS_INVALID", $"spec.strategy.parameters[{parameter}]",
            () => _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = new BacktestSpec { Strategy = strategy, Members = { member } } }).ResponseAsync);
    }

    [Fact]
    public async Task Instruments_a_strategy_cannot_use_are_named_where_the_request_has_them()
    {
        PortfolioMember[] members = [MarketData.Member(MarketData.SimulatedSpread), MarketData.Member(MarketData.Coin)];
        StrategySpec hold = new() { StrategyId = "buy_and_hold" };
        TimeInterval later = new() { StartTime = MarketData.Day(LoadedServer.CoinRows + 1) };
        TradewindError error = await Refused.AsInvalidAsync("NOT_ENOUGH_BARS", "spec.members[1]", () => _server.Backtests.RunBacktestAsync(
            new RunBacktestRequest { Spec = new BacktestSpec { Strategy = hold, Members = { members }, Interval = later } }).ResponseAsync);
        Assert.StartsWith("spec.members[1]: LTC/USD needs at least 2 bars", error.Message, StringComparison.Ordinal);
        SearchSpec search = new() { Strategy = hold, Members = { members }, Interval = later, Axes = { new ParameterAxis { Name = "fast", Values = { "5" } } } };
        await Refused.AsInvalidAsync("NOT_ENOUGH_BARS", "spec.search.members[1]", () => _server.Backtests.RunSweepAsync(
            new RunSweepRequest { Spec = new SweepSpec { Search = search } }).ResponseAsync);

        StrategySpec buckets = new() { StrategyId = "multi_bucket" };
        await Refused.AsInvalidAsync("STRATEGY_INSTRUMENTS_INVALID", "spec.members", () => _server.Backtests.RunBacktestAsync(
            new RunBacktestRequest { Spec = new BacktestSpec { Strategy = buckets, Members = { members } } }).ResponseAsync);
        await Refused.AsInvalidAsync("STRATEGY_INSTRUMENTS_INVALID", "members", () => _server.Signals.GenerateSignals(
            new GenerateSignalsRequest { Strategy = buckets, Members = { members } }).ListAsync());
    }

    [Fact]
    public async Task Bad_settings_are_listed_all_at_once()
    {
        TradingSettings settings = new()
        {
            InitialCapital = "1e6",
            SlippagePercent = 11,
            CommissionPerUnit = "-1",
            CommissionFraction = double.NaN,
            MaxDrawdownFraction = 0,
            VolumeParticipationFraction = 1.5,
            Sizing = new PositionSizing { EquityFraction = 2 },
            MaxPosition = "0",
            StopLossPercent = 100,
            TakeProfitPercent = double.PositiveInfinity,
        };
        BacktestSpec spec = new() { Strategy = new StrategySpec { StrategyId = "buy_and_hold" }, Members = { MarketData.Member(MarketData.Coin) }, Settings = settings };

        TradewindError error = await Refused.AsInvalidAsync(
            "SETTINGS_INVALID", null, () => _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec }).ResponseAsync);

        string[] expected =
        [
            "commission_fraction", "commission_per_unit", "initial_capital", "max_drawdown_fraction", "max_position",
            "sizing.equity_fraction", "slippage_percent", "stop_loss_percent", "take_profit_percent", "volume_participation_fraction",
        ];
        Assert.Equal(expected.Select(field => $"spec.settings.{field}"), error.Violations.Select(violation => violation.Field).Order(StringComparer.Ordinal));
        // The first stands in the sentence and is not said again below it.
        Assert.Equal(expected.Length, error.ToString().Split('\n').Length);
    }

    [Theory]
    [InlineData("12,5")]
    [InlineData("1e3")]
    [InlineData("abc")]
    [InlineData(" 1")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1 000")]
    public async Task A_text_that_is_no_decimal_is_refused(string text)
    {
        SubmitOrderRequest order = new() { RequestId = "r", SessionId = "s", InstrumentId = MarketData.Coin, Side = Side.Buy, Quantity = text };
        await Refused.AsInvalidAsync("NOT_A_DECIMAL", "quantity", () => _server.Paper.SubmitOrderAsync(order).ResponseAsync);
        order.Quantity = "1";
        order.LimitPrice = text;
        await Refused.AsInvalidAsync("NOT_A_DECIMAL", "limit_price", () => _server.Paper.SubmitOrderAsync(order).ResponseAsync);
    }

    [Theory]
    [InlineData("0", "NOT_POSITIVE")]
    [InlineData("-1", "NOT_POSITIVE")]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData("79228162514264337593543950335", "NUMBER_TOO_LARGE")]
    [InlineData("99999999999999999999999999999999", "NOT_A_DECIMAL")]
    public async Task A_quantity_nobody_can_trade_is_refused(string quantity, string reason)
    {
        SubmitOrderRequest order = new() { RequestId = "r", SessionId = "s", InstrumentId = MarketData.Coin, Side = Side.Buy, Quantity = quantity };

        await Refused.AsInvalidAsync(reason, "quantity", () => _server.Paper.SubmitOrderAsync(order).ResponseAsync);
    }

    [Fact]
    public async Task An_order_needs_a_side_an_id_and_values_of_the_contract()
    {
        SubmitOrderRequest order = new() { RequestId = "r", SessionId = "s", InstrumentId = MarketData.Coin, Quantity = "1" };
        await Refused.AsInvalidAsync("SIDE_REQUIRED", "side", () => _server.Paper.SubmitOrderAsync(order).ResponseAsync);
        order.Side = Side.Buy;
        order.Type = (OrderType)99;
        await Refused.AsInvalidAsync("ORDER_TYPE_INVALID", "type", () => _server.Paper.SubmitOrderAsync(order).ResponseAsync);
        order.Type = OrderType.Market;
        order.TimeInForce = (TimeInForce)99;
        await Refused.AsInvalidAsync("TIME_IN_FORCE_INVALID", "time_in_force", () => _server.Paper.SubmitOrderAsync(order).ResponseAsync);
        order.TimeInForce = TimeInForce.Day;
        order.RequestId = "";
        await Refused.AsInvalidAsync("FIELD_REQUIRED", "request_id", () => _server.Paper.SubmitOrderAsync(order).ResponseAsync);
    }

    [Theory]
    [InlineData("", 5, "Ridge", null, "FIELD_REQUIRED", "training.target_column")]
    [InlineData("LTC_USD_clse", 5, "Ridge", null, "SUPERVISED_PROBLEM_INVALID", "training.target_column")]
    [InlineData("LTC_USD_close", 0, "Ridge", null, "TRAINING_INVALID", "training.horizons[0]")]
    [InlineData("LTC_USD_close", 5, "Rigde", null, "UNKNOWN_MODEL_TYPE", null)]
    [InlineData("LTC_USD_close", 5, "Ridge", "alhpa", "MODEL_PARAMETERS_INVALID", "training.model_parameters.alhpa")]
    public async Task Training_on_what_cannot_be_learned_is_refused_before_any_work(
        string target, int horizon, string model, string? parameter, string reason, string? field)
    {
        TrainingSpec training = new() { TargetColumn = target, Horizons = { horizon }, ModelType = model };
        if (parameter is not null)
        {
            training.ModelParameters[parameter] = 1;
        }

        TradewindError error = await TrainingRefusedAsync(training, MarketData.Coin);

        Assert.Equal(reason, error.Reason);
        if (field is not null)
        {
            Assert.Contains(field, error.Violations.Select(violation => violation.Field));
        }
    }

    [Fact]
    public async Task Training_with_settings_out_of_range_or_too_few_rows_is_refused_before_any_work()
    {
        const string Target = "LTC_USD_close";
        Assert.Equal("FOLDS_INVALID", (await TrainingRefusedAsync(new TrainingSpec { TargetColumn = Target, Folds = 1 }, MarketData.Coin)).Reason);
        Assert.Equal("FOLDS_INVALID", (await TrainingRefusedAsync(new TrainingSpec { TargetColumn = Target, Folds = 51 }, MarketData.Coin)).Reason);
        Assert.Equal(
            "CORRELATION_INVALID", (await TrainingRefusedAsync(new TrainingSpec { TargetColumn = Target, MaxFeatureCorrelation = 0 }, MarketData.Coin)).Reason);
        Assert.Equal("SEED_INVALID", (await TrainingRefusedAsync(new TrainingSpec { TargetColumn = Target, Seed = -1 }, MarketData.Coin)).Reason);
        TradewindError few = await TrainingRefusedAsync(
            new TrainingSpec { TargetColumn = Target, ModelType = "Ridge", Horizons = { 90 } }, MarketData.Coin);
        Assert.Contains("rows", few.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feature_set_out_of_range_is_refused_with_the_field()
    {
        ComputeFeaturesRequest request = new()
        {
            Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.Coin) } },
            FeatureSet = new FeatureSetSpec { Technical = new TechnicalFeatures { RsiWindow = 0 } },
        };

        TradewindError error = await Refused.AsInvalidAsync("FEATURE_SET_INVALID", null, () => _server.Features.ComputeFeatures(request).ListAsync());

        Assert.Contains(error.Violations, violation => violation.Field.Contains("rsi", StringComparison.OrdinalIgnoreCase));
        await Refused.AsInvalidAsync(
            "CUT_COUNT_INVALID", "cut_count",
            () => _server.Features.AuditFeatureSetAsync(new AuditFeatureSetRequest { Portfolio = request.Portfolio, CutCount = 0 }).ResponseAsync);
    }

    [Fact]
    public async Task An_alignment_out_of_range_is_refused_with_the_field()
    {
        PortfolioSpec portfolio = new() { Members = { MarketData.Member(MarketData.Coin) }, FillLimit = -1 };
        Task Align() => _server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio }).ListAsync();
        await Refused.AsInvalidAsync("FILL_LIMIT_INVALID", "portfolio.fill_limit", Align);
        portfolio.FillLimit = 1;
        portfolio.Method = (AlignmentMethod)9;
        await Refused.AsInvalidAsync("METHOD_INVALID", "portfolio.method", Align);
        portfolio.Method = AlignmentMethod.Inner;
        portfolio.Members.Add(MarketData.Member(MarketData.Coin));
        await Refused.AsInvalidAsync("MEMBER_REPEATED", "portfolio.members[1].instrument_id", Align);
    }

    [Fact]
    public async Task A_pace_nobody_can_play_is_refused()
    {
        SimulatedFeed feed = new() { StepsPerSecond = -1 };
        Task Start() => _server.Data.StartFeedAsync(new StartFeedRequest { Simulation = feed }).ResponseAsync;
        await Refused.AsInvalidAsync("PACE_INVALID", "simulation.steps_per_second", Start);
        feed.StepsPerSecond = double.NaN;
        await Refused.AsInvalidAsync("PACE_INVALID", "simulation.steps_per_second", Start);
        feed.StepsPerSecond = 0;
        feed.RowCount = 0;
        await Refused.AsInvalidAsync("ROW_COUNT_INVALID", "simulation.row_count", Start);
    }

    [Fact]
    public async Task A_backtest_needs_bars_to_trade_in_its_interval()
    {
        BacktestSpec spec = new()
        {
            Strategy = new StrategySpec { StrategyId = "buy_and_hold" },
            Members = { MarketData.Member(MarketData.Coin) },
            Interval = new TimeInterval { StartTime = MarketData.Day(LoadedServer.CoinRows + 5) },
        };
        Task Run() => _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec }).ResponseAsync;
        await Refused.AsInvalidAsync("NOT_ENOUGH_BARS", null, Run);
        spec.Interval = null;
        spec.RiskFreeRate = 2;
        await Refused.AsInvalidAsync("RISK_FREE_RATE_INVALID", "spec.risk_free_rate", Run);
        spec.RiskFreeRate = 0;
        spec.Members[0] = MarketData.Member(MarketData.SimulatedSpread);
        await Refused.AsInvalidAsync("NO_BARS", "spec.members", Run);
    }

    private async Task<TradewindError> TrainingRefusedAsync(TrainingSpec training, string instrument)
    {
        TrainModelRequest request = new() { Portfolio = new PortfolioSpec { Members = { MarketData.Member(instrument) } }, Training = training };
        Grpc.Core.RpcException failure = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() => _server.Training.TrainModelAsync(request).ResponseAsync);
        Assert.Empty((await _server.Operations.ListOperationsAsync(new ListOperationsRequest { Kind = "training" })).Operations);
        TradewindError error = TradewindError.From(failure);
        Assert.True(error.Status is Grpc.Core.StatusCode.InvalidArgument or Grpc.Core.StatusCode.NotFound, error.ToString());
        return error;
    }
}
