using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using Tradewind.Clients.Tests.Client;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>Canned features.</summary>
internal sealed class FakeFeatures : FeatureService.FeatureServiceBase
{
    public List<ComputeFeaturesRequest> Requests { get; } = [];

    public override Task<ListFeatureSetsResponse> ListFeatureSets(ListFeatureSetsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListFeatureSetsResponse
        {
            FeatureSets = { new NamedFeatureSet { Name = "oil_curve", Description = "Curves", FeatureSetHash = "0123456789abcdef" } },
        });

    public override async Task ComputeFeatures(
        ComputeFeaturesRequest request, IServerStreamWriter<ComputeFeaturesResponse> responseStream, ServerCallContext context)
    {
        Requests.Add(request);
        await responseStream.WriteAsync(new ComputeFeaturesResponse
        {
            Sequence = 1,
            Report = new FeatureReport
            {
                RawColumnCount = 6, FeatureColumnCount = 40, RowCount = 214, CompleteRowCount = 95, Lineage = new Lineage { Id = "lineage-features" },
                Summaries = { new FeatureSummary { Column = "volume_ma_5_ratio", Category = "Volume", Count = 210, NullCount = 4 } },
                LeftOut = { new LeftOutFeature { Column = "roc_5d", BecauseOf = "price_lag_5", Correlation = 1 } },
            },
        });
        if (!request.ReportOnly)
        {
            await responseStream.WriteAsync(new ComputeFeaturesResponse { Sequence = 2, Block = Block() });
        }
    }

    public List<StreamFeaturesRequest> Streams { get; } = [];

    public override async Task StreamFeatures(
        StreamFeaturesRequest request, IServerStreamWriter<StreamFeaturesResponse> responseStream, ServerCallContext context)
    {
        Streams.Add(request);
        await responseStream.WriteAsync(new StreamFeaturesResponse
        {
            Schema = new FeatureStreamSchema { Features = { "BTC_USD_sma_5", "BTC_USD_rsi_14" }, InstrumentIds = { "BTC/USD" }, Timeframe = "1m" },
        });
        long after = request.Cursor.Length == 0 ? 0 : long.Parse(request.Cursor, System.Globalization.CultureInfo.InvariantCulture);
        for (long sequence = after + 1; sequence <= 3; sequence++)
        {
            await responseStream.WriteAsync(new StreamFeaturesResponse
            {
                Sequence = sequence,
                Cursor = $"{sequence}",
                EventTime = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 1_577_836_800 + 60 * sequence },
                Row = new FeatureRow { Values = { 100 + sequence, double.NaN }, IsFinal = true, WarmedUp = sequence > 1 },
            });
            if (sequence == 2 && after == 0)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "dropped"));
            }
        }

        await responseStream.WriteAsync(new StreamFeaturesResponse { Sequence = 3, Cursor = "3", FeedEnd = new FeedEnd { State = FeedState.Ended } });
    }

    private static ColumnBlock Block() => new()
    {
        RowCount = 2,
        Times = ByteString.CopyFrom(MemoryMarshal.AsBytes<long>([1_577_836_800_000_000_000, 1_577_923_200_000_000_000])),
        Columns = { new Column { Name = "volume_ma_5_ratio", Values = ByteString.CopyFrom(MemoryMarshal.AsBytes<double>([1.25, double.NaN])) } },
    };
}

/// <summary>A model without skill.</summary>
internal sealed class FakeTraining : TrainingService.TrainingServiceBase
{
    public List<TrainModelRequest> Requests { get; } = [];

    public override Task<TrainModelResponse> TrainModel(TrainModelRequest request, ServerCallContext context)
    {
        Requests.Add(request);
        return Task.FromResult(new TrainModelResponse { Operation = Started("training") });
    }

    public override Task<GetModelResponse> GetModel(GetModelRequest request, ServerCallContext context) => Task.FromResult(new GetModelResponse
    {
        Model = new Model
        {
            Id = Guid.NewGuid().ToString(),
            ModelType = "XGBoost",
            TargetColumn = "BTC_USD_close",
            TargetMode = TargetMode.Return,
            Lineage = new Lineage { Id = "lineage-model" },
            Horizons =
            {
                new HorizonResult
                {
                    Horizon = 5,
                    WalkForward = new WalkForwardReport
                    {
                        Rmse = 0.11, RandomWalkRmse = 0.1, Skill = -0.1, Verdict = "NO SKILL vs random walk",
                        Folds = { new FoldResult { Fold = 1, TrainRowCount = 50, TestRowCount = 20, Rmse = 0.11, RandomWalkRmse = 0.1, Skill = -0.1 } },
                    },
                },
            },
        },
    });

    internal static Operation Started(string kind) => new() { Id = kind, Kind = kind, State = OperationState.Queued };
}

/// <summary>Work that is done as soon as it is watched.</summary>
internal sealed class FakeOperations : OperationService.OperationServiceBase
{
    public override Task WatchOperation(
        WatchOperationRequest request, IServerStreamWriter<WatchOperationResponse> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new WatchOperationResponse
        {
            Operation = new Operation { Id = request.OperationId, State = OperationState.Succeeded, ResultId = request.OperationId },
        });
}

/// <summary>A backtest without trades: its ratios are undefined.</summary>
internal sealed class FakeBacktests : BacktestService.BacktestServiceBase
{
    private BacktestSpec _spec = new();

    public List<BacktestSpec> Specs { get; } = [];

    public override Task<RunBacktestResponse> RunBacktest(RunBacktestRequest request, ServerCallContext context)
    {
        _spec = request.Spec;
        Specs.Add(request.Spec);
        return Task.FromResult(new RunBacktestResponse { Operation = FakeTraining.Started("backtest") });
    }

    public override Task<ListBacktestOrdersResponse> ListBacktestOrders(ListBacktestOrdersRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBacktestOrdersResponse { Orders = { FakeBacktestEntries.Order } });

    public override Task<ListBacktestSignalsResponse> ListBacktestSignals(ListBacktestSignalsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBacktestSignalsResponse { Signals = { FakeBacktestEntries.Signal } });

    public override Task<RunMonteCarloResponse> RunMonteCarlo(RunMonteCarloRequest request, ServerCallContext context) =>
        Task.FromResult(new RunMonteCarloResponse { Result = FakeBacktestEntries.MonteCarlo(request) });

    public override Task<ListBacktestTradesResponse> ListBacktestTrades(ListBacktestTradesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBacktestTradesResponse());

    public override Task<ListBacktestFillsResponse> ListBacktestFills(ListBacktestFillsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListBacktestFillsResponse());

    public override Task<RunParameterJitterResponse> RunParameterJitter(RunParameterJitterRequest request, ServerCallContext context) =>
        Task.FromResult(new RunParameterJitterResponse { Result = FakeBacktestEntries.Jitter(request) });

    public override Task<GetBacktestResponse> GetBacktest(GetBacktestRequest request, ServerCallContext context) => Task.FromResult(new GetBacktestResponse
    {
        Backtest = new Backtest
        {
            Id = Guid.NewGuid().ToString(),
            Spec = _spec,
            Metrics = new PerformanceMetrics { TotalReturnFraction = -0.05, MaxDrawdownFraction = -0.07, RiskFreeRate = 0.05 },
            Costs = new TradingCosts { CashCosts = "12.50", SlippageInPrices = "0.75" },
            Lineage = new Lineage { Id = $"lineage-{_spec.Strategy?.StrategyId}" },
            LedgerHash = "b2",
        },
    });

    public override Task ReadBacktestEquity(
        ReadBacktestEquityRequest request, IServerStreamWriter<ReadBacktestEquityResponse> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new ReadBacktestEquityResponse { Sequence = 1, Block = ColumnTableTests.Block([1, 2], [100, 95], "equity") });

    public override async Task ReadBacktestDays(
        ReadBacktestDaysRequest request, IServerStreamWriter<ReadBacktestDaysResponse> responseStream, ServerCallContext context)
    {
        // All columns hold the same values, the last of them missing.
        ColumnBlock block = ColumnTableTests.Block([86_400_000_000_000, 172_800_000_000_000], [0.25, double.NaN], "gross");
        foreach (string name in (string[])["net", "beta", "leverage", "average_correlation", "drawdown", "expected_volatility", "momentum_profit"])
        {
            block.Columns.Add(new Column { Name = name, Values = block.Columns[0].Values });
        }

        await responseStream.WriteAsync(new ReadBacktestDaysResponse { Sequence = 1, Block = block });
    }
}
