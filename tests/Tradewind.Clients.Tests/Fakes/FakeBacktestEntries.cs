using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>Entries of the fake backtest: an order that filled, the signal behind it, no closed trade.</summary>
internal static class FakeBacktestEntries
{
    public static readonly Order Order = new()
    {
        Id = "ORD-000001", InstrumentId = "SIM-BTC/USD", Side = Side.Buy, Type = OrderType.Market, Quantity = "2", FilledQuantity = "2",
        Status = OrderStatus.Filled, AverageFillPrice = "100.5", CreateTime = new Timestamp { Seconds = 86_400 }, Origin = "signal",
    };

    public static readonly Signal Signal = new()
    {
        InstrumentId = "SIM-BTC/USD", Time = new Timestamp { Seconds = 86_400 }, Direction = SignalDirection.Long, Label = "cross up", Reason = "fast, above slow",
    };

    public static MonteCarloResult MonteCarlo(RunMonteCarloRequest request) => new()
    {
        Spec = new MonteCarloSpec(request.Spec) { SimulationCount = 1000, BlockSize = 5, RuinDrawdownFraction = 0.2 },
        ObservationCount = 26,
        TotalReturnFraction = new PercentileRange { Low = -0.1, Median = 0.2, High = 0.5 },
        MaxDrawdownFraction = new PercentileRange { Low = 0.125, Median = 0.25, High = 0.375 },
    };

    public static ParameterJitterResult Jitter(RunParameterJitterRequest request) => new()
    {
        Spec = new ParameterJitterSpec(request.Spec) { JitterFraction = 0.1, Selection = new SelectionRule { TargetMetric = "sharpe_ratio" } },
        Neighbours = { new SweepTrial { Index = 0, Score = 0.5 }, new SweepTrial { Index = 1, Score = -0.5 } },
        PositiveShare = 0.5,
        BaseScore = 1.25,
    };
}
