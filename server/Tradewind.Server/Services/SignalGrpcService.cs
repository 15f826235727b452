using System.Collections.Immutable;
using Grpc.Core;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Data;
using Tradewind.Server.Live;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Server.StrategyConfigurations;
using Tradewind.Server.Training;
using Tradewind.V1;
using Signal = Tradewind.Domain.Strategies.Signal;

namespace Tradewind.Server.Services;

/// <summary>Strategies, signals over history and live signals over gRPC.</summary>
internal sealed class SignalGrpcService(SignalHub hub, PortfolioReader portfolios, StrategyConfigurationDirectory configurations, ModelForecastReader forecasts,
    StrategyDirectory strategies, IdempotentCalls calls) : SignalService.SignalServiceBase
{
    /// <inheritdoc />
    public override Task<ListStrategiesResponse> ListStrategies(ListStrategiesRequest request, ServerCallContext context)
    {
        (IReadOnlyList<StrategyDescriptor> page, string next) = Page.Cut(strategies.All, PageRequest.Read(request));
        return Task.FromResult(new ListStrategiesResponse { Strategies = { page.Select(StrategyMessages.From) }, NextPageToken = next });
    }

    /// <inheritdoc />
    public override async Task GenerateSignals(
        GenerateSignalsRequest request, IServerStreamWriter<GenerateSignalsResponse> responseStream, ServerCallContext context)
    {
        Interval interval = Interval.Read(request.Interval, "interval");
        // Earlier rows warm the indicators up; later ones cannot matter.
        ImmutableArray<InstrumentSeries> series = await portfolios.ReadMembersAsync(
            request.Members, "members", interval with { From = long.MinValue }, context.CancellationToken).ConfigureAwait(false);
        StrategySpec strategy = Required.Message(configurations.Complete(request.Strategy, "strategy"), "strategy");
        Required.Text(strategy.StrategyId, "strategy.strategy_id");
        (series, IReadOnlyDictionary<string, string> parameters) = await forecasts.AddAsync(
            strategy, series, interval, "strategy", context.CancellationToken).ConfigureAwait(false);
        strategy = new StrategySpec { StrategyId = strategy.StrategyId, Parameters = { parameters.ToDictionary() } };
        FeedUniverse universe = TradedSeries.Universe(series, "members");
        SignalRunner runner = new(
            universe.Universe,
            StrategySpecReader.Create(strategies, strategy, universe.Universe, "strategy", InstrumentPath.Members("members", request.Members)));
        MarketEventStream events = new(universe.Universe, series.Where(entry => entry.HasBars), series.Where(entry => !entry.HasBars));
        LastCloses closes = new(universe.Universe);
        long sequence = 0;
        while (events.TryNext(out MarketSlice slice))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            closes.Update(slice);
            foreach (Signal signal in runner.Process(slice))
            {
                if (signal.Time > interval.From)
                {
                    GenerateSignalsResponse message = new()
                    {
                        Sequence = ++sequence,
                        EventTime = ProtoTime.ToTimestamp(signal.Time),
                        Signal = TradingMessages.From(signal, closes.Of(signal.InstrumentOrdinal)),
                    };
                    await responseStream.WriteAsync(message, context.CancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <inheritdoc />
    public override Task<StartSignalStreamResponse> StartSignalStream(StartSignalStreamRequest request, ServerCallContext context) => calls.RunAsync(
        context.Method, request.RequestId, request, StartSignalStreamResponse.Parser,
        async () => new StartSignalStreamResponse { SignalStream = await hub.StartAsync(request, context.CancellationToken).ConfigureAwait(false) },
        context.CancellationToken);

    /// <inheritdoc />
    public override async Task<ListSignalStreamsResponse> ListSignalStreams(ListSignalStreamsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<SignalStream> items, string next) = await hub.ListAsync(PageRequest.Read(request), context.CancellationToken).ConfigureAwait(false);
        return new ListSignalStreamsResponse { SignalStreams = { items }, NextPageToken = next };
    }

    /// <inheritdoc />
    public override Task<StopSignalStreamResponse> StopSignalStream(StopSignalStreamRequest request, ServerCallContext context)
    {
        string id = Required.Text(request.SignalStreamId, "signal_stream_id");
        return calls.RunAsync(
            context.Method, request.RequestId, request, StopSignalStreamResponse.Parser,
            async () => new StopSignalStreamResponse { SignalStream = await hub.StopAsync(id, context.CancellationToken).ConfigureAwait(false) },
            context.CancellationToken);
    }

    /// <inheritdoc />
    public override async Task SubscribeSignals(
        SubscribeSignalsRequest request, IServerStreamWriter<SubscribeSignalsResponse> responseStream, ServerCallContext context)
    {
        string id = Required.Text(request.SignalStreamId, "signal_stream_id");
        await foreach (SubscribeSignalsResponse message in hub.SubscribeAsync(id, request.Cursor, context.CancellationToken).ConfigureAwait(false))
        {
            await responseStream.WriteAsync(message, context.CancellationToken).ConfigureAwait(false);
        }
    }
}
