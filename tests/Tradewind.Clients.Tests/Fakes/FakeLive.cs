using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>Two signals, then the end.</summary>
internal sealed class FakeSignals : SignalService.SignalServiceBase
{
    public override Task<ListStrategiesResponse> ListStrategies(ListStrategiesRequest request, ServerCallContext context) => Task.FromResult(new ListStrategiesResponse
    {
        Strategies = { new Strategy { Id = "ma_crossover", DisplayName = "Crossover", Parameters = { new StrategyParameter { Name = "fast", Type = "integer", DefaultValue = "10" } } } },
    });

    public override Task<StartSignalStreamResponse> StartSignalStream(StartSignalStreamRequest request, ServerCallContext context) =>
        Task.FromResult(new StartSignalStreamResponse { SignalStream = new SignalStream { Id = "SIG-1", FeedId = request.FeedId, Strategy = request.Strategy } });

    public override async Task SubscribeSignals(
        SubscribeSignalsRequest request, IServerStreamWriter<SubscribeSignalsResponse> responseStream, ServerCallContext context)
    {
        for (int i = 1; i <= 2; i++)
        {
            await responseStream.WriteAsync(new SubscribeSignalsResponse
            {
                Sequence = i,
                Cursor = $"{i}",
                Simulated = true,
                Signal = new Signal { InstrumentId = "BTC/USD", Time = FakeMarket.Time(i), Direction = SignalDirection.Long, Label = "Risk-On" },
            });
        }

        await responseStream.WriteAsync(new SubscribeSignalsResponse
        {
            Sequence = 2, Cursor = "end", End = new SignalStreamEnd { State = SignalStreamState.Ended },
        });
    }
}

/// <summary>A session that has traded once.</summary>
internal sealed class FakePaper : PaperTradingService.PaperTradingServiceBase
{
    public SessionState FinalState { get; init; } = SessionState.Ended;

    public override Task<CreateSessionResponse> CreateSession(CreateSessionRequest request, ServerCallContext context) =>
        Task.FromResult(new CreateSessionResponse { Session = Session(SessionState.Running, request.Strategy) });

    public override Task StreamSessionEvents(
        StreamSessionEventsRequest request, IServerStreamWriter<StreamSessionEventsResponse> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new StreamSessionEventsResponse { Sequence = 1, Cursor = "1", End = new SessionEnd { State = FinalState } });

    public override Task<GetSessionResponse> GetSession(GetSessionRequest request, ServerCallContext context) => Task.FromResult(new GetSessionResponse
    {
        Session = Session(FinalState, new StrategySpec { StrategyId = "credit_regime" }),
    });

    public override Task<ReplaySessionResponse> ReplaySession(ReplaySessionRequest request, ServerCallContext context) =>
        Task.FromResult(new ReplaySessionResponse { Identical = true, RecordedLedgerHash = "c3", ReplayedLedgerHash = "c3" });

    private static Session Session(SessionState state, StrategySpec strategy) => new()
    {
        Id = "SES-1", State = state, Strategy = strategy, OrderCount = 1, FillCount = 1, Cash = "999000.25", Equity = 1000100.5, LedgerHash = "c3",
        Failure = state == SessionState.Failed ? "disk full" : string.Empty,
    };
}
